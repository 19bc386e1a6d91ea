import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../model/input-error";
import { printable } from "../reporters/printable";
import type { ExitCode, Io } from "./io";
import type { PrintingOptions } from "./settings";
import { systemReason } from "./system-reason";
import { packageVersion } from "./version";

/** Terraform and OpenTofu each complete `rolegate/rolegate` with the host of their own registry. */
const HOSTS = ["registry.terraform.io", "registry.opentofu.org"] as const;
const SOURCE = "rolegate/rolegate";
const CONFIGURATION = "rolegate.tfrc";
/** Terraform's names of the platforms that run a shell script (https://developer.hashicorp.com/terraform/language/providers/requirements). */
const PLATFORMS: Readonly<Record<string, string>> = { linux: "linux", darwin: "darwin", freebsd: "freebsd" };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** The `.cjs` beside it is CommonJS whatever the package.json of the user's project says. */
const LAUNCHER = `#!/bin/sh
command -v node >/dev/null || { echo "rolegate's provider needs Node 20 or later on the PATH" >&2; exit 1; }
exec node "$(dirname "$0")/provider.cjs"
`;

/** `rolegate provider install [--dir DIR]` */
export const providerInstallCommand = async ({ dir, quiet }: PrintingOptions & { readonly dir?: string }, io: Io): Promise<ExitCode> => {
  const mirror = dir === undefined ? join(homedir(), ".terraform.d", "plugins") : resolve(io.cwd, dir);
  const version = installProvider(builtProvider(), mirror);
  if (dir !== undefined) writeConfiguration(mirror);
  if (quiet !== true) await io.stdout.write(message(dir ?? mirror, version, dir === undefined ? null : join(dir, CONFIGURATION)));
  return 0;
};

/** Lays the provider that is built in a folder out as a mirror. Gives its version. */
const installProvider = (built: string, mirror: string): string => {
  const version = packageVersion();
  const platform = platformOf(process.platform, process.arch);
  for (const host of HOSTS) installInto(join(mirror, host, SOURCE, version, platform), built, version);
  return version;
};

/** A mirror with the CLI configuration that names it, which is given. */
export const makeMirror = (built: string, mirror: string): string => {
  installProvider(built, mirror);
  return writeConfiguration(mirror);
};

const platformOf = (system: string, architecture: string): string => {
  const [os, arch] = [PLATFORMS[system], ARCHITECTURES[architecture]];
  if (os !== undefined && arch !== undefined) return `${os}_${arch}`;
  throw new InputError(`the provider cannot be installed on ${system} ${architecture}`, [
    "it is a script that Node runs, and Terraform needs a program there: run Terraform on Linux or macOS",
  ]);
};

/** The folder of the built provider. */
const builtProvider = (): string => {
  const built = [join(__dirname, "..", "provider"), join(__dirname, "..", "dist", "provider")].find((folder) => existsSync(join(folder, "provider.cjs")));
  if (built === undefined) throw new InputError("the provider is not built", ["in a checkout of rolegate: `npm run build`"]);
  return built;
};

/** What Terraform starts, the provider in one file, and what V8 made of that for the build. Everybody installs the same files: a lock file has their hash. */
const PARTS = /^provider\.(cjs|bundle\.js.*)$/;

/** Whole or not at all: Terraform never finds half a provider. */
const installInto = (folder: string, built: string, version: string): void => {
  try {
    mkdirSync(dirname(folder), { recursive: true });
    const made = mkdtempSync(join(dirname(folder), ".rolegate-"));
    try {
      chmodSync(made, 0o755);
      for (const part of readdirSync(built).filter((name) => PARTS.test(name))) cpSync(join(built, part), join(made, part));
      const launcher = join(made, `terraform-provider-rolegate_v${version}`);
      writeFileSync(launcher, LAUNCHER);
      chmodSync(launcher, 0o755);
      rmSync(folder, { recursive: true, force: true });
      renameSync(made, folder);
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  } catch (error) {
    throw new InputError(`cannot write \`${folder}\`: ${systemReason(error)}`, ["nothing was installed"]);
  }
};

/** https://developer.hashicorp.com/terraform/cli/config/config-file#explicit-installation-method-configuration */
const writeConfiguration = (mirror: string): string => {
  const file = join(mirror, CONFIGURATION);
  const sources = HOSTS.map((host) => JSON.stringify(`${host}/${SOURCE}`)).join(", ");
  writeFileSync(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path    = ${JSON.stringify(mirror)}\n    include = [${sources}]\n  }\n  direct {\n    exclude = [${sources}]\n  }\n}\n`,
  );
  return file;
};

const message = (where: string, version: string, configuration: string | null): string => {
  const use =
    configuration === null
      ? "`terraform init` and `tofu init` find it there by themselves. Where a CLI configuration has a provider_installation block of its own, use --dir."
      : `Before \`terraform init\`: export TF_CLI_CONFIG_FILE="${printable(configuration)}"`;
  return `rolegate's Terraform provider ${version} is in ${printable(where)}\n${use}\n\nterraform {\n  required_providers {\n    rolegate = { source = "${SOURCE}", version = "${version}" }\n  }\n}\n`;
};
