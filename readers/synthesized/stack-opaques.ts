import type { OpaqueFact } from "../../model/access-graph";
import { blocksOf } from "../terraform/blocks";
import { executorsIn } from "../terraform/executors";
import { field } from "../terraform/json-text";
import { otherConfigurations, stateEncryption } from "../terraform/other-configurations";
import { passwordCommands } from "../terraform/password-commands";
import { renamingImports } from "./renaming-imports";
import { strangeKeys } from "./shape";
import type { Stack } from "./stack";

/** What stands beside the resources and cannot be read from here: modules, actions, provisioners of removed blocks, other files. */
export function stackOpaques(stack: Stack): readonly OpaqueFact[] {
  const { root, files, origin } = stack;
  const at = (address: string, fact: Omit<OpaqueFact, "origin">): OpaqueFact => ({ ...fact, origin: origin(address, null) });
  const modules = blocksOf(field(root, "module"), 1, "module", files.path).map(({ labels, body }) => ({
    ...UNREADABLE_MODULE(labels[0] ?? ""),
    origin: origin(`module.${labels[0]}`, body),
  }));
  const actions = blocksOf(field(root, "action"), 2, "action", files.path).map(({ labels }) =>
    at(`action.${labels.join(".")}`, {
      what: `an action \`${labels.join(".")}\``,
      why: "an action runs beside resources, and rolegate cannot read what it does",
      remedy: "remove it from this configuration",
    }),
  );
  const removed = blocksOf(field(root, "removed"), 0, "removed", files.path).flatMap(({ body }) => {
    const from = field(body, "from");
    const address = `removed.${typeof from === "string" ? from : "(not readable)"}`;
    return executorsIn(address, body).map((executor) => at(address, executor));
  });
  const strange = strangeKeys(root).map((key) =>
    at(key, {
      what: `a block \`${key}\``,
      why: "Terraform's JSON has no such block that rolegate knows",
      remedy: "remove it, or use a version of rolegate that knows it",
    }),
  );
  const beside = files.otherFiles.map((name) => ({
    what: `the file \`${name}\` beside \`${files.path}\``,
    why: "Terraform reads every file of the folder, and what this one adds or overrides is not in the JSON that is judged",
    remedy: "remove it, or write what it says as constructs",
    origin: { address: name, construct: null, file: name, line: null },
  }));
  return [
    ...modules,
    ...actions,
    ...removed,
    ...strange,
    ...beside,
    ...otherConfigurations(stack),
    ...passwordCommands(stack),
    ...stateEncryption(stack),
    ...renamingImports(stack),
  ];
}

const UNREADABLE_MODULE = (name: string): Omit<OpaqueFact, "origin"> => ({
  what: `the module \`${name}\``,
  why: "its resources stand in other files, which are not judged here",
  remedy: "write its resources as constructs, or judge the plan",
});
