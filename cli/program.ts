import { Command, CommanderError } from "commander";
import type * as Adopt from "./adopt";
import type * as Audit from "./audit";
import type { AuditOptions } from "./audit";
import type * as Check from "./check";
import type { CheckOptions } from "./check";
import type * as Comment from "./comment";
import type { CommentOptions } from "./comment";
import type * as Diff from "./diff";
import type * as Drift from "./drift";
import type * as Explain from "./explain";
import type * as Init from "./init";
import type { InputOptions } from "./inputs";
import type { ExitCode, Io } from "./io";
import type * as Migrate from "./migrate";
import type * as ProviderInstall from "./provider-install";
import type * as Rules from "./rules";
import type { PrintingOptions, ReportingOptions } from "./settings";
import type * as Types from "./types";
import { UsageError } from "./usage-error";
import { packageVersion } from "./version";

/**
 * Parses one command line and runs its command. Each command is loaded when it is asked for, so that `--version` and a
 * mistyped option cost nothing. Throws `UsageError` for what it does not understand.
 */
export const program = async (io: Io, argv: readonly string[]): Promise<ExitCode> => {
  let code: ExitCode = 0;
  const help: string[] = [];
  const ran = (command: Promise<ExitCode>): Promise<void> =>
    command.then((result) => {
      code = result;
    });
  const rolegate = baseCommand(help);

  live(reviewing(reporting(rolegate.command("check"), REVIEWS)))
    .summary("is this permitted, and who holds what?")
    .usage("[options] INPUT...")
    .description(
      "Judges a change before it happens. INPUT is a plan in JSON (`terraform show -json PLAN > plan.json`, or `-` for standard input), a saved plan file (rendered by `terraform` or by what TERRAFORM_BINARY_NAME says), a Terraform folder (judged before `terraform plan` runs it, for plan safety only), `cdktf.out/` or one stack folder of it. Several inputs are judged together.",
    )
    .argument("<input...>")
    .option("--today <date>", "judge as of this date, YYYY-MM-DD, UTC (default: today)")
    .option("--source <dir>", "the configuration that a plan in JSON was made from: for lines, and for what plan JSON does not show")
    .option("--standing <severity>", "`error`: findings that were there before the change count as well")
    .option("--facts <url>", "a live server: what it holds beside the change is known, and was there before")
    .action((inputs: string[], options: CheckOptions) => {
      const { checkCommand } = require("./check") as typeof Check;
      return ran(checkCommand(inputs, options, io));
    });

  live(reporting(rolegate.command("explain"), "text, json, html, svg or dot"))
    .summary("what can a role reach, and how?")
    .description(
      "Shows every capability that ROLE reaches in INPUT (any input of `check`, or a live server as postgres://...), each with the shortest path. Needs no policy files.",
    )
    .usage("[options] ROLE INPUT...\n       rolegate explain [options] --all INPUT...")
    .argument("<role-or-input...>")
    .option("--all", "every role of the input")
    .option("--today <date>", "as of this date, YYYY-MM-DD, UTC, by which accepted functions end (default: today)")
    .action((words: string[], options: ReportingOptions & InputOptions & { all?: true }) => {
      const { explainCommand } = require("./explain") as typeof Explain;
      return ran(explainCommand(words, options, io));
    });

  live(reporting(rolegate.command("diff")))
    .summary("who gains and loses what, by which path?")
    .description(
      "Compares what roles reach in A with what they reach in B (any two inputs of `explain`). Exits 1 where there is a difference. Needs no policy files.",
    )
    .usage("[options] A B")
    .argument("<a>")
    .argument("<b>")
    .option("--today <date>", "as of this date, YYYY-MM-DD, UTC, by which accepted functions end (default: today)")
    .action((a: string, b: string, options: ReportingOptions & InputOptions) => {
      const { diffCommand } = require("./diff") as typeof Diff;
      return ran(diffCommand([a, b], options, io));
    });

  live(reviewing(reporting(rolegate.command("audit"), REVIEWS)))
    .summary("does the live cluster keep the promise?")
    .description(
      "Judges a live server by the rules, every database of it, with what only a server can answer. Writes nothing to it. With --environment or --all it connects to the endpoints of the policy files, as their `audit` says.",
    )
    .usage("[options] URL\n       rolegate audit [options] --environment NAME\n       rolegate audit [options] --all")
    .argument("[url]")
    .option("--all", "every environment of the policy files, side by side")
    .option("--access", "who can reach what, by which path, permitted by whom until when, in place of the findings: text, json, csv or html")
    .option("--complete", "a database that cannot be entered is an error")
    .option("--baseline <file>", "a JSON report of `audit`: what it found is standing, for at most 180 days")
    .option("--desired <input>", "what the code declares (`cdktf.out/` or a plan): roles that it does not know are findings")
    .option("--today <date>", "judge as of this date, YYYY-MM-DD, UTC (default: today)")
    .action((url: string | undefined, options: AuditOptions) => {
      const { auditCommand } = require("./audit") as typeof Audit;
      return ran(auditCommand(url === undefined ? [] : [url], options, io));
    });

  live(reporting(rolegate.command("drift"), "text, json or sql"))
    .summary("where do code and cluster differ?")
    .usage("[options] INPUT [URL]")
    .description(
      "Compares what the code says (INPUT: `cdktf.out/`, one stack folder of it, or a plan) with a live cluster (URL: postgres://..., by default the endpoint and `audit` login that environments.yaml has): roles, memberships with options and grantors, attributes, settings, privileges and owners. Exits 1 where they differ, 2 where it cannot be told. `--format sql` writes what would make the server as the code says; nothing is run.",
    )
    .argument("<input>")
    .argument("[url]")
    .option("--today <date>", "as of this date, YYYY-MM-DD, UTC, by which entries of the policy files end (default: today)")
    .action((input: string, url: string | undefined, options: ReportingOptions & InputOptions) => {
      const { driftCommand } = require("./drift") as typeof Drift;
      return ran(driftCommand(url === undefined ? [input] : [input, url], options, io));
    });

  live(printing(rolegate.command("adopt")))
    .summary("brings an existing cluster under code")
    .usage("[options] URL --out DIR")
    .description(
      "Reads a live cluster (postgres://...) and writes a repository that says what is there: main.ts with a persona for each role, import blocks, first policy files. What is dangerous, and what constructs cannot say, is left out and asked about in comments. Applying it changes nothing on the server. No password or verifier is written, and no file is overwritten.",
    )
    .argument("<url>")
    .option("--out <dir>", "the folder to write to")
    .option("--environment <name>", "what the environment is to be called (default: prod)")
    .option("--ci <service>", "the pipeline that runs the gate: github, gitlab, azure, atlantis or none (default: github)")
    .action((url: string, options: PrintingOptions & InputOptions & { out?: string; ci?: string }) => {
      const { adoptCommand } = require("./adopt") as typeof Adopt;
      return ran(adoptCommand(url, options, io));
    });

  printing(rolegate.command("comment"))
    .summary("puts the review where it is read")
    .usage("[options] REPORT")
    .description(
      "Leaves one comment with the review of REPORT (`check --report json=REPORT`) in the pull or merge request of this run, and updates it in place. The token comes from GITHUB_TOKEN, GITLAB_TOKEN or SYSTEM_ACCESSTOKEN. Exits 0 whatever the verdict.",
    )
    .argument("[report]")
    .option("--to <service>", "github, gitlab or azure (default: the service that runs this)")
    .option("--pull-request <number>", "the request, at whatever commit it is (default: that of this run, if it is at the judged commit)")
    .option("--id <name>", "which of several reviews this is: each has a comment of its own")
    .option("--not-judged", "there is no report: say that this commit could not be judged")
    .action((report: string | undefined, options: CommentOptions) => {
      const { commentCommand } = require("./comment") as typeof Comment;
      return ran(commentCommand(report, options, io));
    });

  printing(rolegate.command("rules"))
    .summary("which demands are there, and why?")
    .usage("[options] [ID]")
    .description("Lists the rules, or prints the page of one.")
    .argument("[id]")
    .option("--format <format>", "text or json (default: text)")
    .action((id: string | undefined, options: PrintingOptions & { format?: string }) => {
      const { rulesCommand } = require("./rules") as typeof Rules;
      return ran(rulesCommand(id, options, io));
    });

  printing(rolegate.command("types"))
    .summary("tells the editor what the policy files know")
    .description("Writes `rolegate.d.ts` beside the policy files. Commit it: the types of personas then know names, databases and permits.")
    .option("--policies <dir>", "folder of the policy files (default: policies)")
    .option("--policies-sha256 <hex>", "refuse any other policy files")
    .option("--check", "write nothing; exit 1 when the file is stale or missing")
    .action((options: PrintingOptions & { policies?: string; policiesSha256?: string; check?: true }) => {
      const { typesCommand } = require("./types") as typeof Types;
      return ran(typesCommand(options, io));
    });

  printing(rolegate.command("init"))
    .summary("starts a repository")
    .usage("[options] [DIR]")
    .description("Writes a repository that synthesizes, checks clean and has its first test, into DIR (default: this folder). Never overwrites a file.")
    .argument("[dir]")
    .option("--ci <service>", "the pipeline that runs the gate: github, gitlab, azure, atlantis or none (default: github)")
    .option("--policies-only", "only the policy files, for a repository that is there already")
    .action((dir: string | undefined, options: PrintingOptions & { policiesOnly?: true; ci?: string }) => {
      const { initCommand } = require("./init") as typeof Init;
      return ran(initCommand(dir, options, io));
    });

  const provider = rolegate.command("provider").summary("our Terraform provider").usage("install [options]").description("Our own Terraform provider.");
  printing(provider.command("install"))
    .summary("makes our Terraform provider known to Terraform")
    .description(
      "Lays the provider of this package out where Terraform and OpenTofu look for providers. `terraform init` then finds `rolegate/rolegate`, without a registry.",
    )
    .option("--dir <dir>", "a folder of its own instead, with the CLI configuration that names it (default: the plugin folder of this account)")
    .action((options: PrintingOptions & { dir?: string }) => {
      const { providerInstallCommand } = require("./provider-install") as typeof ProviderInstall;
      return ran(providerInstallCommand(options, io));
    });

  printing(rolegate.command("migrate"))
    .summary("leads a stack from the community provider to ours")
    .usage("[options] STATE DIR")
    .description(
      "Writes the `moved`, `removed` and `import` blocks by which a state of the community provider becomes one of ours without a change of the server. STATE is `terraform show -json` of before, DIR the folder of the new configuration, such as `cdktf.out/stacks/prod` with the engine `rolegate`.",
    )
    .argument("<state>")
    .argument("<dir>")
    .action((state: string, dir: string, options: PrintingOptions) => {
      const { migrateCommand } = require("./migrate") as typeof Migrate;
      return ran(migrateCommand(state, dir, options, io));
    });

  if (argv.length === 0) throw new UsageError(`no command given\n${rolegate.helpInformation().trimEnd()}`);
  try {
    await rolegate.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UsageError(usageText(error.message));
  }
  if (help.length > 0) await io.stdout.write(help.join(""));
  return code;
};

