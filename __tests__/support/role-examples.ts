import type { Major } from "../../model/predefined-roles";
import type { RoleScript } from "./random-roles";

/** What each of these stands for is measured on real servers; random scripts seldom hold the rarer ones. */
interface RoleExample {
  readonly title: string;
  readonly from?: Major;
  readonly until?: Major;
  readonly script: RoleScript;
}

const OPTIONS = [true, false].flatMap((inherit) => [true, false].flatMap((set) => [true, false].map((admin) => ({ inherit, set, admin }))));
const EXEC = "pg_execute_server_program";
const ONLY = {
  INHERIT: "WITH ADMIN FALSE, INHERIT TRUE, SET FALSE",
  SET: "WITH ADMIN FALSE, INHERIT FALSE, SET TRUE",
  ADMIN: "WITH ADMIN TRUE, INHERIT FALSE, SET FALSE",
  NOTHING: "WITH ADMIN FALSE, INHERIT FALSE, SET FALSE",
} as const;
type Only = keyof typeof ONLY;

const EVERY_COMBINATION: readonly RoleExample[] = OPTIONS.map(({ inherit, set, admin }) => ({
  title: `a membership with INHERIT ${inherit}, SET ${set}, ADMIN ${admin}`,
  from: 16,
  script: ["CREATE ROLE r0", `GRANT ${EXEC} TO r0 WITH INHERIT ${inherit}, SET ${set}, ADMIN ${admin}`],
}));

const EVERY_PAIR: readonly RoleExample[] = (Object.keys(ONLY) as Only[]).flatMap((first) =>
  (Object.keys(ONLY) as Only[]).flatMap((second) =>
    ["", " CREATEROLE"].map(
      (attribute): RoleExample => ({
        title: `a${attribute} login with ${first} on a group with ${second} on a login that may run programs`,
        from: 16,
        script: [
          `CREATE ROLE r0${attribute}`,
          "CREATE ROLE r1",
          "CREATE ROLE r2",
          `GRANT ${EXEC} TO r2`,
          `GRANT r2 TO r1 ${ONLY[second]}`,
          `GRANT r1 TO r0 ${ONLY[first]}`,
        ],
      }),
    ),
  ),
);

export const ROLE_EXAMPLES: readonly RoleExample[] = [
  ...EVERY_COMBINATION,
  ...EVERY_PAIR,
  {
    title: "a role that took another over, and its memberships",
    from: 16,
    script: [
      "CREATE ROLE r0 CREATEROLE",
      "CREATE ROLE r1",
      "CREATE ROLE r2",
      "CREATE ROLE r3",
      `GRANT r3 TO r2 ${ONLY.ADMIN}`,
      `GRANT r2 TO r1 ${ONLY.SET}`,
      `GRANT r1 TO r0 ${ONLY.ADMIN}`,
      `GRANT ${EXEC} TO r3`,
    ],
  },
  {
    title: "options spread over two grantors",
    from: 16,
    script: [
      "CREATE ROLE r0",
      "CREATE ROLE r1",
      "CREATE ROLE r2",
      `GRANT r2 TO r1 ${ONLY.ADMIN}`,
      `GRANT r2 TO r0 ${ONLY.SET}`,
      `GRANT r2 TO r0 ${ONLY.INHERIT} GRANTED BY r1`,
      `GRANT ${EXEC} TO r2 ${ONLY.SET}`,
    ],
  },
  {
    title: "a NOINHERIT member",
    until: 15,
    script: ["CREATE ROLE r0 NOINHERIT", "CREATE ROLE r1", `GRANT ${EXEC} TO r1`, "GRANT r1 TO r0", "GRANT pg_monitor TO r0"],
  },
  {
    title: "a NOINHERIT member of a group with ADMIN OPTION",
    until: 15,
    script: ["CREATE ROLE r0 NOINHERIT", "CREATE ROLE r1", `GRANT ${EXEC} TO r1 WITH ADMIN OPTION`, "GRANT r1 TO r0"],
  },
  { title: "CREATEROLE", script: ["CREATE ROLE r0 CREATEROLE", "CREATE ROLE r1 NOINHERIT", "GRANT r0 TO r1"] },
  { title: "CREATEROLE and a group that is a member of a superuser", script: ["CREATE ROLE r0 CREATEROLE", "CREATE ROLE r1", "GRANT postgres TO r1"] },
  { title: "CREATEROLE of a role that a predefined role is a member of", script: ["CREATE ROLE r0 CREATEROLE", "GRANT r0 TO pg_monitor"] },
  {
    title: "ADMIN OPTION on a superuser",
    script: ["CREATE ROLE r0", "CREATE ROLE r1 SUPERUSER", "GRANT r1 TO r0 WITH ADMIN OPTION", "CREATE ROLE r2 CREATEROLE"],
  },
  { title: "the bootstrap superuser inherited only", from: 16, script: ["CREATE ROLE r0", `GRANT postgres TO r0 ${ONLY.INHERIT}`] },
  { title: "another superuser inherited only", from: 16, script: ["CREATE ROLE r0", "CREATE ROLE r1 SUPERUSER", `GRANT r1 TO r0 ${ONLY.INHERIT}`] },
  { title: "a predefined role granted to a predefined role", script: ["CREATE ROLE r0", `GRANT ${EXEC} TO pg_monitor`, "GRANT pg_monitor TO r0"] },
  { title: "ADMIN OPTION on pg_monitor, which contains three roles", script: ["CREATE ROLE r0", "GRANT pg_monitor TO r0 WITH ADMIN OPTION"] },
  {
    title: "attributes, which are never inherited",
    script: [
      "CREATE ROLE r0",
      "CREATE ROLE r1 BYPASSRLS CREATEDB REPLICATION",
      "GRANT r1 TO r0",
      "CREATE ROLE r2",
      "CREATE ROLE r3 NOINHERIT",
      "GRANT r0 TO r2",
      "GRANT r2 TO r3",
    ],
  },
  {
    title: "attributes behind a membership that only inherits",
    from: 16,
    script: ["CREATE ROLE r0", "CREATE ROLE r1 BYPASSRLS CREATEDB REPLICATION CREATEROLE", `GRANT r1 TO r0 ${ONLY.INHERIT}`],
  },
];
