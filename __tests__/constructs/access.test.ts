import { Grant } from "@cdktf/provider-postgresql/lib/grant";
import { Aspects, type IAspect } from "cdktf";
import { AppPersona, appWith, type LooseEnvironment, prodOf, removeFolders, type StackJson, synthesized } from "../support/constructs";

afterAll(removeFolders);

const inProd = (program: (prod: LooseEnvironment) => void): StackJson => {
  const app = appWith();
  program(prodOf(app));
  return synthesized(app);
};

/** `type object privileges [for owner]` of every grant to a role, sorted. */
const grantsTo = (role: string, { resource }: StackJson): readonly string[] =>
  [...Object.values(resource.postgresql_grant ?? {}), ...Object.values(resource.postgresql_default_privileges ?? {})]
    .filter((grant) => grant.role === role)
    .map(({ object_type, database, schema, privileges, owner }) => {
      const target = [database, schema].filter((part) => part !== undefined).join(".");
      return `${object_type} ${target} ${(privileges as string[]).join()}${owner === undefined ? "" : ` for ${owner}`}`;
    })
    .sort();

type Level = "read" | "write" | "own";
const levels = (...said: readonly Level[]): StackJson =>
  inProd((prod) => {
    const orders = prod.database("orders").schema("sales");
    new AppPersona(prod, "x", { access: said.map((level) => orders[level]()) });
    new AppPersona(prod, "owner_a", { access: [orders.own()] });
    new AppPersona(prod, "owner_b", { access: [orders.own()] });
  });

describe("a level of access", () => {
  test.each<[readonly Level[], readonly string[]]>([
    [
      ["read"],
      [
        "database orders CONNECT",
        "schema orders.sales USAGE",
        "sequence orders.sales SELECT",
        "sequence orders.sales SELECT for owner_a",
        "sequence orders.sales SELECT for owner_b",
        "table orders.sales SELECT",
        "table orders.sales SELECT for owner_a",
        "table orders.sales SELECT for owner_b",
      ],
    ],
    [
      ["write"],
      [
        "database orders CONNECT",
        "schema orders.sales USAGE",
        "sequence orders.sales SELECT,USAGE",
        "sequence orders.sales SELECT,USAGE for owner_a",
        "sequence orders.sales SELECT,USAGE for owner_b",
        "table orders.sales DELETE,INSERT,SELECT,UPDATE",
        "table orders.sales DELETE,INSERT,SELECT,UPDATE for owner_a",
        "table orders.sales DELETE,INSERT,SELECT,UPDATE for owner_b",
      ],
    ],
    [["own"], ["database orders CONNECT", "schema orders.sales CREATE,USAGE"]],
    [
      ["own", "read"],
      [
        "database orders CONNECT",
        "schema orders.sales CREATE,USAGE",
        "sequence orders.sales SELECT",
        "sequence orders.sales SELECT for owner_a",
        "sequence orders.sales SELECT for owner_b",
        "table orders.sales SELECT",
        "table orders.sales SELECT for owner_a",
        "table orders.sales SELECT for owner_b",
      ],
    ],
  ])("%j comes to exactly its privileges, for existing and for future objects of each owner", (said, grants) => {
    expect(grantsTo("x", levels(...said))).toEqual(grants);
  });

  test("has the same addresses at every level, so that a change of level changes resources in place", () => {
    const read = levels("read");
    const write = levels("write");
    const addresses = ({ resource }: StackJson): readonly string[] => Object.values(resource).flatMap((block) => Object.keys(block));
    expect(addresses(write)).toEqual(addresses(read));
    expect(addresses(read)).toContain("x--orders--sales--table--owner_a");
  });

  test("is granted on each database once", () => {
    const json = inProd((prod) => {
      const database = prod.database("orders");
      new AppPersona(prod, "x", { access: [database.schema("a").own(), database.schema("b").own(), prod.database("billing").schema("a").own()] });
    });
    expect(grantsTo("x", json).filter((grant) => grant.startsWith("database"))).toEqual(["database billing CONNECT", "database orders CONNECT"]);
  });

  test("does not matter to other schemas' owners", () => {
    const json = inProd((prod) => {
      const database = prod.database("orders");
      new AppPersona(prod, "a", { access: [database.schema("a").own()] });
      new AppPersona(prod, "b", { access: [database.schema("b").own(), database.schema("a").read()] });
    });
    expect(grantsTo("b", json).filter((grant) => grant.includes(" for "))).toEqual(["sequence orders.a SELECT for a", "table orders.a SELECT for a"]);
  });
});

