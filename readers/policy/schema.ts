import type { DefinedError, ValidateFunction } from "ajv";
import type { PolicySource } from "../../model/policy";
import type { DefinitionRules } from "./definitions";
import type { Problems } from "./problems";
import { sentence } from "./sentences";
import { VALIDATORS } from "./validators.generated";
import { quoted } from "./words";
import { type PolicyNode, plain } from "./yaml-tree";

/** Tells `problems` where `root` departs from the schema of its kind, and returns the nodes that do, with all around them. */
export const departures = (root: PolicyNode, kind: keyof typeof VALIDATORS, rules: DefinitionRules, problems: Problems): ReadonlySet<PolicyNode> => {
  const wrong = new Set<PolicyNode>();
  const branched = new Set<PolicyNode>();
  for (const error of errorsOf(VALIDATORS[kind], plain(root))) {
    const { node, label, around } = follow(root, error.instancePath);
    const say = (text: string, source: PolicySource = node.source): void => {
      problems.add(source, text);
      for (const one of around) wrong.add(one);
    };
    if (node.type === "scalar") {
      const text = error.keyword === "format" ? rules[error.params.format]?.(String(node.value)) : sentence(error, node, label);
      if (text !== undefined && !wrong.has(node)) say(text);
    } else if (error.keyword === "oneOf") branched.add(node);
    else if (error.keyword === "uniqueItems")
      for (const item of repeated(node, wrong)) say(`${quoted(String(plain(item)))} stands twice in ${label}: keep one`, item.source);
    else if (error.keyword !== "type" || !branched.has(node)) say(sentence(error, node, label), keyAt(node, error));
  }
  return wrong;
};

const RANKS: Readonly<Record<string, number>> = { format: 0, oneOf: 1 };

// A definition's rule says more than what else is wrong there, and branches are told apart before their types are wrong.
const errorsOf = (validate: ValidateFunction, value: unknown): readonly DefinedError[] => {
  if (validate(value)) return [];
  const rank = ({ keyword }: DefinedError): number => RANKS[keyword] ?? 2;
  return (validate.errors as DefinedError[]).sort((a, b) => rank(a) - rank(b));
};

// No key of the schemas has a sign that JSON pointers escape.
const follow = (root: PolicyNode, pointer: string) => {
  let node = root;
  let label = "the file";
  const around = [root];
  for (const step of pointer.split("/").slice(1)) {
    label = node.type === "list" ? `an item of ${label}` : quoted(step);
    const next: PolicyNode | undefined = node.type === "list" ? node.items[Number(step)] : node.type === "map" ? node.members.get(step)?.value : undefined;
    if (next === undefined) throw new Error(`nothing stands at ${pointer}`);
    node = next;
    around.push(node);
  }
  return { node, label, around };
};

const keyAt = (node: PolicyNode, { keyword, params }: DefinedError): PolicySource | undefined =>
  keyword === "additionalProperties" && node.type === "map" ? node.members.get(params.additionalProperty)?.key : undefined;

const repeated = (node: PolicyNode, wrong: ReadonlySet<PolicyNode>): readonly PolicyNode[] => {
  const seen = new Set<unknown>();
  return node.type === "list" ? node.items.filter((item) => !wrong.has(item) && seen.size === seen.add(plain(item)).size) : [];
};
