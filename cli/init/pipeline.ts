import { listed } from "../../model/path-words";
import { UsageError } from "../usage-error";
import { packageText } from "../version";

/** What can run the gate of a new repository. */
const PIPELINES = ["github", "gitlab", "azure", "atlantis", "none"] as const;
export type Pipeline = (typeof PIPELINES)[number];

/** What `--ci` names. Throws `UsageError` for one that is not known. */
export const pipelineNamed = (ci = "github"): Pipeline => {
  const known = PIPELINES.find((name) => name === ci);
  if (known === undefined) throw new UsageError(`--ci is ${listed(PIPELINES, "or")}, got \`${ci}\``);
  return known;
};

/** The files of each pipeline, by what the package has them as. */
const FILES: Readonly<Record<Pipeline, Readonly<Record<string, string>>>> = {
  github: {
    ".github/workflows/rolegate.yml": "integrations/github/cdktf/rolegate.yml",
    ".github/workflows/rolegate-comment.yml": "integrations/github/cdktf/rolegate-comment.yml",
  },
  gitlab: { ".gitlab-ci.yml": "integrations/gitlab/cdktf/.gitlab-ci.yml" },
  azure: { "azure-pipelines.yml": "integrations/azure/cdktf/azure-pipelines.yml" },
  atlantis: { "atlantis.yaml": "integrations/atlantis/cdktf/atlantis.yaml" },
  none: {},
};

/** The gate as a pipeline: path in the new repository to text. Throws a system error where the package is not whole. */
export const pipelineFiles = (pipeline: Pipeline): readonly (readonly [string, string])[] =>
  Object.entries(FILES[pipeline]).map(([file, source]) => [file, packageText(source)]);

/** Who must approve a change of what the gate judges by, and of what Atlantis plans. */
export const codeowners = (pipeline: Pipeline): string => {
  const own = { github: ["/.github/"], gitlab: ["/.gitlab-ci.yml"], azure: ["/azure-pipelines.yml"], atlantis: ["/atlantis.yaml"], none: [] }[pipeline];
  const paths = ["/policies/", ...own, "/CODEOWNERS", "/package.json", "/package-lock.json"];
  return `${CODEOWNERS_HEAD[pipeline === "azure" ? "azure" : "others"]}${paths.map((path) => `${path.padEnd(20)} @your-org/security-owners\n`).join("")}`;
};

const CODEOWNERS_HEAD = {
  others: `# What the gate judges by belongs to the security owners: put in your team, and demand reviews by code owners
# in the protection of the branch.
`,
  azure: `# What the gate judges by belongs to the security owners. Azure Repos does not read this file: put the same paths into the branch
# policy "Automatically included reviewers", as required.
`,
} as const;

const IGNORED = ["node_modules/", "cdktf.out/", "*.tfstate", "*.tfstate.*", "*.tfplan", ".terraform/"];

/** Atlantis plans what is committed. */
export const gitignore = (pipeline: Pipeline): string => `${IGNORED.filter((line) => pipeline !== "atlantis" || line !== "cdktf.out/").join("\n")}\n`;

/** `hasList`: is there a test with the list of who reaches what? */
export const readme = (name: string, pipeline: Pipeline, hasList: boolean): string => `# ${name}

PostgreSQL roles as typed code, judged by [rolegate](https://www.npmjs.com/package/rolegate) before they reach a server.

\`\`\`sh
npm install
npm run synth     # main.ts to cdktf.out/; writes nothing that the policies refuse
npm run check     # judges what was written
npm run explain   # what every role can reach, and how
npm test          # types, synthesis, and ${hasList ? "the list of who reaches what" : "the verdict"}
\`\`\`

| To | Change |
|---|---|
| add a login, a group or an access | \`main.ts\`${hasList ? ", and the list in `access.test.ts`" : ""} |
| say which server is meant, and its version | \`policies/environments.yaml\`, then \`npm run types\` |
| approve a predefined role for a kind of login | \`policies/personas.yaml\`, then \`npm run types\` |
| let one role run programs on one isolated server | \`policies/allowlist.yaml\`, then \`npm run types\` |

Before the first apply: put your server's address into \`policies/environments.yaml\`, your team's backend into \`main.ts\`, and
your security owners into \`CODEOWNERS\`. Then \`terraform -chdir=cdktf.out/stacks/prod init\` and \`plan\`.

${PIPELINE_WORDS[pipeline]}
`;

const PIPELINE_WORDS: Readonly<Record<Pipeline, string>> = {
  github: `The workflow in \`.github/workflows/rolegate.yml\` judges each change with the policies of the protected branch: make its job \`check\` a
required check. \`rolegate-comment.yml\` puts the review into one comment of the pull request.`,
  gitlab: `\`.gitlab-ci.yml\` judges each change with the policies of the protected branch: demand successful pipelines before a merge. For one note
with the review in each merge request, put a project access token (scope \`api\`, role Reporter) into the variable \`GITLAB_TOKEN\`, for the
environment \`rolegate-note\` only, and \`true\` into \`ROLEGATE_NOTE\`.`,
  azure: `\`azure-pipelines.yml\` judges each change with the policies of the protected branch: put in this repository's name, make a pipeline of it,
and make that a required build validation of the branch. For one thread with the review in each pull request, give the build service the
permission "Contribute to pull requests".`,
  atlantis: `Atlantis plans what is committed in \`cdktf.out\`: run \`npm run synth\` and commit what it writes with each change. Workflow and policy check
are the server's: \`docs/integrations/atlantis.md\` of rolegate has them.`,
  none: `No pipeline runs the gate yet: \`docs/integrations/shell.md\` of rolegate tells how any CI does.`,
};
