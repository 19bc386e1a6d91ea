import type { Finding } from "../../model/report";
import type { Block } from "../review/blocks";
import type { Review } from "../review/review";

/** Where each block stands in the page. */
export interface Anchors {
  readonly ofBlock: (block: Block) => string;
  readonly ofFinding: (finding: Finding) => string | undefined;
}

/** `no-server-program-1`, `no-server-program-2`: by rule, in the order of the review. */
export const anchorsOf = ({ environments }: Review): Anchors => {
  const counts = new Map<string, number>();
  const findings = new Map<Finding, string>();
  for (const { groups } of environments)
    for (const group of groups)
      for (const block of group.blocks) {
        const stem = /^[a-z][a-z0-9-]*$/.test(block.rule.id) ? block.rule.id : "finding";
        const count = (counts.get(stem) ?? 0) + 1;
        counts.set(stem, count);
        const anchor = `${stem}-${count}`;
        for (const finding of block.findings) findings.set(finding, anchor);
      }
  return { ofBlock: ({ findings: [first] }) => findings.get(first) ?? "", ofFinding: (finding) => findings.get(finding) };
};
