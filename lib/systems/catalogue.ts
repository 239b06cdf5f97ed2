/**
 * All systems that have a name. A new one is a file and a line here.
 *
 * @module
 */
import { chen } from "./chen.ts";
import { chua } from "./chua.ts";
import { coupledLogisticLattice } from "./coupled_logistic_lattice.ts";
import { dampedPendulum } from "./damped_pendulum.ts";
import { doublePendulum } from "./double_pendulum.ts";
import { duffing } from "./duffing.ts";
import { generalisedHenon } from "./generalised_henon.ts";
import { halvorsen } from "./halvorsen.ts";
import { henon } from "./henon.ts";
import { hindmarshRose } from "./hindmarsh_rose.ts";
import { hyperchaoticRoessler } from "./hyperchaotic_roessler.ts";
import { ikeda } from "./ikeda.ts";
import { linear } from "./linear.ts";
import { logistic } from "./logistic.ts";
import { lorenz } from "./lorenz.ts";
import { lorenz96 } from "./lorenz_96.ts";
import { mackeyGlass } from "./mackey_glass.ts";
import { rabinovichFabrikant } from "./rabinovich_fabrikant.ts";
import { roessler } from "./roessler.ts";
import { sprottA } from "./sprott_a.ts";
import { sprottB } from "./sprott_b.ts";
import { sprottC } from "./sprott_c.ts";
import { sprottD } from "./sprott_d.ts";
import { sprottE } from "./sprott_e.ts";
import { sprottS } from "./sprott_s.ts";
import { standardMap } from "./standard_map.ts";
import { thomas } from "./thomas.ts";
import { torus } from "./torus.ts";
import { vanDerPol } from "./van_der_pol.ts";
import type { System } from "./system.ts";

const all: readonly System[] = [
  lorenz,
  roessler,
  duffing,
  mackeyGlass,
  lorenz96,
  hyperchaoticRoessler,
  chua,
  thomas,
  halvorsen,
  chen,
  rabinovichFabrikant,
  sprottA,
  sprottB,
  sprottC,
  sprottD,
  sprottE,
  sprottS,
  hindmarshRose,
  doublePendulum,
  henon,
  generalisedHenon,
  logistic,
  coupledLogisticLattice,
  ikeda,
  standardMap,
  linear,
  dampedPendulum,
  vanDerPol,
  torus,
];

/** The catalogue of systems, by name. */
export const systems: Readonly<Record<string, System>> = Object.fromEntries(
  all.map((system) => [system.name, system]),
);
