import { functionDigest } from "../../model/function-digest";

const PARTS = { owner: "postgres", language: "plpgsql", settings: ["search_path=s", "work_mem=8MB"], body: "BEGIN END" };

describe("the digest of a function", () => {
  it("stays the same from one version to the next, for it stands in accepted.yaml", () => {
    expect(functionDigest(PARTS)).toBe("e00b65d37255183ec33b702c1526d00657a2295d12c77531f06eb7924c5dcf27");
  });

  it("does not hang on the order of its settings, nor on what is there by default", () => {
    expect(functionDigest({ ...PARTS, settings: PARTS.settings.toReversed(), library: null, securityDefiner: true })).toBe(functionDigest(PARTS));
  });

  it.each([
    ["owner", { owner: "app" }],
    ["language", { language: "plperl" }],
    ["a setting", { settings: ["search_path=t", "work_mem=8MB"] }],
    ["a setting that is left out", { settings: ["search_path=s"] }],
    ["two settings that read as one", { settings: ['search_path=s","work_mem=8MB'] }],
    ["body", { body: "BEGIN END " }],
    ["library", { library: "$libdir/x" }],
    ["whose privileges it runs with", { securityDefiner: false }],
    ["what is written where", { owner: "plpgsql", language: "postgres" }],
  ])("changes with %s", (_, change) => {
    expect(functionDigest({ ...PARTS, ...change })).not.toBe(functionDigest(PARTS));
  });
});
