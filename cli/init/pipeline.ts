/**
 * The gate as a pipeline. The change's own code runs in the first job only; the second one judges files, with the tool
 * and the policies of the protected branch.
 */
export const WORKFLOW = `name: rolegate

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  # Runs the code of the change, so it has no secrets, and its verdict is not the one that counts.
  synth:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: { persist-credentials: false }
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      - run: npm ci --ignore-scripts
      - run: npm test
      - run: npm run synth
      - uses: actions/upload-artifact@v4
        with: { name: cdktf.out, path: cdktf.out, if-no-files-found: error }

  # Make this job a required check. A change to policies/ is judged with the policies that were there before it.
  check:
    needs: synth
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          ref: \${{ github.event.pull_request.base.sha || github.sha }}
          persist-credentials: false
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      - run: npm ci --ignore-scripts
      - uses: actions/download-artifact@v4
        with: { name: cdktf.out, path: change/cdktf.out }
      - run: npx --no-install rolegate check change/cdktf.out --policies policies --report json=report.json
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: rolegate-report, path: report.json, if-no-files-found: ignore }
`;

/** Who must approve a change of what the gate judges by. */
export const CODEOWNERS = `# What the gate judges by belongs to the security owners: put in your team, and demand reviews by code owners
# in the protection of the branch.
/policies/           @your-org/security-owners
/.github/            @your-org/security-owners
/CODEOWNERS          @your-org/security-owners
/package.json        @your-org/security-owners
/package-lock.json   @your-org/security-owners
`;

export const GITIGNORE = `node_modules/
cdktf.out/
*.tfstate
*.tfstate.*
*.tfplan
.terraform/
`;

/** `hasList`: is there a test with the list of who reaches what? */
export const readme = (name: string, hasList: boolean): string => `# ${name}

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

The workflow in \`.github/workflows/rolegate.yml\` judges each change with the policies of the protected branch.
`;
