import type { PolicyData } from "../model/policy";

/** The policy entries of an example as the files would say them; only what matters to the example. */
export const examplePolicyYaml = ({ personas = [], external = [], allowlist = [], waivers = [] }: Partial<PolicyData>): readonly string[] => [
  ...section("personas.yaml", personas, ({ kind, roles, approved, attributes, exact }) =>
    flow({
      [kind]: flow({
        roles: sequence(roles),
        ...(approved.length > 0 ? { approved: sequence(approved) } : {}),
        ...(attributes.length > 0 ? { attributes: sequence(attributes) } : {}),
        ...(exact ? { exact: "true" } : {}),
      }),
    }).slice(2, -2),
  ),
  ...section("personas.yaml, external", external, ({ role, environment, holds }) => `- ${flow({ role, environment, holds: sequence(holds) })}`),
  ...section(
    "allowlist.yaml",
    allowlist,
    ({ environment, capability, roles, expires }) => `- ${flow({ environment, capability, roles: sequence(roles), expires, "...": "..." })}`,
  ),
  ...section("waivers.yaml", waivers, ({ rule, environment, subject, expires }) => `- ${flow({ rule, environment, subject, expires, "...": "..." })}`),
];

const section = <T>(file: string, entries: readonly T[], line: (entry: T) => string): readonly string[] =>
  entries.length === 0 ? [] : [`# ${file}`, ...entries.map(line)];

const sequence = (items: readonly string[]): string => `[${items.map(scalar).join(", ")}]`;
const scalar = (text: string): string => (text.startsWith("*") ? `"${text}"` : text);
const flow = (entries: Readonly<Record<string, string>>): string =>
  `{ ${Object.entries(entries)
    .map(([key, value]) => (key === "..." ? "..." : `${key}: ${value}`))
    .join(", ")} }`;