describe("grants", () => {
  const dependencies = ({ resource }: StackJson, type: string): readonly (readonly [string, unknown])[] =>
    Object.entries(resource[type] ?? {}).map(([name, { depends_on }]) => [name, depends_on]);

  test("of one schema come one after the other, in the order of their addresses, after the roles they name", () => {
    const json = inProd((prod) => {
      const orders = prod.database("orders").schema("s");
      new AppPersona(prod, "b", { access: [orders.read()] });
      new AppPersona(prod, "a", { access: [orders.own()] });
    });
    expect(dependencies(json, "postgresql_grant")).toEqual([
      ["a--orders", ["postgresql_role.a"]],
      ["a--orders--s", ["postgresql_role.a"]],
      ["b--orders", ["postgresql_role.b"]],
      ["b--orders--s", ["postgresql_grant.a--orders--s", "postgresql_role.b"]],
      ["b--orders--s--sequence", ["postgresql_grant.b--orders--s", "postgresql_role.b"]],
      ["b--orders--s--table", ["postgresql_grant.b--orders--s--sequence", "postgresql_role.b"]],
    ]);
    expect(dependencies(json, "postgresql_default_privileges")).toEqual([
      ["b--orders--s--sequence--a", ["postgresql_role.a", "postgresql_role.b"]],
      ["b--orders--s--table--a", ["postgresql_default_privileges.b--orders--s--sequence--a", "postgresql_role.a", "postgresql_role.b"]],
    ]);
  });

  test("never wait for a role that the stack does not declare", () => {
    const json = inProd((prod) => {
      const orders = prod.database("orders").schema("s");
      AppPersona.existing(prod, "legacy_owner", { access: [orders.own()] });
      AppPersona.existing(prod, "legacy_reader", { access: [orders.read()] });
    });
    const named = JSON.stringify(json.resource);
    expect(named).toContain("legacy_reader--orders--s--table--legacy_owner");
    expect(named).not.toContain("postgresql_role.");
  });

  test("that an aspect changed stay changed", () => {
    class Narrow implements IAspect {
      visit(node: unknown): void {
        if (node instanceof Grant && node.objectTypeInput === "table") node.privileges = ["SELECT"];
      }
    }
    const app = appWith();
    const prod = prodOf(app);
    new AppPersona(prod, "x", { access: [prod.database("orders").schema("s").own(), prod.database("orders").schema("s").write()] });
    Aspects.of(prod).add(new Narrow());
    expect(grantsTo("x", synthesized(app))).toContain("table orders.s SELECT");
  });

  test("of a persona that an aspect adds are written too", () => {
    const app = appWith();
    const prod = prodOf(app);
    const schema = prod.database("orders").schema("s");
    new AppPersona(prod, "owner", { access: [schema.own()] });
    let added = false;
    Aspects.of(prod).add({
      visit: () => {
        if (!added) new AppPersona(prod, "late", { access: [schema.read()] });
        added = true;
      },
    });
    const json = synthesized(app);
    expect(grantsTo("late", json)).toContain("table orders.s SELECT for owner");
    expect(json.resource.postgresql_grant?.["owner--orders--s"]?.depends_on).toEqual(["postgresql_grant.late--orders--s--table", "postgresql_role.owner"]);
  });

  test("are the same when a program is synthesized twice", () => {
    const app = appWith();
    const prod = prodOf(app);
    const schema = prod.database("orders").schema("s");
    new AppPersona(prod, "owner", { access: [schema.own()] });
    new AppPersona(prod, "reader", { access: [schema.read()] });
    expect(synthesized(app)).toEqual(synthesized(app));
  });
});

test("access to a schema that nobody owns is refused", () => {
  const app = appWith();
  const prod = prodOf(app);
  new AppPersona(prod, "x", { access: [prod.database("orders").schema("s").read()] });
  expect(() => app.synth()).toThrow(
    /^nobody owns schema `orders\.s`, so default privileges have no role to speak for; give one persona \.own\(\) \[prod\/x at .*access\.test\.ts:\d+\]$/,
  );
});
