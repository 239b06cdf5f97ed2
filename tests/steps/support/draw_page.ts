/** Prints the page of the quickstart's report and all its figures, with the rights that it was started with. */
import { toSvg } from "../../../lib/report/figures/plot/draw.ts";
import { reportPage } from "../../../lib/report/page.ts";
import { quickstartReport } from "../../report/support/report.ts";

console.log(reportPage(quickstartReport));
quickstartReport.figures.forEach((figure) => console.log(toSvg(figure)));
