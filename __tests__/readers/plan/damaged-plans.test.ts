import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { judgeReadings } from "../../../gates/judge-readings";
import { planReadings } from "../../../gates/plan";
import { InputError } from "../../../model/input-error";
import type { PlanBytes } from "../../../readers/plan/plan-bytes";
import { holdsFor } from "../../support/sample";

const FOLDER = join(__dirname, "../../fixtures/plans");
const PLANS = ["program-in-roles", "nested-modules-with-odd-keys", "drift-is-revoked", "sensitive-role-name", "moved-address", "data-source-read"].map(
  // Behind its last bracket a plan may lose its line feed and is still one.
  (name) => Buffer.from(readFileSync(join(FOLDER, name, "plan.json"), "utf8").trim()),
);

/** A source that hands out small chunks, so that every place of a plan is once the end of one. */
const inChunks = (bytes: Uint8Array, size: number): PlanBytes => ({
  path: "plan.json",
  *chunks(from = 0) {
    for (let at = from; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  },
});

/** What came of a plan: `judged`, or the message of the InputError. Anything else that is thrown is a fault of ours, and fails the test. */
const outcome = (bytes: Uint8Array, size = 1 << 20): string => {
  try {
    judgeReadings({ readings: planReadings([inChunks(bytes, size)], null), policy: null, today: "2026-11-20", version: "0" });
    return "judged";
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
};

const isJson = (bytes: Uint8Array): boolean => {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
};

/** What damages a text: a place of it, as a share, and what becomes of the bytes there. */
type Damage = (bytes: Buffer) => Buffer;
const at = (bytes: Buffer, share: number): number => Math.min(bytes.length - 1, Math.floor(share * bytes.length));
const share = fc.double({ min: 0, max: 1, noNaN: true });
const damages: fc.Arbitrary<Damage> = fc.oneof(
  share.map(
    (place): Damage =>
      (bytes) =>
        bytes.subarray(0, at(bytes, place)),
  ),
  fc.tuple(share, fc.integer({ min: 1, max: 255 })).map(([place, bits]): Damage => {
    return (bytes) => {
      const copy = Buffer.from(bytes);
      copy[at(copy, place)]! ^= bits;
      return copy;
    };
  }),
  fc.tuple(share, share).map(([from, to]): Damage => {
    return (bytes) => Buffer.concat([bytes.subarray(0, at(bytes, Math.min(from, to))), bytes.subarray(at(bytes, Math.max(from, to)))]);
  }),
  fc.tuple(share, fc.constantFrom(",", "}", "]", '"', "\\", "\n", "\u0000", "1e999", "{", "[", "null", '"a":1,', '"\\ud800",', "\\u12")).map(
    ([place, text]): Damage =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, at(bytes, place)), Buffer.from(text), bytes.subarray(at(bytes, place))]),
  ),
);

describe("a damaged plan is never judged", () => {
  test("where it is no JSON any more, and never a fault of ours", async () => {
    await holdsFor(
      fc.record({
        plan: fc.nat({ max: PLANS.length - 1 }),
        damage: fc.array(damages, { minLength: 1, maxLength: 3 }),
        size: fc.integer({ min: 1, max: 5000 }),
      }),
      { runs: 400, longRuns: 20_000, describe: ({ plan, size }) => `plan ${plan} in chunks of ${size}` },
      async ({ plan, damage, size }) => {
        const bytes = damage.reduce<Buffer>((soFar, one) => one(soFar), PLANS[plan]!);
        if (outcome(bytes, size) === "judged" && !isJson(bytes)) throw new Error(`judged: ${bytes.toString().slice(0, 2000)}`);
      },
    );
  });

  test("cut off at each of its bytes", () => {
    const [smallest = Buffer.alloc(0)] = [...PLANS].sort((a, b) => a.length - b.length);
    const judged: number[] = [];
    for (let length = 0; length < smallest.length; length++) if (outcome(smallest.subarray(0, length)) === "judged") judged.push(length);
    expect(judged).toEqual([]);
  });
});

describe("a sound plan gets one answer", () => {
  test.each([1, 2, 3, 7, 64, 1000])("in chunks of %d", (size) => {
    for (const plan of PLANS) {
      const report = (source: PlanBytes) => judgeReadings({ readings: planReadings([source], null), policy: null, today: "2026-11-20", version: "0" });
      expect(report(inChunks(plan, size))).toEqual(report(inChunks(plan, 1 << 20)));
    }
  });
});

test("lines may end as Windows ends them", () => {
  const read = (text: string) =>
    judgeReadings({ readings: planReadings([inChunks(Buffer.from(text), 100)], null), policy: null, today: "2026-11-20", version: "0" });
  for (const plan of PLANS) {
    const lines = JSON.stringify(JSON.parse(plan.toString()), null, 2);
    const [windows, unix] = [read(lines.replaceAll("\n", "\r\n")), read(lines)];
    expect(windows.findings).toEqual(unix.findings);
    expect(windows.changes).toEqual(unix.changes);
  }
  expect(outcome(Buffer.from('{\r\n"format_version":"1.2",\r\n"errored":}'))).toContain("`plan.json` line 3: expected a value");
});

test.each<[string, (bytes: Buffer) => Buffer]>([
  ["shorter", (bytes) => bytes.subarray(0, bytes.length / 2)],
  ["another text", (bytes) => Buffer.alloc(bytes.length, "x")],
  ["another plan", () => PLANS[1]!],
])("a plan that becomes %s while it is read is refused", (_, change) => {
  const [first = Buffer.alloc(0)] = PLANS;
  let readings = 0;
  const source: PlanBytes = {
    path: "plan.json",
    chunks: (from = 0) => {
      readings += 1;
      return [(readings === 1 ? first : change(first)).subarray(from)];
    },
  };
  expect(() => planReadings([source], null)).toThrow("cannot read `plan.json`: it changed while it was read");
});

