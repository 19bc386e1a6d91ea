import { isReservedName, PREDEFINED_ROLES } from "../../model/predefined-roles";
import { TESTED_MAJORS, withServer } from "../support/servers";

describe.each(TESTED_MAJORS)("the catalogue of predefined roles, beside PostgreSQL %i", (major) => {
  const expected = Object.entries(PREDEFINED_ROLES).filter(([, fact]) => fact.since <= major);

  it("has the names and OIDs of the server, and no others", async () => {
    await withServer(major, async ({ admin }) => {
      const { rows } = await admin.query("SELECT rolname, oid::int FROM pg_roles WHERE oid < 16384 AND oid <> 10 ORDER BY oid");
      expect(rows).toEqual(expected.map(([rolname, { oid }]) => ({ rolname, oid })).toSorted((a, b) => a.oid - b.oid));
    });
  });

  it("has the memberships that the server is born with", async () => {
    await withServer(major, async ({ admin }) => {
      const { rows } = await admin.query<{ edge: string }>(
        "SELECT pg_get_userbyid(member) || ' ' || pg_get_userbyid(roleid) AS edge FROM pg_auth_members WHERE grantor = 10 ORDER BY 1",
      );
      expect(rows.map(({ edge }) => edge)).toEqual(expected.flatMap(([name, { contains }]) => contains.map((role) => `${name} ${role}`)).toSorted());
    });
  });

  it("says which of them can be granted, and that none logs in or has an attribute", async () => {
    await withServer(major, async ({ admin }) => {
      const { rows } = await admin.query(
        "SELECT rolname FROM pg_roles WHERE oid BETWEEN 11 AND 16383 AND (rolcanlogin OR rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls OR NOT rolinherit)",
      );
      expect(rows).toEqual([]);
      await admin.query("CREATE ROLE app");
      for (const [name, { grantable }] of expected) {
        const granting = admin.query(`GRANT ${name} TO app`);
        if (grantable) await granting;
        else await expect(granting).rejects.toThrow("cannot have explicit members");
      }
    });
  });

  it("reserves the prefix pg_, as the server does", async () => {
    await withServer(major, async ({ admin }) => {
      expect(isReservedName("pg_anything")).toBe(true);
      await expect(admin.query("CREATE ROLE pg_anything")).rejects.toThrow('role name "pg_anything" is reserved');
    });
  });
});
