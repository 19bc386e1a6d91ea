import type { PlatformFact } from "./platform-facts";

const NOTHING_SPECIAL: Omit<PlatformFact, "title" | "markers" | "administratorLogin"> = {
  serviceRoles: [],
  administratorRoles: [],
  authenticationRoles: [],
  groups: {},
  memberships: [],
  attributes: {},
  refused: [],
  changedRules: [],
};

/** PostgreSQL as it is published; also what a platform that nobody recognises is taken for. */
export const SELF_HOSTED: PlatformFact = {
  ...NOTHING_SPECIAL,
  title: "Self-hosted",
  markers: [],
  administratorLogin: "the bootstrap superuser, `postgres` unless initdb was told otherwise",
};

/** It hands out a real superuser, so all of PostgreSQL's rules hold, and pg_execute_server_program can be granted. */
export const CRUNCHY: PlatformFact = {
  ...NOTHING_SPECIAL,
  title: "Crunchy Bridge",
  groups: { crunchy_read: "it reads tables", crunchy_write: "it writes tables" },
  markers: [["crunchy_read"], ["crunchy_write"]],
  administratorLogin: "`postgres`, a real superuser, for whoever administers the team; `application` is an ordinary login",
  changedRules: [
    {
      rule: "pgaudit is on for `postgres` and off for `application`, unless set otherwise",
      evidence: "documented",
      source: "https://docs.crunchybridge.com/concepts/users/",
    },
  ],
};
