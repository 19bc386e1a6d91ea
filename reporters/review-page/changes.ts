import { type Capability, tierOf } from "../../model/capability";
import { xml } from "../drawing/xml";
import { counted } from "../layout";
import { tierMark } from "../page/tier-mark";
import type { ChangedEnvironment, ChangedRow, HeldRole } from "../review/changes";
import type { Review } from "../review/review";

/** More rows than this are counted: the table of the access has every role. */
const MOST_ROWS = 200;
const MOST_ROLES = 12;

/** Who gains and loses what, roles with equal changes together. */
export const changesOf = ({ changes, environments }: Review): string => {
  const title = changes.isHolding ? "Who holds what" : "What changes for whom";
  const several = environments.length > 1;
  const tables =
    changes.environments.length === 0
      ? `<p>${changes.isHolding ? "No role holds a predefined role or reaches a capability." : "No role gains or loses a predefined role or a capability."}</p>`
      : changes.environments.map((environment) => table(environment, changes.isHolding, several)).join("\n");
  return `<section aria-labelledby="changes"><h2 id="changes">${title}</h2>
${tables}
</section>`;
};

const table = ({ name, rows }: ChangedEnvironment, isHolding: boolean, several: boolean): string => {
  const shown = rows.slice(0, MOST_ROWS);
  const cut = rows.slice(MOST_ROWS).reduce((count, { roles }) => count + roles.length, 0);
  const loses = shown.some((row) => row.loses.length + row.reachesNoMore.length > 0);
  const heads = ["Role", isHolding ? "Holds" : "Gains", ...(loses ? ["Loses"] : [])];
  return `${several ? `<h3>${xml(name)}</h3>\n` : ""}<div class="scroll" role="region" tabindex="0" aria-label="${isHolding ? "What roles hold" : "Changes"} in ${xml(name)}"><table class="changes">
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>
${shown.map((row) => rowOf(row, loses)).join("\n")}
</tbody></table></div>${cut === 0 ? "" : `\n<p>${counted(cut, "more role")} with smaller changes left out here; <code>--format json</code> has every change.</p>`}`;
};

const rowOf = ({ roles, gains, reaches, loses, reachesNoMore }: ChangedRow, hasLosses: boolean): string =>
  `<tr><th scope="row">${namesOf(roles)}</th><td>${held(gains, reaches, "reaches")}</td>${hasLosses ? `<td>${held(loses, reachesNoMore, "reaches no more")}</td>` : ""}</tr>`;

/** Names as a list, folded where they are many. */
const namesOf = (roles: readonly string[]): string => {
  const list = `<ul class="names">${roles.map((role) => `<li>${xml(role)}</li>`).join("")}</ul>`;
  return roles.length <= MOST_ROLES ? list : `<details><summary>${counted(roles.length, "role")}</summary>${list}</details>`;
};

const held = (roles: readonly HeldRole[], capabilities: readonly Capability[], verb: "reaches" | "reaches no more"): string =>
  roles.length + capabilities.length === 0
    ? '<span class="soft">nothing</span>'
    : `<ul class="held">${[
        ...roles.map(({ name, tier }) => `<li>${tierMark(tier)} ${xml(name)}</li>`),
        ...capabilities.map((capability) => `<li>${tierMark(tierOf(capability))} ${verb} <b>${capability}</b></li>`),
      ].join("")}</ul>`;
