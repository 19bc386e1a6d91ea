import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Role } from "@cdktf/provider-postgresql/lib/role";
import { Annotations, App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { GatedApp, type JudgeFiles } from "../../constructs/gated-app";
import type { StackFiles } from "../../model/reading";
import {
  AppPersona,
  allow,
  appWith,
  deny,
  gate2,
  labOf,
  POLICIES,
  prodOf,
  removeFolders,
  report,
  stackText,
  temporaryFolder,
  written,
} from "../support/constructs";

const VARIABLES = ["CDKTF_OUTDIR", "CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS", "SYNTH_HCL_OUTPUT"] as const;
afterEach(() => {
  for (const name of VARIABLES) delete process.env[name];
});
afterAll(removeFolders);

const ALL = ["manifest.json", "stacks/migration-lab/cdk.tf.json", "stacks/migration-lab/origins.json", "stacks/prod/cdk.tf.json", "stacks/prod/origins.json"];

const program = (app: GatedApp): GatedApp => {
  new AppPersona(prodOf(app), "orders_app");
  new AppPersona(labOf(app), "lab_app");
  return app;
};

/** Keeps what the gate was shown. */
const seeing = (): { readonly judge: JudgeFiles; readonly seen: StackFiles[] } => {
  const seen: StackFiles[] = [];
  return { seen, judge: (stacks) => allow(stacks.filter((stack) => seen.push(stack))) };
};

/** As cdktf's own assets do. */
const onSynthesis = (construct: Construct, write: (outdir: string) => void): void => {
  const onSynthesize = ({ outdir }: { readonly outdir: string }): void => write(outdir);
  Object.defineProperty(construct, Symbol.for("cdktf/customSynthesis"), { value: { onSynthesize } });
};

describe("what is allowed", () => {
  test("is written: every stack, its origins and the manifest", () => {
    const app = program(appWith());
    app.synth();
    expect(written(app)).toEqual(ALL);
  });

  test("is, byte for byte, what was judged", () => {
    const { judge, seen } = seeing();
    const app = program(appWith(judge));
    app.synth();
    expect(seen.map(({ name, text }) => [name, text])).toEqual(["prod", "migration-lab"].map((name) => [name, stackText(app, name)]));
    expect(seen.map(({ path }) => path)).toEqual(seen.map(({ name }) => `${app.output}/stacks/${name}/cdk.tf.json`));
  });

  test("says for every address which line of the program wrote it", () => {
    const { judge, seen } = seeing();
    const app = program(appWith(judge));
    app.synth();
    const origins = JSON.parse(readFileSync(join(app.output, "stacks/prod/origins.json"), "utf8")) as Record<string, unknown>;
    const line =
      readFileSync(__filename, "utf8")
        .split("\n")
        .findIndex((text) => text.includes('"orders_app");')) + 1;
    expect(origins).toEqual({ "postgresql_role.orders_app": { file: "__tests__/constructs/gated-app.test.ts", line } });
    expect(seen[0]?.origins).toEqual(origins);
  });

  test("goes where `outdir` says, else CDKTF_OUTDIR, else cdktf.out", () => {
    process.env.CDKTF_OUTDIR = temporaryFolder();
    const app = program(new GatedApp({ policies: POLICIES, judge: allow }));
    app.synth();
    expect(app.output).toBe(process.env.CDKTF_OUTDIR);
    expect(written(app)).toEqual(ALL);
    delete process.env.CDKTF_OUTDIR;
    expect(new GatedApp({ policies: POLICIES, judge: allow }).output).toBe("cdktf.out");
  });

  test("leaves alone what Terraform keeps beside it, and the folders of stacks that are gone", () => {
    const app = program(appWith());
    const kept = ["stacks/prod/.terraform.lock.hcl", "stacks/prod/terraform.tfstate", "stacks/gone/terraform.tfstate", "stacks/gone/cdk.tf.json"];
    for (const path of kept) {
      mkdirSync(join(app.output, path, ".."), { recursive: true });
      writeFileSync(join(app.output, path), "kept");
    }
    app.synth();
    expect(written(app)).toEqual([...ALL, ...kept].sort());
    for (const path of kept) expect(readFileSync(join(app.output, path), "utf8")).toBe("kept");
    expect(Object.keys((JSON.parse(readFileSync(join(app.output, "manifest.json"), "utf8")) as { stacks: object }).stacks)).toEqual(["migration-lab", "prod"]);
  });

  test("is judged again after `terraform init` and `apply`", () => {
    const app = program(appWith(gate2(POLICIES)));
    const kept = ["stacks/prod/.terraform.lock.hcl", "stacks/prod/.terraform/providers/x", "stacks/prod/terraform.tfstate", "stacks/prod/assets/a.bin"];
    for (const path of kept) {
      mkdirSync(join(app.output, path, ".."), { recursive: true });
      writeFileSync(join(app.output, path), "kept");
    }
    app.synth();
    expect(written(app)).toEqual([...ALL, ...kept].sort());
    writeFileSync(join(app.output, "stacks/prod/extra.tf"), "");
    expect(() => app.synth()).toThrow(/extra\.tf/);
  });

  test.each<[string, string]>([
    ["a stack of its own", "stacks/other/cdk.tf.json"],
    ["a file above the stacks", "main.tf"],
    ["one below a stack", "stacks/prod/more/x.tofu.json"],
  ])("holds no configuration that is not judged: %s", (_, path) => {
    const app = program(appWith());
    onSynthesis(new Construct(app.node.findChild("prod"), "writer"), (outdir) => {
      mkdirSync(join(outdir, path, ".."), { recursive: true });
      writeFileSync(join(outdir, path), "{}");
    });
    expect(() => app.synth()).toThrow(`\`${path}\` would be written beside the stacks, and is not judged`);
    expect(written(app)).toEqual([]);
  });

  test("has a manifest of the stacks that are judged, each run in its own folder", () => {
    const stacksOf = (app: GatedApp) => app.manifest.stacks as unknown as Record<string, Record<string, unknown>>;
    const added = program(appWith());
    stacksOf(added).other = {
      name: "other",
      synthesizedStackPath: "stacks/other/cdk.tf.json",
      workingDirectory: "stacks/other",
      annotations: [],
      dependencies: [],
    };
    expect(() => added.synth()).toThrow(/manifest\.json has the stack `other`/);
    const moved = program(appWith());
    onSynthesis(new Construct(moved.node.findChild("prod"), "mover"), () => Object.assign(stacksOf(moved).prod ?? {}, { workingDirectory: "../elsewhere" }));
    expect(() => moved.synth()).toThrow(/run in `\.\.\/elsewhere`/);
    expect([...written(added), ...written(moved)]).toEqual([]);
  });

  test("may hold files that constructs write below a stack's folder", () => {
    const app = program(appWith());
    const asset = new Construct(app.node.findChild("prod"), "asset");
    onSynthesis(asset, (outdir) => {
      mkdirSync(join(outdir, "stacks/prod/assets"));
      writeFileSync(join(outdir, "stacks/prod/assets/a.bin"), Buffer.from([0, 255]));
    });
    app.synth();
    expect(written(app)).toContain("stacks/prod/assets/a.bin");
    expect(readFileSync(join(app.output, "stacks/prod/assets/a.bin"))).toEqual(Buffer.from([0, 255]));
  });

  test("may be a stack of cdktf's own", () => {
    const { judge, seen } = seeing();
    const app = appWith(judge);
    const plain = new TerraformStack(app, "plain");
    plain.addOverride("locals.x", 1);
    app.synth();
    expect(seen.map(({ name }) => name)).toEqual(["plain"]);
    expect(written(app)).toContain("stacks/plain/cdk.tf.json");
  });
});

describe("what is denied", () => {
  test("is not written, and the error is the judgement and the line that asked", () => {
    const app = program(appWith(deny));
    expect(() => app.synth()).toThrow(/^denied, nothing written\n\na reason$/);
    expect(written(app)).toEqual([]);
    try {
      app.synth();
    } catch (error) {
      expect((error as Error).stack).toMatch(/^Error: denied, nothing written\n\na reason\n {4}at __tests__\/constructs\/gated-app\.test\.ts:\d+$/);
    }
  });

  test("leaves what an earlier synthesis wrote", () => {
    let verdict = allow;
    const app = program(appWith((stacks) => verdict(stacks)));
    app.synth();
    const before = stackText(app);
    verdict = deny;
    new AppPersona(app.node.findChild("prod") as Construct, "another");
    expect(() => app.synth()).toThrow("denied, nothing written");
    expect(stackText(app)).toBe(before);
    verdict = allow;
    app.synth();
    expect(stackText(app)).toContain("another");
  });

  test("is not written when the gate itself fails", () => {
    const app = program(
      appWith(() => {
        throw new Error("the gate failed");
      }),
    );
    expect(() => app.synth()).toThrow("the gate failed");
    expect(written(app)).toEqual([]);
  });

  test("is not written when one of several files cannot be, and no other is", () => {
    const app = program(appWith());
    mkdirSync(join(app.output, "stacks"), { recursive: true });
    writeFileSync(join(app.output, "stacks/prod"), "in the way");
    expect(() => app.synth()).toThrow(/stacks.prod/);
    expect(written(app)).toEqual(["stacks/prod"]);
  });

  test("is not written by cdktf's own synthesizer either, which stops at an error and goes on under `cdktf synth`", () => {
    process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = "true";
    const app = program(appWith());
    Annotations.of(app.node.findChild("prod")).addError("not like this");
    expect(() => app.synth()).toThrow("nothing written, there are errors:\n  not like this [prod]");
    expect(written(app)).toEqual([]);
  });
});

describe("a GatedApp", () => {
  // Set by the configuration that puts the fork in the place of cdktf.
  test("is an App of the library that this run is about", () => {
    const { fqn } = (App as unknown as Record<symbol, { readonly fqn: string }>)[Symbol.for("jsii.rtti")] ?? {};
    expect(fqn).toBe((globalThis as { LIBRARY?: string }).LIBRARY ?? "cdktf.App");
    expect(appWith()).toBeInstanceOf(App);
  });

  test("refuses to write HCL", () => {
    process.env.SYNTH_HCL_OUTPUT = "true";
    expect(() => appWith()).toThrow("a GatedApp writes JSON, not HCL: the gates judge JSON");
    delete process.env.SYNTH_HCL_OUTPUT;
    expect(() => new GatedApp({ policies: POLICIES, judge: allow, hclOutput: true } as never)).toThrow("a GatedApp writes JSON, not HCL");
  });

  test("refuses a resource outside every stack, which cdktf would drop in silence", () => {
    const app = program(appWith());
    new Role(new Construct(app, "somewhere"), "r", { name: "r" });
    expect(() => app.synth()).toThrow("`somewhere/r` stands outside any environment, so that it would be written nowhere");
    expect(written(app)).toEqual([]);
  });

  test("shows the gate constructs that became one resource", () => {
    const { judge, seen } = seeing();
    const app = appWith(judge);
    const prod = prodOf(app);
    new AppPersona(prod, "orders_app");
    new Role(prod, "app.x", { name: "a" });
    new Role(prod, "appx", { name: "b" });
    new Role(prod, "other", { name: "c" }).overrideLogicalId("orders_app");
    app.synth();
    expect(seen[0]?.collisions).toMatchObject([
      { address: "postgresql_role.appx", constructs: ["prod/app.x", "prod/appx"], origin: { file: null } },
      {
        address: "postgresql_role.orders_app",
        constructs: ["prod/orders_app/Resource", "prod/other"],
        origin: { file: "__tests__/constructs/gated-app.test.ts" },
      },
    ]);
  });

  test.each<[string, (app: GatedApp) => void]>([
    [
      "a construct writes",
      (app) =>
        onSynthesis(new Construct(app.node.findChild("prod"), "c"), (outdir) =>
          writeFileSync(join(outdir, "stacks/prod/more.tf"), 'resource "postgresql_grant_role" "x" {}'),
        ),
    ],
    [
      "lies in the folder already",
      (app) => {
        mkdirSync(join(app.output, "stacks/prod"), { recursive: true });
        writeFileSync(join(app.output, "stacks/prod/more.tf"), "");
      },
    ],
  ])("shows the gate a second configuration that %s, and the gate denies it", (_title, place) => {
    const app = program(appWith(gate2(POLICIES)));
    place(app);
    expect(() => app.synth()).toThrow(/more\.tf/);
    expect(written(app).filter((path) => !path.endsWith("more.tf"))).toEqual([]);
  });

  test("leaves no folder behind, and one listener for all", () => {
    const scratch = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("rolegate-") && !name.startsWith("rolegate-test-"));
    const before = process.listenerCount("exit");
    const apps = Array.from({ length: 20 }, () => program(appWith()));
    const ours = apps.map((app) => app.outdir.slice(tmpdir().length + 1));
    expect(scratch()).toEqual(expect.arrayContaining(ours));
    expect(process.listenerCount("exit")).toBeLessThanOrEqual(before + 1);
    apps[0]?.synth();
    apps[0]?.synth();
    expect(scratch().filter((name) => ours.includes(name))).toHaveLength(ours.length - 1);
    for (const listener of process.listeners("exit").slice(-1)) (listener as () => void)();
    expect(scratch().filter((name) => ours.includes(name))).toEqual([]);
  });

  test("gives the report to whoever extends it", () => {
    const seen: unknown[] = [];
    class Listening extends GatedApp {
      protected override allowed(judgement: unknown): void {
        seen.push(judgement);
      }
    }
    program(new Listening({ policies: POLICIES, judge: allow, outdir: join(temporaryFolder(), "out") })).synth();
    expect(seen).toEqual([{ report: report("allow"), text: "allowed" }]);
  });
});
