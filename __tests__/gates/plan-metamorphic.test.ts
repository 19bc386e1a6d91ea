import { readdirSync } from "node:fs";
import type { Report } from "../../model/report";
import { judgeRecorded, RECORDED, recordedPlan } from "../support/recorded-plans";

type Plan = Readonly<Record<string, unknown>>;
type Entry = Readonly<Record<string, unknown>>;

const entriesOf = (plan: Plan, key: string): readonly Entry[] => (plan[key] as readonly Entry[] | undefined) ?? [];
const withEntries = (plan: Plan, change: (entries: readonly Entry[]) => readonly Entry[]): Plan =>
  plan.resource_changes === undefined ? plan : { ...plan, resource_changes: change(entriesOf(plan, "resource_changes")) };

/** The same plan with its resources inside of a module `name`, which gets the root's provider configurations. */
const inModule = (plan: Plan, name: string): Plan => {
  const configuration = plan.configuration as Plan;
  const moved = (entry: Entry): Entry => ({
    ...entry,
    address: `module.${name}.${entry.address}`,
    module_address: entry.module_address === undefined ? `module.${name}` : `module.${name}.${entry.module_address}`,
  });
  return {
    ...plan,
    ...(plan.resource_changes !== undefined && { resource_changes: entriesOf(plan, "resource_changes").map(moved) }),
    ...(plan.resource_drift !== undefined && { resource_drift: entriesOf(plan, "resource_drift").map(moved) }),
    configuration: { ...configuration, root_module: { module_calls: { [name]: { source: "./m", module: configuration.root_module } } } },
  };
};

/** The same plan under other names: nothing but addresses says how a resource is called. */
const renamed = (plan: Plan): Plan => {
  const resources = ((plan.configuration as Plan).root_module as { readonly resources?: readonly Entry[] }).resources ?? [];
  const names = new Map(resources.map(({ type, name }, at) => [`${type}.${name}`, `renamed_${at}`]));
  const rename = (entry: Entry): Entry => {
    const name = names.get(`${entry.type}.${entry.name}`);
    if (name === undefined || entry.module_address !== undefined) return entry;
    const address = String(entry.address).replace(`${entry.type}.${entry.name}`, `${entry.type}.${name}`);
    return { ...entry, name, address };
  };
  return {
    ...withEntries(plan, (entries) => entries.map(rename)),
    configuration: {
      ...(plan.configuration as Plan),
      root_module: { ...((plan.configuration as Plan).root_module as Plan), resources: resources.map(rename) },
    },
  };
};

const BENIGN: readonly Entry[] = Array.from({ length: 5 }, (_, at) => ({
  address: `aws_s3_bucket.b${at}`,
  mode: "managed",
  type: "aws_s3_bucket",
  name: `b${at}`,
  provider_name: "registry.terraform.io/hashicorp/aws",
  change: { actions: ["create"], before: null, after: { bucket: `b${at}` }, after_unknown: {}, before_sensitive: false, after_sensitive: {} },
}));

const TRANSFORMATIONS: Readonly<Record<string, (plan: Plan) => string>> = {
  "in the opposite order": (plan) => JSON.stringify(withEntries(plan, (entries) => entries.toReversed())),
  "with its sections in another order": (plan) => JSON.stringify(Object.fromEntries(Object.entries(plan).reverse())),
  "written with line breaks": (plan) => JSON.stringify(plan, null, 2),
  "with every letter escaped": (plan) => JSON.stringify(plan).replaceAll("pg_", "\\u0070g_"),
  "with resources of another provider": (plan) =>
    JSON.stringify({ ...plan, resource_changes: [...BENIGN, ...entriesOf(plan, "resource_changes"), ...BENIGN.slice(0, 0)] }),
  "with fields that nobody knows": (plan) =>
    JSON.stringify({ ...withEntries(plan, (entries) => entries.map((entry) => ({ ...entry, future: { a: [1] } }))), future: [{}] }),
  "inside of a module": (plan) => JSON.stringify(inModule(plan, "team")),
  "inside of two modules": (plan) => JSON.stringify(inModule(inModule(plan, "team"), "company")),
  "under other addresses": (plan) => JSON.stringify(renamed(plan)),
};

/** What is said, but for the addresses that the transformation changed. */
const gist = ({ verdict, findings, changes }: Report) => ({
  verdict,
  changes,
  findings: findings
    .map(({ rule, status, severity, subject, origin }) => [rule, status, severity, subject === origin.address ? "(address)" : subject].join(" "))
    .sort(),
});

const judged = new Map<string, ReturnType<typeof gist>>();
/** Each plan as it was recorded, judged once. */
const recorded = (name: string): ReturnType<typeof gist> => {
  const known = judged.get(name) ?? gist(judgeRecorded(name));
  judged.set(name, known);
  return known;
};

describe.each(Object.entries(TRANSFORMATIONS))("a recorded plan %s is judged as before", (_, transform) => {
  test.each(readdirSync(RECORDED))("%s", (name) => {
    expect(gist(judgeRecorded(name, transform(JSON.parse(recordedPlan(name)))))).toEqual(recorded(name));
  });
});