const plan = (sections: string): string => `{"format_version":"1.2",${sections}"configuration":{}}`;
const change = (after: string): string =>
  plan(
    `"resource_changes":[{"address":"postgresql_role.a","mode":"managed","type":"postgresql_role","name":"a","provider_name":"registry.terraform.io/cyrilgdn/postgresql","change":{"actions":["create"],"before":null,"after":${after}}}],`,
  );
const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

describe("bad input has its own message", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["empty", "", "`plan.json` is empty"],
    ["white space", " \n", "`plan.json` is empty"],
    ["truncated", change('{"name":"x'), "`plan.json` line 1: expected"],
    ["cut off", change('{"name":"x"}').slice(0, 150), "`plan.json` line 1: the text ends too early"],
    ["not JSON", "Terraform will perform", "`plan.json` line 1: expected a value, found `T`"],
    ["a list", "[]", "`plan.json` is not a plan"],
    ["UTF-16", Buffer.from(plan(""), "utf16le"), "`plan.json` is not UTF-8 text"],
    ["UTF-16 with its mark", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(plan(""), "utf16le")]), "`plan.json` is not UTF-8 text"],
    ["a byte order mark", `\uFEFF${plan("")}`, "`plan.json` starts with a byte order mark"],
    ["bytes that are no UTF-8", Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]), "`plan.json` is not UTF-8 text"],
    ["two documents", `${plan("")}\n${plan("")}`, "`plan.json` line 2: there is text after the end of the JSON value"],
    ["a key given twice", plan('"errored":false,\n"errored":true,'), "`plan.json` line 2: the key `errored` is given twice in one object"],
    ["a key given twice by escapes", plan('"errored":false,"\\u0065rrored":true,'), "`plan.json` line 1: the key `errored` is given twice in one object"],
    ["a key given twice in a change", change('{"name":"x",\n"login":false,"login":true}'), "`plan.json` line 2: the key `login` is given twice in one object"],
    ["a number beyond double", change('{"name":"x","connection_limit":1e999}'), "`plan.json` line 1: a number is larger than a double can be"],
    ["a number of many digits", change(`{"name":"x","connection_limit":1${"0".repeat(400)}}`), "`plan.json` line 1: a number is larger than a double can be"],
    ["half of a character", change('{"name":"x\\ud800"}'), "`plan.json` line 1: a string holds half of a character (a lone surrogate)"],
    ["half of a character in a key", change('{"name":"x","\\udc00":1}'), "`plan.json` line 1: a string holds half of a character (a lone surrogate)"],
    ["a nesting bomb", plan(`"variables":${deep(100_000)},`), "`plan.json` line 1: it nests deeper than 100 levels"],
    ["a nesting bomb in a change", change(deep(100_000)), "`plan.json` line 1: it nests deeper than 100 levels"],
    ["a zero byte", plan('"variables":"\u0000",'), "`plan.json` line 1: a string is not closed on its line"],
    ["another version", '{"format_version":"2.0","configuration":{}}', "`plan.json` has `format_version` `2.0`"],
    ["no version", '{"configuration":{}}', "`plan.json` has no `format_version`"],
    ["an old state", '{"version":4,"lineage":"x","serial":1,"resources":[]}', "`plan.json` is a Terraform state, not a plan"],
    ["a state", '{"format_version":"1.0","values":{}}', "`plan.json` is a Terraform state, not a plan"],
    ["a log", '{"@level":"info","@message":"x"}\n{"@level":"info","@message":"y"}', "`plan.json` is the log of `terraform plan -json`"],
    ["a provider schema", '{"format_version":"1.0","provider_schemas":{}}', "`plan.json` is a provider schema, not a plan"],
    ["no configuration", '{"format_version":"1.2"}', "`plan.json` has no `configuration`"],
    ...["resource_changes", "resource_drift", "deferred_changes", "action_invocations"].flatMap((name): [string, string, string][] => [
      [`an object for ${name}`, plan(`"${name}":{},`), `\`plan.json\`: \`${name}\` is not what Terraform writes`],
      [`null for ${name}`, plan(`"${name}":null,`), `\`plan.json\`: \`${name}\` is not what Terraform writes`],
      [`no objects in ${name}`, plan(`"${name}":[1],`), `\`plan.json\`: \`${name}\` is not what Terraform writes`],
    ]),
    ["a list for prior_state", plan('"prior_state":[],'), "`plan.json`: `prior_state` is not what Terraform writes"],
    ["a list for configuration", '{"format_version":"1.2","configuration":[]}', "`plan.json`: `configuration` is not what Terraform writes"],
  ])("%s", (_, content, message) => {
    const bytes = Buffer.from(content);
    expect(outcome(bytes)).toContain(message);
    expect(outcome(bytes, 5)).toBe(outcome(bytes));
  });

  test.each<[string, string]>([
    ["an empty plan", plan("")],
    ["a whole character written as two escapes", change('{"name":"x\\ud83d\\ude00"}')],
    ["what is not read may hold any number and string", plan('"variables":{"a":1e999,"a":"\\ud800"},')],
  ])("%s is judged", (_, text) => {
    expect(outcome(Buffer.from(text))).toBe("judged");
  });
});
