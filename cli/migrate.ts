import { resolve } from "node:path";
import { knowledgeOf } from "../gates/knowledge";
import { InputError } from "../model/input-error";
import { migrationOf } from "../model/migration";
import { readWanted } from "../readers/source/read-wanted";
import { readHeld } from "../readers/state/read-held";
import { counted } from "../reporters/layout";
import { printable } from "../reporters/printable";
import { migrationBlocks } from "../writers/migration-blocks";
import type { ExitCode, Io } from "./io";
import { readText } from "./read-text";
import type { PrintingOptions } from "./settings";
import { hasConfiguration, terraformFolder } from "./terraform-folder";
import { UsageError } from "./usage-error";
import { writeNew } from "./write-new";

/** The name of the file, in the folder of the configuration. */
const FILE = "rolegate-migration.tf";

/** `rolegate migrate STATE.json DIR` */
export const migrateCommand = async (state: string, folder: string, { quiet }: PrintingOptions, io: Io): Promise<ExitCode> => {
  if (!hasConfiguration(folder, io.cwd))
    throw new UsageError("migrate takes a state and the folder of the new configuration: `rolegate migrate state.json DIR`");
  const held = readHeld(readText(resolve(io.cwd, state), state), state);
  const wanted = await readWanted(terraformFolder(folder, io.cwd), knowledgeOf(null));
  const migration = migrationOf(held, wanted);
  const { moved, forgotten, imported, left } = migration;
  if (left.length > 0)
    throw new InputError("nothing in the new configuration takes the place of what the state holds", [
      ...left,
      "a plan would destroy it: write it with our provider, keep its resource of the community provider, or forget it by a `removed` block of your own",
    ]);
  if (moved.length + forgotten.length + imported.length === 0)
    throw new InputError(`\`${state}\` and \`${folder}\` need no migration`, [
      "the state holds nothing of the community provider that the configuration has by ours",
    ]);
  writeNew(resolve(io.cwd, folder), new Map([[FILE, migrationBlocks(migration)]]), "delete it, or move it away, to write it anew");
  if (quiet !== true)
    await io.stdout.write(
      `${printable(`wrote ${FILE} in ${folder}`)}: ${counted(moved.length, "move")}, ${forgotten.length} to forget, ${counted(imported.length, "import")}\n\n${NEXT}`,
    );
  return 0;
};

const NEXT = `Next, in that folder:
  terraform init                       both providers: the state still names the old one
  terraform plan -out=plan.tfplan      it must destroy nothing and create nothing
  rolegate check plan.tfplan
  terraform apply plan.tfplan          and then delete the file
`;
