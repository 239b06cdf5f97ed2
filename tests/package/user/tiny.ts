/** An experiment of somebody who has installed lyap from npm: seconds of work in its profile `tiny`. */
import { pipe } from "fp-ts/function.js";
import * as lyap from "@lyap/lyap/experiment";

export default pipe(
  lyap.experiment("tiny", "A PLRNN on the Hénon map"),
  lyap.dataset(lyap.system("henon"), { steps: 3000 }),
  lyap.train(lyap.cells.PLRNN(6), { forcing: lyap.forcing.sparse(2), epochs: 200 }),
  lyap.evaluate({}, lyap.measures.D_stsp(), lyap.module("./peak.js")),
  lyap.claim({ kind: "exponent sum" }),
  lyap.report(lyap.figures.attractor(), lyap.figures.loss()),
  lyap.profile(
    "tiny",
    lyap.settings({
      epochs: 4,
      batches: { windows: 4, length: 20, perEpoch: 4 },
      lyapunov: { steps: 400, transient: 20, longestGradient: 50 },
    }),
    lyap.evaluate({ steps: 1000, keep: 200 }, lyap.measures.D_stsp(), lyap.module("./peak.js")),
  ),
);
