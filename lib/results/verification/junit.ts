/**
 * A verification as JUnit XML, which CI systems read: a suite for each experiment, a case for each claim.
 *
 * @module
 */
import { toXml } from "xast-util-to-xml";
import { withoutCommands } from "../../core/program/text.ts";
import { x } from "xastscript";
import {
  type Audited,
  hasFlipped,
  isSame,
  type Judged,
  type JudgedClaim,
  type Verification,
  wordOf,
  wordsOfAudit,
  wordsOfAuditKind,
} from "./verification.ts";

type Element = ReturnType<typeof x>;

const seconds = (value: number): string => value.toFixed(3);

const claimCase = (suite: string, claim: JudgedClaim): Element =>
  x(
    "testcase",
    { classname: suite, name: `${claim.id}: ${claim.statement}` },
    ...(hasFlipped(claim) ? [x("failure", { message: wordOf(claim) }, claim.because)] : []),
    x("system-out", claim.because),
  );

const suiteOf = (judged: Judged): Element => {
  const name = `${judged.experiment} (${judged.from})`;
  const wholeSuite = { classname: name, name: judged.status };
  const cases = judged.status === "judged"
    ? judged.claims.map((claim) => claimCase(name, claim))
    : judged.status === "failed"
    ? [x("testcase", wholeSuite, x("error", { message: judged.note }))]
    : [x("testcase", wholeSuite, x("skipped", { message: judged.note }))];
  return x("testsuite", {
    name,
    tests: cases.length,
    failures: judged.claims.filter(hasFlipped).length,
    errors: judged.status === "failed" ? 1 : 0,
    skipped: judged.status === "judged" || judged.status === "failed" ? 0 : 1,
    time: seconds(judged.seconds),
  }, cases);
};

const auditSuite = (audited: readonly Audited[], seed: number): Element =>
  x(
    "testsuite",
    {
      name: `audit (seed ${seed})`,
      tests: audited.length,
      failures: audited.filter((each) => !isSame(each)).length,
      errors: 0,
      skipped: 0,
      time: seconds(audited.reduce((sum, each) => sum + each.seconds, 0)),
    },
    audited.map((each) =>
      x(
        "testcase",
        {
          classname: each.experiment,
          name: `${each.words}: ${wordsOfAuditKind(each.audit)}`,
          time: seconds(each.seconds),
        },
        ...(isSame(each) ? [] : [x("failure", { message: wordsOfAudit(each) })]),
      )
    ),
  );

/** A verification as a JUnit document. */
export const verificationJunit = ({ judged, audited, seed }: Verification): string =>
  withoutCommands(toXml(x(null, [
    { type: "instruction", name: "xml", value: 'version="1.0" encoding="UTF-8"' },
    x("testsuites", { name: "lyap verify" }, [
      ...judged.map(suiteOf),
      ...(audited.length === 0 ? [] : [auditSuite(audited, seed)]),
    ]),
  ]))) + "\n";
