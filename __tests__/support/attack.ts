/**
 * Attacks a server from one login, as CONTRACT.md's "certain" means it: by SQL statements of its own session and of the accounts that it takes over.
 * It becomes every role that SET ROLE allows, takes over every account that ALTER ROLE ... PASSWORD allows, makes a new one where it may, grants each of its
 * accounts every role that GRANT allows, until nothing changes; then it tries what the roles are for. Answers the roles it could use, the attributes it had, or superuser.
 *
 * SET SESSION AUTHORIZATION stands for logging in: SET ROLE and every check ask the session's role in both cases. A test compares it with real logins.
 */
export const ATTACK = `
CREATE TABLE public.sink (line text);
GRANT INSERT ON public.sink TO PUBLIC;

CREATE FUNCTION public.attack(login text, names text[], version integer) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  everything CONSTANT text := CASE WHEN version >= 16 THEN ' WITH ADMIN TRUE, INHERIT TRUE, SET TRUE' ELSE ' WITH ADMIN OPTION' END;
  usable CONSTANT text := CASE WHEN version >= 16 THEN ' WITH INHERIT TRUE, SET TRUE' ELSE '' END;
  logins text[] := ARRAY[login];
  identities text[] := '{}';
  granted text[] := '{}';
  session text; identity text; target text; grantee text; pair text;
  changed boolean := true;
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
  RETURN (SELECT coalesce(array_agg(DISTINCT used ORDER BY used), '{}') FROM unnest(identities) AS place, unnest(public.uses(split_part(place, ' ', 1), split_part(place, ' ', 2))) AS used);
END $$;

CREATE FUNCTION public.uses(login text, identity text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  used text[];
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
    IF public.attempt('COPY public.sink FROM ''/dev/null''') THEN used := used || 'pg_read_server_files'::text; END IF;
    IF public.attempt('COPY (SELECT 1) TO ''/dev/null''') THEN used := used || 'pg_write_server_files'::text; END IF;
    IF public.attempt('COPY (SELECT 1) TO PROGRAM ''cat >/dev/null''') THEN used := used || 'pg_execute_server_program'::text; END IF;
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
CREATE FUNCTION public.powers(names text[], version integer) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  options CONSTANT text := CASE WHEN version >= 16 THEN ' WITH INHERIT TRUE, SET TRUE' ELSE '' END;
  powers text[] := '{}';
  identity text; target text;
BEGIN
  FOREACH identity IN ARRAY names LOOP
    CONTINUE WHEN NOT public.attempt(format('SET ROLE %I', identity));
    powers := powers || ('become ' || identity);
    IF public.attempt('COPY public.sink FROM ''/dev/null''') THEN powers := powers || ('read as ' || identity); END IF;
    IF public.attempt('COPY (SELECT 1) TO ''/dev/null''') THEN powers := powers || ('write as ' || identity); END IF;
    IF public.attempt('COPY (SELECT 1) TO PROGRAM ''cat >/dev/null''') THEN powers := powers || ('run as ' || identity); END IF;
    FOREACH target IN ARRAY names LOOP
      IF public.attempt(format('ALTER ROLE %I PASSWORD ''taken''', target)) THEN powers := powers || format('take %s as %s', target, identity); END IF;
      IF public.attempt(format('GRANT %I TO %I', target, session_user) || options) THEN powers := powers || format('grant %s as %s', target, identity); END IF;
    END LOOP;
  END LOOP;
  SET ROLE NONE;
  RETURN powers;
END $$`;
