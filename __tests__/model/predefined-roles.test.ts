import { isReservedName, PREDEFINED_ROLE_NAMES, predefinedRole } from "../../model/predefined-roles";

test("a predefined role is found by its name, which begins as PostgreSQL reserves it", () => {
  expect(PREDEFINED_ROLE_NAMES.filter((name) => !isReservedName(name))).toEqual([]);
  expect(PREDEFINED_ROLE_NAMES.filter((name) => predefinedRole(name) === undefined)).toEqual([]);
  expect(["pg_x", "constructor", ""].map(predefinedRole)).toEqual([undefined, undefined, undefined]);
});
