// The numbers of our Terraform provider: whole `terraform` commands, by the CPU of all their processes. `node bench/provider.mjs` asks for these alone.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startServer, urlOf } from "./live-data.mjs";
import { startOnce } from "./provider-start.mjs";
import { measureTree } from "./tree.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FLOOR = join(ROOT, "bench/provider-floor.cjs");
const MAJOR = 18;
const TEAMS = 200;
/** Of one login. */
const MEMBERSHIPS = 4;
const SIZES = [
  { count: 5_000, limit: 2, runs: 3 },
  { count: 20_000, limit: 4.5, runs: 2 },
];
/** How much dearer judging may make a command. */
const JUDGING_LIMIT = 1.25;
const START_LIMIT = 0.08;
const ONE_EACH = 1_000;
/** What the bundle of the provider says of judging. */
const [JUDGES, JUDGES_NOT] = ["isJudging: !0", "isJudging: !1"];

/** Rows of the table. Without a Terraform there is one that says so. */
export const benchProvider = async (cli, scratch, atReference) => {
  if (spawnSync("terraform", ["version"], { stdio: "ignore" }).status !== 0)
    return [{ what: "the provider: no terraform on the PATH, not measured", measured: "", limit: "", holds: true }];
  const rows = await benchStart();
  const mirror = join(scratch, "mirror");
  measureTree(process.execPath, [cli, "provider", "install", "--dir", mirror], { cwd: scratch });
  const server = await startServer(MAJOR);
  try {
    for (const size of SIZES) rows.push(...(await benchSize(server, size, { scratch, mirror, atReference })));
    rows.push(...(await benchOneEach(server, { scratch, mirror })));
  } finally {
    await server.stop();
  }
  return rows;
};

const stated = (what, measured) => ({ what, measured, limit: "stated", holds: true });
const atMost = (what, value, limit, unit) => ({ what, measured: `${value.toFixed(2)} ${unit}`, limit: `at most ${limit} ${unit}`, holds: value <= limit });
const shown = ({ cpu, wall }) => `${cpu.toFixed(2)} s CPU, ${wall.toFixed(2)} s`;
const quickest = (runs) => runs.reduce((best, run) => (run.cpu < best.cpu ? run : best));

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** From the launch to the line by which Terraform finds the server. */
const benchStart = async () => {
  const runs = [];
  for (let run = 0; run < 11; run++)
    runs.push({
      bare: await startOnce(["-e", "console.log(); setTimeout(() => 0, 60_000)"]),
      start: await startOnce([join(ROOT, "dist/provider/provider.cjs")]),
    });
  const [bare, start] = [median(runs.map((run) => run.bare)), median(runs.map((run) => run.start))];
  return [stated("bare Node to its first line", `${bare.toFixed(3)} s CPU`), atMost("start of the provider, to that", start - bare, START_LIMIT, "s CPU more")];
};

