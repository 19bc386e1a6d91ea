import { plainSignature } from "../../model/accepted-functions";
import { type AcceptedFunction, type AllowlistEntry, MAXIMUM_ALLOWLIST_DAYS, type Waiver } from "../../model/policy";
import { duplicateFinder, environmentNamed, type PolicyContext } from "./context";
import { quoted, suggestion } from "./words";
import { itemsOf, type PolicyNode, plain, sourceOf, textOf } from "./yaml-tree";

/** The entries of allowlist.yaml. An expired one is kept: rules say what it means. */
export const readAllowlist = (root: PolicyNode, wrong: ReadonlySet<PolicyNode>, context: PolicyContext): readonly AllowlistEntry[] => {
  const again = duplicateFinder(context.problems);
  return itemsOf(root, "allowlist").flatMap((node) => {
    const environment = entryEnvironment(node, context);
    if (environment?.kind === "shared") {
      const text = `${quoted(environment.name)} is a shared environment, and only in isolated ones does an entry count: remove it, or make the environment isolated`;
      context.problems.add(sourceOf(node, "environment"), text);
    }
    if (wrong.has(node)) return [];
    const { ticket = null, ...written } = plain(node) as Omit<AllowlistEntry, "source" | "ticket"> & { readonly ticket?: string };
    judgeExpiry(node, written.expires, context);
    for (const item of itemsOf(node, "roles")) {
      const role = String(plain(item));
      again([written.environment, written.capability, role], item, `${quoted(written.capability)} of ${quoted(role)} in ${quoted(written.environment)}`);
    }
    return [{ ...written, ticket, source: node.source }];
  });
};

const DAY = 86_400_000;

const judgeExpiry = (node: PolicyNode, expires: string, { today, problems }: PolicyContext): void => {
  const last = new Date(Date.parse(today) + MAXIMUM_ALLOWLIST_DAYS * DAY).toISOString().slice(0, 10);
  if (expires <= last) return;
  problems.add(
    sourceOf(node, "expires"),
    `${quoted(expires)} is more than ${MAXIMUM_ALLOWLIST_DAYS} days after ${today}: write ${last} or earlier, and renew it then`,
  );
};

/** The entries of accepted.yaml. */
export const readAccepted = (root: PolicyNode, wrong: ReadonlySet<PolicyNode>, context: PolicyContext): readonly AcceptedFunction[] => {
  const again = duplicateFinder(context.problems);
  return itemsOf(root, "functions").flatMap((node) => {
    entryEnvironment(node, context);
    if (wrong.has(node)) return [];
    const written = plain(node) as Omit<AcceptedFunction, "source">;
    const named = plainSignature(written.function);
    again([written.environment, named, written.sha256], node, `this state of ${quoted(named)} in ${quoted(written.environment)}`);
    return [{ ...written, function: named, source: node.source }];
  });
};

/** The entries of waivers.yaml. */
export const readWaivers = (root: PolicyNode, wrong: ReadonlySet<PolicyNode>, context: PolicyContext): readonly Waiver[] => {
  const again = duplicateFinder(context.problems);
  return itemsOf(root, "waivers").flatMap((node) => {
    entryEnvironment(node, context);
    judgeRule(node, context);
    if (wrong.has(node)) return [];
    const written = plain(node) as Omit<Waiver, "source">;
    again(
      [written.rule, written.environment, written.subject],
      node,
      `the waiver of ${quoted(written.rule)} for ${quoted(written.subject)} in ${quoted(written.environment)}`,
    );
    return [{ ...written, source: node.source }];
  });
};

const judgeRule = (node: PolicyNode, { rules, problems }: PolicyContext): void => {
  const id = textOf(node, "rule");
  if (id === undefined || rules === null) return;
  const rule = rules.get(id);
  if (rule?.waivable === true) return;
  const waivable = [...rules].filter(([, { waivable }]) => waivable).map(([known]) => known);
  const text =
    rule === undefined
      ? `there is no rule ${quoted(id)}: ${ruleSuggestion(id, waivable)}`
      : `findings of ${quoted(id)} cannot be waived: remove the entry and mend what it found`;
  problems.add(sourceOf(node, "rule"), text);
};

// There are too many rules to list them all where none is near.
const ruleSuggestion = (id: string, known: readonly string[]): string => {
  const text = suggestion(id, known);
  return text.startsWith("did you mean") ? text : "`rolegate rules` lists them";
};

const entryEnvironment = (node: PolicyNode, context: PolicyContext) => {
  const name = textOf(node, "environment");
  return name === undefined ? undefined : environmentNamed(name, sourceOf(node, "environment"), context);
};
