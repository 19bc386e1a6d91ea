#!/usr/bin/env node
import { join } from "node:path";
import { bundledCommand } from "./bundled-command";

// Tools ask for the version at each start: that needs four small files.
const isVersion = process.argv.length === 3 && process.argv[2] === "--version";
const command = isVersion ? null : bundledCommand(join(__dirname, "bundle.js"));
if (command === null) require("./main");
else command.start(require);
