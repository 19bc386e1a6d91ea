import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXAMPLES } from "../../scripts/provider-docs/pages";
import { hasTerraform, withWorkspace } from "../support/terraform";

const described = hasTerraform ? describe : describe.skip;

described("the examples of the documentation", () => {
  const folders = ["resources", "data-sources"].flatMap((kind) =>
    existsSync(join(EXAMPLES, kind)) ? readdirSync(join(EXAMPLES, kind)).map((name) => [`${kind}/${name}`] as const) : [],
  );

  test.each(folders)("of %s are valid for Terraform, and written as it formats them", (folder) =>
    withWorkspace({}, async ({ write, run }) => {
      write("provider.tf", readFileSync(join(EXAMPLES, "provider/provider.tf"), "utf8"));
      for (const file of readdirSync(join(EXAMPLES, folder))) write(file, readFileSync(join(EXAMPLES, folder, file), "utf8"));
      expect(await run("validate")).toMatchObject({ code: 0 });
      expect(await run("fmt", "-check", "-diff")).toEqual({ code: 0, output: "" });
    }),
  );
});
