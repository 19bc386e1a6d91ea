// The same resources as personas, judged before anything is written.
const { AppPersona, Environment, GatedApp, Login } = require("../dist/index.js");
const { LocalBackend } = require("cdktf");

const [count, outdir, policies] = [Number(process.argv[2]), process.argv[3], process.argv[4]];
const app = new GatedApp({ outdir, policies });
const prod = Environment.shared(app, "prod");
new LocalBackend(prod, { path: "terraform.tfstate" });
for (let at = 0; at < count; at++) new AppPersona(prod, `r${at}_app`, { login: Login.external(), memberOf: ["pg_read_all_stats"] });
app.synth();