const benchSize = async (server, { count, limit, runs }, { scratch, mirror, atReference }) => {
  const cluster = clusterOf(count);
  await fill(server, cluster);
  const bulk = { rolegate_memberships: { all: { members: cluster.members, grants: cluster.grants } } };
  const judged = makeWorkspace(join(scratch, `judged-${count}`), mirror, server, bulk);
  const unjudged = makeWorkspace(join(scratch, `unjudged-${count}`), unjudging(mirror), server, bulk);
  const statements = join(scratch, `grants-${count}.sql`);
  writeFileSync(statements, cluster.statements.join("\n"));
  const url = urlOf(server, server.user, server.password);
  const all = { apply: [], plan: [], unjudgedApply: [], unjudgedPlan: [], floorApply: [], floorPlan: [] };
  for (let run = 0; run < runs; run++) {
    for (const [workspace, apply, plan] of [
      [judged, "apply", "plan"],
      [unjudged, "unjudgedApply", "unjudgedPlan"],
    ]) {
      await revokeAll(server, cluster);
      workspace.forget();
      workspace.terraform("plan", "-out=first.tfplan");
      all[apply].push(workspace.terraform("apply", "first.tfplan"));
      const planned = workspace.terraform("plan");
      if (!planned.stdout.includes("No changes")) throw new Error(`the plan after the apply is not empty: ${planned.stdout.slice(-2000)}`);
      all[plan].push(planned);
    }
    all.floorPlan.push(measureTree(process.execPath, [FLOOR, url]));
    await revokeAll(server, cluster);
    all.floorApply.push(measureTree(process.execPath, [FLOOR, url, statements]));
  }
  const best = Object.fromEntries(Object.entries(all).map(([name, each]) => [name, quickest(each)]));
  const command = (name, measured, unjudged_, floor) => [
    atReference(`terraform ${name} of ${count.toLocaleString("en")} memberships, CPU`, measured.cpu, limit),
    stated("  its wall time", `${measured.wall.toFixed(2)} s`),
    atMost("  to the same with judging off", measured.cpu / unjudged_.cpu, JUDGING_LIMIT, "x"),
    stated("  the same by plain Node with pg", shown(floor)),
  ];
  return [
    ...command("plan, nothing changed,", best.plan, best.unjudgedPlan, best.floorPlan),
    ...command("apply", best.apply, best.unjudgedApply, best.floorApply),
  ];
};

/** Members of teams, what `grants` says of them, and the same as one GRANT for each team. */
const clusterOf = (count) => {
  const members = Array.from({ length: count / MEMBERSHIPS }, (_, at) => `login_${at}`);
  const teamsOf = (at) => Array.from({ length: MEMBERSHIPS }, (_, nth) => `team_${(at * 7 + nth * 53) % TEAMS}`);
  const grants = Object.fromEntries(
    members.map((member, at) => [member, Object.fromEntries(teamsOf(at).map((team, nth) => [team, nth === 0 ? "noinherit" : "default"]))]),
  );
  const byTeam = new Map();
  for (const [member, teams] of Object.entries(grants))
    for (const [team, words] of Object.entries(teams)) {
      const key = `${team} ${words}`;
      byTeam.set(key, [...(byTeam.get(key) ?? []), member]);
    }
  const statements = [...byTeam].map(([key, of]) => {
    const [team, words] = key.split(" ");
    return `GRANT ${team} TO ${of.join(", ")} WITH ADMIN FALSE, INHERIT ${words === "default"}, SET TRUE`;
  });
  return { members, grants, statements };
};

const asAdmin = async ({ host, port, user, password }, sql) => {
  const client = new pg.Client({ host, port, user, password, database: "postgres" });
  await client.connect();
  await client.query(sql);
  await client.end();
};

const fill = (server, { members }) =>
  asAdmin(
    server,
    `DO $$ BEGIN
      FOR n IN 0..${TEAMS - 1} LOOP IF to_regrole('team_' || n) IS NULL THEN EXECUTE format('CREATE ROLE team_%s NOLOGIN', n); END IF; END LOOP;
      FOR n IN 0..${members.length - 1} LOOP IF to_regrole('login_' || n) IS NULL THEN EXECUTE format('CREATE ROLE login_%s LOGIN', n); END IF; END LOOP;
    END $$`,
  );

const revokeAll = (server, { statements }) =>
  asAdmin(server, statements.map((statement) => statement.replace(/^GRANT (\S+) TO (.+) WITH .*$/, "REVOKE $1 FROM $2")).join(";\n"));

/** Where a Terraform finds the community provider without a network. */
const MIRRORS = [join(homedir(), ".terraform.d/plugins"), "/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins"];
const COMMUNITY = "registry.terraform.io/cyrilgdn/postgresql";

