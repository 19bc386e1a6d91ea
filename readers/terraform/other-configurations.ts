import type { OpaqueFact, Origin } from "../../model/access-graph";
import { blocksOf, nestedBlocks } from "./blocks";
import { namesServer, type ServerNames } from "./endpoint-names";
import { field, isArray, isObject, type Json, type JsonObject } from "./json-text";
import { KEEP_APART } from "./other-providers";

/** A configuration that is being read. */
export interface OpenConfiguration {
  readonly root: JsonObject;
  readonly files: { readonly path: string };
  readonly serverNames: ServerNames;
  /** True for the local name of a provider whose configurations are read as PostgreSQL's, forks included. */
  speaksPostgres(localName: string): boolean;
  origin(address: string, body: JsonObject | null): Origin;
}

/** What asks for a cluster's token, and the argument by which it does nothing else; null where it can do nothing else. */
const TOKEN_COMMANDS: Readonly<Record<string, string | null>> = {
  aws: "get-token",
  "aws-iam-authenticator": "token",
  az: "get-access-token",
  doctl: "exec-credential",
  gcloud: "config-helper",
  "gke-gcloud-auth-plugin": null,
  kubectl: "oidc-login",
  kubelogin: "get-token",
  oci: "generate-token",
};

/** Configurations of other providers that name a server of the policies, or start a program for their credentials, during the plan. */
export function otherConfigurations({ root, files, origin, speaksPostgres, serverNames }: OpenConfiguration): readonly OpaqueFact[] {
  return blocksOf(field(root, "provider"), 1, "provider", files.path).flatMap(({ labels: [name = ""], body }): readonly OpaqueFact[] => {
    if (speaksPostgres(name)) return [];
    const at = origin(`provider.${name}`, null);
    const named = namesServer(body, serverNames);
    const how = named ?? (execsIn(body).every(asksForToken) ? null : "it starts a program where Terraform runs, during the plan");
    if (how === null) return [];
    return [{ what: `the configuration of the provider \`${name}\``, why: how, remedy: KEEP_APART, origin: at }];
  });
}

const execsIn = (value: Json): readonly JsonObject[] => {
  if (isArray(value)) return value.flatMap(execsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === "exec" ? nestedBlocks(inner).flatMap(contentOf) : execsIn(inner)));
};

/** A `dynamic` block says in `content` what it writes. */
const contentOf = (exec: JsonObject): readonly JsonObject[] => (Object.hasOwn(exec, "content") ? nestedBlocks(field(exec, "content")) : [exec]);

const asksForToken = (exec: JsonObject): boolean => {
  const command = field(exec, "command");
  const args = field(exec, "args");
  if (typeof command !== "string" || !Object.hasOwn(TOKEN_COMMANDS, command)) return false;
  const word = TOKEN_COMMANDS[command] ?? null;
  return word === null || (isArray(args) && args.includes(word));
};

/** OpenTofu's state encryption may ask a program for its key. https://opentofu.org/docs/language/state/encryption/ */
export function stateEncryption({ root, files, origin }: Pick<OpenConfiguration, "root" | "files" | "origin">): readonly OpaqueFact[] {
  const isExternal = blocksOf(field(root, "terraform"), 0, "terraform", files.path)
    .flatMap(({ body }) => nestedBlocks(field(body, "encryption")))
    .flatMap((encryption) => [...nestedBlocks(field(encryption, "key_provider")), ...nestedBlocks(field(encryption, "method"))])
    .some((kinds) => Object.hasOwn(kinds, "external"));
  if (!isExternal) return [];
  const why = "it runs a program where Terraform runs, during the plan";
  return [
    {
      what: "an external key or method of state encryption",
      why,
      remedy: "use a key that no program has to fetch",
      origin: origin("terraform.encryption", null),
    },
  ];
}
