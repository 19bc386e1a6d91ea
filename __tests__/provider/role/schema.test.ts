import type { RoleConfig } from "@cdktf/provider-postgresql/lib/role";
import { ROLE_SCHEMA } from "../../../provider/role/schema";

test("attributes that mean the same are named as the community provider names them", () => {
  const theirs: readonly (keyof RoleConfig)[] = [
    "name",
    "login",
    "superuser",
    "createDatabase",
    "createRole",
    "inherit",
    "replication",
    "bypassRowLevelSecurity",
    "connectionLimit",
    "validUntil",
    "passwordWo",
    "passwordWoVersion",
  ];
  const snake = theirs.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  expect(Object.keys(ROLE_SCHEMA.attributes)).toEqual(expect.arrayContaining(snake));
});
