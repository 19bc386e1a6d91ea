import type { AccessGraph } from "../../../model/access-graph";
import type { Reading, StackFiles } from "../../../model/reading";
import { readStack } from "../../../readers/synthesized/read-stack";
import type { ReaderKnowledge } from "../../../readers/terraform/knowledge";

/** What a test writes into a stack: blocks by key, as Terraform's JSON has them. */
export type Blocks = Readonly<Record<string, unknown>>;

export const COMMUNITY = { required_providers: { postgresql: { source: "cyrilgdn/postgresql", version: "1.26.0" } } };
export const PROVIDER = { postgresql: [{ host: "orders.db.example.com", port: 5432, database: "orders", username: "tfadmin" }] };

/** A stack around some text, with nothing beside it. */
export const filesOf = (text: string, extra: Partial<StackFiles> = {}): StackFiles => ({
  name: "prod",
  path: "cdktf.out/stacks/prod/cdk.tf.json",
  text,
  origins: {},
  collisions: [],
  otherFiles: [],
  ...extra,
});

/** The text of a stack of the community provider, with one configuration. */
export const stackText = (blocks: Blocks): string => JSON.stringify({ terraform: COMMUNITY, provider: PROVIDER, ...blocks });

export const read = (blocks: Blocks, extra: Partial<StackFiles> = {}, knowledge?: ReaderKnowledge): Reading =>
  readStack(filesOf(stackText(blocks), extra), knowledge);

/** The facts of a stack that speaks to one server. */
export const factsOf = (blocks: Blocks, extra: Partial<StackFiles> = {}, knowledge?: ReaderKnowledge): AccessGraph => {
  const { servers } = read(blocks, extra, knowledge);
  if (servers.length !== 1 || servers[0] === undefined) throw new Error(`expected one server, found ${servers.map(({ provider }) => provider).join(", ")}`);
  return servers[0].graph;
};

/** The facts of one resource of the provider, named `x`. */
export const resourceFacts = (type: string, body: unknown, blocks: Blocks = {}): AccessGraph => factsOf({ resource: { [type]: { x: body } }, ...blocks });

/** A fact without its origin. */
export const bare = <T extends { readonly origin: unknown }>({ origin: _, ...fact }: T): Omit<T, "origin"> => fact;
