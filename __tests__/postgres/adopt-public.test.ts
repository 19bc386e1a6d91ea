import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith, runIn } from "../cli/world";
import { urlOf } from "../support/applied-example";
import { TESTED_MAJORS, withServer } from "../support/servers";

const major = TESTED_MAJORS.at(-1) ?? 18;

const CLUSTER = [
  "CREATE SCHEMA sales; CREATE TABLE sales.rates (id int); CREATE TABLE sales.orders (id int); CREATE TABLE sales.stock (id int)",
  "GRANT USAGE ON SCHEMA sales TO PUBLIC; GRANT SELECT ON sales.rates, sales.orders, sales.stock TO PUBLIC",
  "GRANT EXECUTE ON FUNCTION pg_catalog.lo_export(oid, text) TO PUBLIC",
  "CREATE ROLE orders_app LOGIN",
];

describe("adopting a cluster where everybody may do something that the gate refuses", () => {
  it("leaves out that alone, says which it is and why, and keeps the rest", async () => {
    await withServer(major, async (server) => {
      for (const sql of CLUSTER) await server.admin.query(sql);
      const folder = folderWith({});
      const { code, stderr } = await runIn(folder, ["adopt", urlOf(server, "test"), "--out", "out"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const [grants, main] = ["out/grants.ts", "out/main.ts"].map((file) => readFileSync(join(folder, file), "utf8"));
      expect(grants).toMatch(/role: "public",\s+database: "test",\s+schema: "sales",\s+objectType: "table",\s+objects: \["orders", "rates", "stock"\]/);
      expect(grants).not.toContain("lo_export");
      const questions = (main ?? "").replaceAll(/\s+\/\/\s+/g, " ");
      expect(questions).toContain(
        "PUBLIC has EXECUTE on function pg_catalog.lo_export(oid, text) in database test, left out because the gate refuses it (PUBLIC can write files of the server: it has EXECUTE on function pg_catalog.lo_export(oid, text)): is that meant?",
      );
      expect(questions.match(/left out/g)).toHaveLength(1);
    });
  });
});
