import type { AccessGraph } from "../model/access-graph";
import { InputError } from "../model/input-error";
import type { PolicyData } from "../model/policy";
import { readInputs } from "./inputs";
import type { Io } from "./io";
import { isPostgresUrl } from "./postgres/url";

/** The option that says what the code declares. */
export interface DesiredInput {
  readonly desired?: string;
  readonly environment?: string;
}

/** What the code declares for each environment: `cdktf.out/`, a stack folder or a plan, as it will be after the change. Throws `InputError` for what cannot be read. */
export const readDesired = async (
  { desired, environment }: DesiredInput,
  policy: PolicyData | null,
  io: Pick<Io, "cwd" | "env" | "stdin">,
): Promise<(environment: string) => AccessGraph | null> => {
  if (desired === undefined) return () => null;
  if (isPostgresUrl(desired)) throw new InputError("--desired is what the code declares, and no live server", ["give it `cdktf.out/` or a plan"]);
  const { subjects } = await readInputs([desired], environment === undefined ? {} : { environment }, policy, io);
  const graphs = new Map(subjects.map((subject) => [subject.environment.name, subject.graph]));
  return (name) => graphs.get(name) ?? null;
};
