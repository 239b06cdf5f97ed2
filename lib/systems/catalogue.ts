/**
 * All systems that have a name. A new one is an entry in the file of its family in `families/`; one that needs more than
 * its equations as text is a file and a line here.
 *
 * @module
 */
import { chua } from "./chua.ts";
import { coupledLogisticLattice } from "./coupled_logistic_lattice.ts";
import { doublePendulum } from "./double_pendulum.ts";
import { duffing } from "./duffing.ts";
import { chemistrySystems } from "./families/chemistry.ts";
import { classicSystems } from "./families/classics.ts";
import { conservativeSystems } from "./families/conservative.ts";
import { delaySystems } from "./families/delay.ts";
import { drivenSystems } from "./families/driven.ts";
import { ecologySystems } from "./families/ecology.ts";
import { electronicsSystems } from "./families/electronics.ts";
import { fluidsSystems } from "./families/fluids.ts";
import { hyperchaosSystems } from "./families/hyperchaos.ts";
import { jerkSystems } from "./families/jerk.ts";
import { lorenzLikeSystems } from "./families/lorenz_like.ts";
import { maps1dSystems } from "./families/maps_1d.ts";
import { maps2dSystems } from "./families/maps_2d.ts";
import { sprottSystems } from "./families/sprott.ts";
import { generalisedHenon } from "./generalised_henon.ts";
import { henon } from "./henon.ts";
import { hindmarshRose } from "./hindmarsh_rose.ts";
import { ikeda } from "./ikeda.ts";
import { linearFlow } from "./linear.ts";
import { logistic } from "./logistic.ts";
import { lorenz } from "./lorenz.ts";
import { lorenz96 } from "./lorenz_96.ts";
import { mackeyGlass } from "./mackey_glass.ts";
import { rabinovichFabrikant } from "./rabinovich_fabrikant.ts";
import { sprottD } from "./sprott_d.ts";
import { standardMap } from "./standard_map.ts";
import { torus } from "./torus.ts";
import * as E from "fp-ts/Either.js";
import { pipe } from "fp-ts/function.js";
import { adopted } from "../core/catalogue.ts";
import { describeError } from "../core/program/errors.ts";
import type { System } from "./system.ts";
import { userSystem } from "./user.ts";

/** Those whose equations and Jacobians are written by hand. */
const byHand: readonly System[] = [
  lorenz,
  duffing,
  mackeyGlass,
  lorenz96,
  chua,
  rabinovichFabrikant,
  sprottD,
  hindmarshRose,
  doublePendulum,
  henon,
  generalisedHenon,
  logistic,
  coupledLogisticLattice,
  ikeda,
  standardMap,
  linearFlow,
  torus,
];

/** Those whose equations are text, by family. */
export const written: readonly System[] = [
  ...classicSystems,
  ...sprottSystems,
  ...jerkSystems,
  ...lorenzLikeSystems,
  ...hyperchaosSystems,
  ...electronicsSystems,
  ...fluidsSystems,
  ...ecologySystems,
  ...chemistrySystems,
  ...drivenSystems,
  ...conservativeSystems,
  ...maps1dSystems,
  ...maps2dSystems,
  ...delaySystems,
];

/** The catalogue of systems, by name. */
export const systems: Readonly<Record<string, System>> = Object.fromEntries(
  [...byHand, ...written].map((system) => [system.name, system]),
);

/** Which equations: a name of the catalogue, or the name of a user's file with the digest of its sources. */
export interface SystemChoice {
  /** Its name. */
  readonly system: string;
  /** The digest, where the equations are a user's. */
  readonly module?: string;
}

const ofModule = adopted((exported, { name, called }): E.Either<string, System> =>
  Object.hasOwn(systems, name)
    ? E.left(`another name than that of ${called}: "${name}" is a system of lyap`)
    : pipe(userSystem(exported, name), E.mapLeft((error) => `a system; ${describeError(error).join("; ")}`))
);

/** The equations of a choice, or what is wrong with it. */
export const systemOf = ({ system, module }: SystemChoice): E.Either<string, System> => {
  if (module !== undefined) return ofModule(module);
  const known = Object.hasOwn(systems, system) ? systems[system] : undefined;
  return known === undefined ? E.left(`one of ${Object.keys(systems).join(", ")}`) : E.right(known);
};
