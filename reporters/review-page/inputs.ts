import { xml } from "../drawing/xml";
import { counted } from "../layout";
import { prose } from "../page/prose";
import type { Review } from "../review/review";

const KINDS = { "terraform-source": "configuration", "terraform-plan": "plan", postgres: "live server" } as const;

/** The environments with whom no rule is about, and the inputs that were judged. */
export const environmentsOf = ({ report, environments }: Review): string => {
  const rows = environments.map(({ name, facts, groups }) => {
    const blocks = groups.flatMap((group) => group.blocks);
    const count = (section: string): number => blocks.reduce((sum, block) => sum + (block.section === section ? block.findings.length : 0), 0);
    const administrators = (facts?.administrators ?? []).map((administrator) => `<code>${xml(administrator)}</code>`).join(", ");
    const found = (["error", "warning"] as const).flatMap((section) => (count(section) === 0 ? [] : [counted(count(section), section)]));
    const other = (["standing", "waived"] as const).flatMap((section) => (count(section) === 0 ? [] : [`${count(section)} ${section}`]));
    return `<tr><th scope="row">${xml(name)}</th><td>${facts?.kind ?? "not judged"}</td><td>${(facts?.postgres ?? []).join(", ")}</td><td>${administrators}</td><td>${[...found, ...other].join(", ") || "none"}</td></tr>`;
  });
  const inputs = report.inputs.map(
    ({ kind, path, sha256, judged }) =>
      `<tr><th scope="row"><code>${xml(path)}</code></th><td>${KINDS[kind]}</td><td>${judged.map((what) => (what === "roles" ? "roles" : "plan safety")).join(", ")}</td><td><code>${xml(sha256)}</code></td></tr>`,
  );
  return `<section aria-labelledby="environments"><h2 id="environments">Environments</h2>
${table("Table of environments", ["Environment", "Kind", "PostgreSQL", "Administrators, whom no rule is about", "Findings"], rows)}
<h3>Inputs</h3>
${table("Table of inputs", ["Input", "Kind", "Judged for", "sha256"], inputs)}
</section>`;
};

const table = (label: string, heads: readonly string[], rows: readonly string[]): string =>
  `<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table class="wide"><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>
${rows.join("\n")}
</tbody></table></div>`;

/** What no input could show. */
export const unseenOf = ({ unseen }: Review): string => `<section aria-labelledby="unseen"><h2 id="unseen">What could not be seen</h2>
${
  unseen.length === 0
    ? "<p>No input says that it leaves something out.</p>"
    : `<ul>${unseen.map(({ what, inputs }) => `<li>${inputs.length === 0 ? "" : `<code>${inputs.map(xml).join("</code>, <code>")}</code>: `}${prose(what)}</li>`).join("")}</ul>`
}
</section>`;
