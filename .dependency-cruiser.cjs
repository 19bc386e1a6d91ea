// The import table of the design, held by a tool. Each rule's comment is its reason.
const from = (folder) => ({ path: `^${folder}/` });
const outside = (...allowed) => ({ path: "^(?:[a-z]+/|[a-z]+\\.ts$)", pathNot: allowed.map((name) => `^${name}/`).concat("^node_modules/") });

module.exports = {
  forbidden: [
    {
      name: "no-cycle",
      severity: "error",
      comment: "files that need one another to run are one file, or hide a third",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      comment: "an import that nothing answers fails at run time",
      from: {},
      to: { couldNotResolve: true, pathNot: "/dist/" },
    },
    {
      name: "no-undeclared-package",
      severity: "error",
      comment: "what is not in package.json is not there for whoever installs rolegate",
      from: { path: "^(model|readers|writers|policies|constructs|reporters|gates|cli|index\\.ts)" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"], dependencyTypesNot: ["npm-peer", "type-only"] },
    },
    {
      name: "model-imports-nothing",
      severity: "error",
      comment: "facts know neither where they came from nor who judges them",
      from: from("model"),
      to: outside("model"),
    },
    {
      name: "readers-import-model",
      severity: "error",
      comment: "a reader turns one outside format into facts, and stops",
      from: from("readers"),
      to: outside("readers", "model"),
    },
    {
      name: "readers-stay-apart",
      severity: "error",
      comment: "one format knows nothing of another; what Terraform's formats share stands in readers/terraform",
      from: { path: "^readers/([^/]+)/" },
      to: { path: "^readers/", pathNot: ["^readers/$1/", "^readers/terraform/"] },
    },
    {
      name: "writers-import-model",
      severity: "error",
      comment: "a writer turns facts into one outside format, and stops",
      from: from("writers"),
      to: outside("writers", "model"),
    },
    {
      name: "policies-import-model",
      severity: "error",
      comment: "a rule that needs more than facts is asking a reader for a new fact",
      from: { path: "^policies/", pathNot: "\\.d\\.ts$" },
      to: outside("policies", "model"),
    },
    {
      name: "constructs-import-model",
      severity: "error",
      comment: "what we build must not depend on how we judge it",
      from: from("constructs"),
      to: outside("constructs", "model"),
    },
    {
      name: "reporters-import-model",
      severity: "error",
      comment: "a reporter prints what was found; of the policies it may know the types",
      from: from("reporters"),
      to: { ...outside("reporters", "model"), dependencyTypesNot: ["type-only"] },
    },
    {
      name: "gates-neither-build-nor-print",
      severity: "error",
      comment: "a gate is: read, judge, decide",
      from: from("gates"),
      to: { path: "^(constructs|reporters|writers|cli|provider|integrations|index\\.ts|main\\.ts)" },
    },
    {
      name: "cdktf-in-constructs-only",
      severity: "error",
      comment: "CDKTF is archived; its fork stays one alias away while it is met in few places",
      from: { pathNot: "^(constructs/|main\\.ts|examples/|bench/|__tests__/)" },
      to: { path: "node_modules/(cdktf|cdktn|constructs|@cdktf)/" },
    },
    {
      name: "no-world-below-the-roots",
      severity: "error",
      comment:
        "everything below the composition roots takes values, so that it is tested without a disk, a network or a date; the gated app writes stacks, so it has the disk",
      from: { path: "^(model|readers|writers|policies|reporters|gates)/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(crypto|buffer)$" },
    },
    {
      name: "no-test-code-in-the-product",
      severity: "error",
      comment: "tests know the product, never the other way round",
      from: { pathNot: "^(__tests__|scripts|bench)/" },
      to: { path: "^(__tests__|scripts|bench)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|cdktf\\.out|coverage)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["require", "node", "types", "default"],
      extensions: [".ts", ".mts", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