/** The formats of the commands that judge. */
const REVIEWS = "text, json, html, markdown, sarif, junit, gitlab, github or lines";

const baseCommand = (help: string[]): Command =>
  new Command("rolegate")
    .description("PostgreSQL role grants as typed code, gated at every step from the editor to the live database.")
    .version(packageVersion(), "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${usageOf(command)}`.trimEnd() })
    .exitOverride()
    .configureOutput({ writeOut: (text) => help.push(text), writeErr: () => undefined })
    .addHelpText("after", "\nExit codes: 0 permitted, 1 findings of severity error, 2 could not judge.");

/** What stands behind the name in the list of commands. */
const usageOf = (command: Command): string => (command.usage().split("\n")[0] ?? "").replace("[options] ", "").replace("[options]", "");

const printing = (command: Command): Command =>
  command.option("--quiet", "print only what decides").option("--color <when>", "auto, always or never; auto heeds NO_COLOR (default: auto)");

const live = (command: Command): Command => command.option("--password-command <cmd>", "a shell command that writes the password of a live server");

/** What the commands that judge take beside. */
const reviewing = (command: Command): Command =>
  command.option("--id <name>", "which of several reviews this is, such as the stack's name: tells comments, alerts and test suites apart");

const reporting = (command: Command, formats = "text or json"): Command =>
  printing(command)
    .option("--policies <dir>", "folder of the policy files (default: policies, if it is there)")
    .option("--policies-sha256 <hex>", "refuse any other policy files")
    .option("--environment <name>", "the environment, where the input cannot say it (an unknown host)")
    .option("--format <format>", `${formats} (default: text)`)
    .option("--report <format=file>", "also write a report to a file (repeatable)", (value: string, others: readonly string[] = []) => [...others, value]);

/** The parser's own words in our form. */
const usageText = (message: string): string =>
  message
    .replace(/^error: /, "")
    .replace(/'([^'\n]*)'/g, "`$1`")
    .replace(
      /\n\(Did you mean (?:one of )?(.*)\?\)/,
      (_, names: string) =>
        `; did you mean ${names
          .split(", ")
          .map((name) => `\`${name}\``)
          .join(" or ")}?`,
    )
    .concat("\nsee `rolegate --help`");
