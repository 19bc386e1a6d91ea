import { readStack } from "../../readers/synthesized/read-stack";
import { filesOf, stackText } from "../readers/synthesized/stacks";
import { IS_LONG } from "../support/sample";

/** A stack of `count` roles with one membership each, written as cdktf writes it. */
const stackOf = (count: number): string => {
  const roles: Record<string, unknown> = {};
  for (let index = 0; index < count; index += 1) {
    roles[`role_${index}`] = {
      "//": { metadata: { path: `prod/role_${index}/Resource`, uniqueId: `role_${index}` } },
      name: `role_${index}`,
      login: true,
      roles: [index % 2 === 0 ? "pg_monitor" : "${postgresql_role.role_0.name}"],
      connection_limit: 5,
      search_path: ["orders", "public"],
      depends_on: ["postgresql_role.role_0"],
    };
  }
  return JSON.stringify(JSON.parse(stackText({ resource: { postgresql_role: roles } })), null, 2);
};

const timeOf = (text: string): number => {
  const started = performance.now();
  const [server] = readStack(filesOf(text)).servers;
  const time = performance.now() - started;
  expect(server!.graph.unknowns).toEqual([]);
  return time;
};
const best = (measure: () => number): number => Math.min(...[0, 1, 2].map(measure));

/** What this machine, as busy as it is now, needs to parse the text at all. */
const parseTimeOf = (text: string): number => {
  const started = performance.now();
  JSON.parse(text);
  return performance.now() - started;
};

const SMALL = IS_LONG ? 10_000 : 4_000;

test("a large stack is read in a small multiple of the time that parsing it takes, and linearly", () => {
  const small = stackOf(SMALL);
  const large = stackOf(5 * SMALL);
  const time = best(() => timeOf(large));
  // About 5 in a plain process; jest makes every look at a global slower.
  expect(time / best(() => parseTimeOf(large))).toBeLessThan(50);
  expect(time / best(() => timeOf(small))).toBeLessThan(10);
});

test("a name that half of a stack refers to is followed once", () => {
  const stack = (count: number): string => {
    const locals = Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${index}`, index === 0 ? "x" : "${local.l0}"]));
    const roles = Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, { name: `\${local.l${index}}_${index}` }]));
    return stackText({ locals, resource: { postgresql_role: roles } });
  };
  expect(best(() => timeOf(stack(5 * SMALL))) / best(() => timeOf(stack(SMALL)))).toBeLessThan(12);
});
