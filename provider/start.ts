import { join } from "node:path";
import { bundledCommand } from "../cli/bundled-command";

// What Terraform starts of an installation by npm: the provider in one file, with what V8 made of it where this is the Node that made it.
bundledCommand(join(__dirname, "provider.bundle.js"))?.start(require);
