import type { Report } from "../../model/report";
import { ruleById } from "../../policies/rules/index";
import { MOST_BYTES, marker, renderMarkdown } from "../../reporters/markdown/markdown";
import { printable } from "../../reporters/printable";
import { reviewOf } from "../../reporters/review/review";
import { onHostileReports } from "../support/hostile-reports";
import { readMarkdown } from "../support/read-markdown";
import { expectGolden } from "./golden";
import { ALLOWED, DENIED, finding, PLANNED, report } from "./reports";

const markdownOf = (given: Report, id: string | null = null): string => renderMarkdown(reviewOf(given, ruleById), { id });

/** All that a comment is made of: no link, no picture, no other heading, no list that a name began. */
const KINDS = new Set(
  ["heading", "paragraph", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td", "strong", "blockquote"]
    .flatMap((kind) => [`${kind}_open`, `${kind}_close`])
    .concat("inline", "text", "code_inline", "html_block", "html_inline", "softbreak"),
);
const HTML = /^(<details>|<\/details>|<summary>[A-Za-z0-9 ,():]+<\/summary>|<!-- rolegate:review -->)$/;
const HEADINGS: Readonly<Record<string, RegExp>> = {
  h2: /^(❌ DENIED|✅ ALLOWED|⚠️ NOT SHOWN WHOLE)/,
  h3: /^(Errors \(\d+(, by \d+ causes?)?\)|What changes for whom|Who holds what)$/,
  h4: /./,
};

describe("the markdown review", () => {
  it.each([
    ["denied", DENIED],
    ["allowed", ALLOWED],
    ["planned", PLANNED],
  ] as const)("reads as the golden comment says: %s", (name, given) => expectGolden(`${name}.md`, markdownOf(given)));

  it("begins with a marker of its own for each id", () => {
    expect(markdownOf(DENIED).split("\n")[0]).toBe("<!-- rolegate:review -->");
    expect(markdownOf(DENIED, "prod-eu").split("\n")[0]).toBe("<!-- rolegate:review:prod-eu -->");
    expect(markdownOf(DENIED, "prod-eu")).not.toContain(marker("prod"));
    expect(markdownOf(DENIED, "prod-eu")).toContain("## ❌ `prod-eu` DENIED: 4 errors");
  });

  onHostileReports((given, name) => {
    const text = markdownOf(given);
    const read = readMarkdown(text);
    expect([...read.kinds].filter((kind) => !KINDS.has(kind))).toEqual([]);
    expect(read.html.filter((html) => !HTML.test(html))).toEqual([]);
    expect(read.headings.filter(({ tag, text: heading }) => HEADINGS[tag]?.test(heading) !== true)).toEqual([]);
    expect(read.headings.filter(({ tag }) => tag === "h2")).toHaveLength(1);
    expect(read.texts.filter((words) => !/^(❌|✅|⚠️)?[A-Za-z0-9 ,;:.()'-]*$/.test(words))).toEqual([]);
    expect(text.match(/<!--/g)).toHaveLength(1);
    expect(text.startsWith(`${marker(null)}\n`)).toBe(true);
    expect(text.split("\n").filter((line) => /^\s*(\/|::)|##(\[|vso|teamcity)/.test(line))).toEqual([]);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    const columns = reviewOf(given).changes.isHolding ? 3 : 4;
    expect(read.rows.filter((cells) => cells.length !== columns)).toEqual([]);
    if (name !== null && name !== "" && name.length < 500) {
      expect(read.code).toContain(printable(name).replaceAll("<!--", "\\u{3c}!--"));
      expect(read.rows).toHaveLength(1);
    }
  });

  it("says below the verdict what could not be judged, and what a baseline knows", () => {
    const baseline = { path: "baseline.json", made: "2026-10-01", known: 2, ended: 0, gone: 0, until: "2027-03-30" };
    const text = markdownOf({ ...ALLOWED, verdict: "deny", baseline, unjudged: [{ environment: "lab", why: "no route", details: [] }] });
    expect(text).toContain("## ❌ DENIED: no errors seen in prod; 1 environment could not be judged");
    expect(text).toContain("- **❌ Could not be judged:** lab: no route\n- **Baseline:** `baseline.json` of 2026-10-01 knows 2 findings");
  });

  const manyErrors = (count: number): Report => {
    const findings = Array.from({ length: count }, (_, n) =>
      finding({
        rule: "no-superuser",
        subject: `role_${n}`,
        message: `role_${n} is a superuser`,
        tier: n === count - 1 ? "superuser" : "data",
        cause: `c${n}`,
      }),
    );
    return report({ findings });
  };

  it("leaves out what does not fit, the least dangerous, and says so before everything else", () => {
    const text = markdownOf(manyErrors(5_000));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES + 2_500);
    expect(Buffer.byteLength(text)).toBeGreaterThan(MOST_BYTES / 2);
    expect(text).toMatch(/^<!-- rolegate:review -->\n## ❌ DENIED: 5000 errors in prod\n\n> \*\*This comment is cut\*\*, it leaves out \d+ causes of errors\./);
    expect(text.indexOf("`role_4999`")).toBeLessThan(text.indexOf("`role_0`"));
  });

  it("does not read as an approval where an allowed review is cut", () => {
    const changes = Array.from({ length: 5_000 }, (_, n) => ({
      environment: "prod",
      role: `role_${n}`,
      gains: [`platform_${n}`],
      loses: [],
      capabilities: { gains: [], loses: [] },
    }));
    const text = markdownOf(report({ changes }));
    expect(text).toContain("## ⚠️ NOT SHOWN WHOLE: read the full report before you approve");
    expect(text).not.toContain("✅");
    expect(text).not.toContain("ALLOWED");
  });

  it("leaves room for what changes beside thousands of errors, and folds what is long", () => {
    const changes = Array.from({ length: 40 }, (_, n) => ({
      environment: "prod",
      role: `role_${n}`,
      gains: [`platform_${n}`],
      loses: [],
      capabilities: { gains: [], loses: [] },
    }));
    const text = markdownOf({ ...manyErrors(5_000), changes });
    expect(text).toContain("`platform_39`");
    expect(readMarkdown(text).html.filter((html) => html.startsWith("<summary>") && html.includes("more"))).toHaveLength(2);
  });

  it("cuts a text that nobody reads to its end, and says so", () => {
    const text = markdownOf(report({ findings: [finding({ rule: "r", subject: "s", message: `words ${"x".repeat(100_000)}` })] }));
    expect(text).toContain("... (cut)");
    expect(text.length).toBeLessThan(5_000);
  });
});
