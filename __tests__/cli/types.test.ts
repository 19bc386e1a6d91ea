import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { typesState } from "../../cli/types";
import { ENVIRONMENTS, folderWith, PERSONAS, runIn } from "./world";

describe("rolegate types", () => {
  it("writes the file once, finds it current, and stale after a change of the policy files", async () => {
    const folder = folderWith({ "policies/environments.yaml": ENVIRONMENTS, "policies/personas.yaml": PERSONAS });
    expect(await runIn(folder, ["types", "--check"])).toEqual({
      code: 1,
      stdout: "policies/rolegate.d.ts is missing: run `rolegate types` and commit it\n",
      stderr: "",
    });
    expect(await runIn(folder, ["types"])).toEqual({ code: 0, stdout: "policies/rolegate.d.ts is written\n", stderr: "" });
    expect(readFileSync(join(folder, "policies/rolegate.d.ts"), "utf8")).toContain('declare module "rolegate"');
    expect(await runIn(folder, ["types", "--check"])).toEqual({ code: 0, stdout: "policies/rolegate.d.ts is current\n", stderr: "" });
    expect((await runIn(folder, ["types"])).stdout).toBe("policies/rolegate.d.ts is current\n");
    writeFileSync(join(folder, "policies/environments.yaml"), ENVIRONMENTS.replace("postgres: 16", "postgres: 17"));
    expect(await runIn(folder, ["types", "--check"])).toEqual({
      code: 1,
      stdout: "policies/rolegate.d.ts is stale: run `rolegate types` and commit it\n",
      stderr: "",
    });
    expect(await runIn(folder, ["types", "--check", "--quiet"])).toEqual({ code: 1, stdout: "", stderr: "" });
  });

  it("writes beside the policy files that --policies names", async () => {
    const folder = folderWith({ "security/environments.yaml": ENVIRONMENTS });
    expect((await runIn(folder, ["types", "--policies", "security"])).stdout).toBe("security/rolegate.d.ts is written\n");
  });

  it.each([[["types"]], [["types", "--policies", "nowhere"]]])("is exit 2 without policy files: %j", async (argv) => {
    const ran = await runIn(folderWith({}), argv);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain("there is no policy folder");
  });

  it("does not mind line ends that a checkout turned", () => {
    expect(typesState("a\nb\n", "a\r\nb\r\n")).toBe("current");
    expect(typesState("a\nb\n", "a\nc\n")).toBe("stale");
    expect(typesState("a\n", null)).toBe("missing");
  });
});
