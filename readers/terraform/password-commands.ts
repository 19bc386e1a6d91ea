import type { OpaqueFact, Origin } from "../../model/access-graph";
import { blocksOf } from "./blocks";
import type { Resolver } from "./expressions";
import { field, type Json, type JsonObject } from "./json-text";
import { isRolegateSource } from "./rolegate-schema";

/** A configuration that is being read, with its local names of providers. */
interface NamedProviders {
  readonly root: JsonObject;
  readonly files: { readonly path: string };
  readonly resolver: Resolver;
  sourceOf(localName: string): string;
  origin(address: string, body: JsonObject | null): Origin;
}

/** Commands of our provider's blocks that run during the plan, and may do anything. */
export const passwordCommands = ({ root, files, resolver, sourceOf, origin }: NamedProviders): readonly OpaqueFact[] =>
  blocksOf(field(root, "provider"), 1, "provider", files.path).flatMap(({ labels: [name = ""], body }): readonly OpaqueFact[] => {
    const written = field(body, "password_command") ?? null;
    if (written === null || !isRolegateSource(sourceOf(name)) || isTokenCommand(resolver.resolve(written))) return [];
    return [passwordCommand(origin(`provider.${name}`, null))];
  });

/** What asks a cloud for a login's token: nothing in it is read by a shell but words. */
const TOKEN_COMMANDS: readonly string[] = [
  "aws rds generate-db-auth-token",
  "az account get-access-token",
  "gcloud auth print-access-token",
  "gcloud sql generate-login-token",
];
const PLAIN_WORDS = /^[A-Za-z0-9_.:/@=-]+(?: [A-Za-z0-9_.:/@=-]+)*$/;
/** Options that send what is asked elsewhere, or take their values from files. */
const ELSEWHERE = /--(?:endpoint-url|cli-input|ca-bundle|flags-file|configuration)\b|:\/\//;

/** Is it a command that prints a token of a cloud, and does nothing else? */
export const isTokenCommand = (command: Json | symbol): boolean =>
  typeof command === "string" &&
  PLAIN_WORDS.test(command) &&
  !ELSEWHERE.test(command) &&
  TOKEN_COMMANDS.some((known) => command === known || command.startsWith(`${known} `));

export const passwordCommand = (origin: Origin): OpaqueFact => ({
  what: "the argument `password_command` of a provider configuration",
  why: "it runs a program where Terraform runs, during the plan, as whoever runs it",
  remedy: `leave the password to PGPASSWORD, the password file or a variable, or write one of ${TOKEN_COMMANDS.map((known) => `\`${known} ...\``).join(", ")} in plain words`,
  origin,
});