/** The same as one resource each: ours, and the community provider where it is installed. */
const benchOneEach = async (server, { scratch, mirror }) => {
  const cluster = clusterOf(ONE_EACH);
  const pairs = Object.entries(cluster.grants).flatMap(([member, teams]) => Object.keys(teams).map((team) => [member, team]));
  const resources = (of) => Object.fromEntries(pairs.map(([member, team]) => [`${member}_${team}`, of(member, team)]));
  const { host, port, user, password } = server;
  const found = MIRRORS.find((folder) => existsSync(join(folder, COMMUNITY)));
  const kinds = [
    { type: "rolegate_membership", resource: { rolegate_membership: resources((member, role) => ({ member, role })) }, provider: null },
    ...(found === undefined
      ? []
      : [
          {
            type: "postgresql_grant_role",
            resource: { postgresql_grant_role: resources((role, grant_role) => ({ role, grant_role })) },
            provider: {
              source: "cyrilgdn/postgresql",
              name: "postgresql",
              settings: { host, port, username: user, password, sslmode: "disable" },
              mirror: found,
            },
          },
        ]),
  ];
  const rows = [];
  for (const { type, resource, provider } of kinds) {
    await revokeAll(server, cluster).catch(() => undefined);
    const workspace = makeWorkspace(join(scratch, type), mirror, server, resource, provider);
    workspace.terraform("plan", "-out=first.tfplan");
    const apply = workspace.terraform("apply", "first.tfplan");
    rows.push(stated(`terraform plan of ${ONE_EACH.toLocaleString("en")} ${type}`, shown(workspace.terraform("plan"))), stated("  apply", shown(apply)));
  }
  if (found === undefined) rows.push({ what: "the community provider is in no mirror of this machine, not measured", measured: "", limit: "", holds: true });
  return rows;
};

/** A configuration of resources, of our provider unless another is given, judged with policy files, and Terraform in its folder. */
/** A copy of the mirror with a provider that judges nothing, which no configuration can ask for. As long as the other, so that V8 takes its code cache. */
const unjudging = (mirror) => {
  const copy = `${mirror}-unjudging`;
  cpSync(mirror, copy, { recursive: true });
  const bundles = readdirSync(copy, { recursive: true }).filter((name) => name.endsWith("provider.bundle.js"));
  for (const bundle of bundles.map((name) => join(copy, name))) {
    const judging = readFileSync(bundle, "utf8");
    if (judging.split(JUDGES).length !== 2) throw new Error(`what makes the provider judge does not stand once in ${bundle}`);
    writeFileSync(bundle, judging.replace(JUDGES, JUDGES_NOT));
  }
  if (bundles.length === 0) throw new Error(`no provider in ${copy}`);
  return copy;
};

const makeWorkspace = (folder, mirror, { host, port, user, password }, resource, other = null) => {
  mkdirSync(join(folder, "policies"), { recursive: true });
  const endpoint = `endpoints: [{ host: "${host}", port: ${port} }], administrators: [postgres]`;
  const environment = `{ name: prod, kind: shared, postgres: ${MAJOR}, platform: self-hosted, ${endpoint} }`;
  writeFileSync(join(folder, "policies/environments.yaml"), `environments:\n  - ${environment}\n`);
  writeFileSync(join(folder, "policies/personas.yaml"), 'personas:\n  app: { roles: ["login_*"], approved: [] }\n');
  const provider = other ?? { source: "rolegate/rolegate", name: "rolegate", settings: { host, port, username: user, password } };
  const configuration = {
    terraform: { required_providers: { [provider.name]: { source: provider.source } } },
    provider: { [provider.name]: provider.settings },
    resource,
  };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
  const mirrorFile = join(folder, "mirror.tfrc");
  writeFileSync(mirrorFile, `provider_installation {\n  filesystem_mirror { path = ${JSON.stringify(provider.mirror ?? mirror)} }\n}\n`);
  const env = { PATH: process.env.PATH, HOME: folder, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: mirrorFile };
  const terraform = (command, ...args) => measureTree("terraform", [command, "-no-color", ...args], { cwd: folder, env });
  terraform("init");
  return { terraform, forget: () => rmSync(join(folder, "terraform.tfstate"), { force: true }) };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const scratch = mkdtempSync(join(tmpdir(), "rolegate-bench-"));
  const inSeconds = (what, value, limit) => atMost(what, value, limit, "s");
  try {
    console.table(await benchProvider(join(ROOT, "dist/cli/rolegate.js"), scratch, inSeconds));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
