// The baseline: `cdktf` alone synthesizes N roles with one membership each.
const { App, LocalBackend, TerraformStack } = require("cdktf");
const { Role } = require("@cdktf/provider-postgresql/lib/role");
const { PostgresqlProvider } = require("@cdktf/provider-postgresql/lib/provider");

const [count, outdir] = [Number(process.argv[2]), process.argv[3]];
const app = new App({ outdir });
const stack = new TerraformStack(app, "prod");
new LocalBackend(stack, { path: "terraform.tfstate" });
new PostgresqlProvider(stack, "postgresql", { host: "db.example.com", port: 5432, database: "orders", sslmode: "verify-full", superuser: false });
for (let at = 0; at < count; at++) new Role(stack, `r${at}_app`, { name: `r${at}_app`, login: true, roles: ["pg_read_all_stats"] });
app.synth();
