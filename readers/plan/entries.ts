import { field, isArray, isObject, type Json, type JsonObject } from "../terraform/json-text";
import { textAt } from "./parts";

/** One entry of `resource_changes`, `resource_drift` or `deferred_changes`. */
export interface Entry {
  readonly address: string;
  /** Address of its module; empty for the root. */
  readonly module: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  /** Source of its provider, such as `registry.terraform.io/cyrilgdn/postgresql`. */
  readonly provider: string;
  readonly actions: readonly string[];
  /** Is it an object that an earlier replacement left behind? */
  readonly isDeposed: boolean;
  readonly before: Json;
  readonly after: Json;
  readonly afterUnknown: Json;
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
}

/** What stays on the server, and what comes to it. */
export interface Effect {
  /** Is what stood before still there, as it was? */
  readonly keeps: boolean;
  /** Is what comes after to be read? */
  readonly brings: boolean;
  /** Does nothing change? */
  readonly isSame: boolean;
  /** Is each of its facts the change's own, also one that stood before word for word? */
  readonly isChange: boolean;
  /** Is the new object made before the old one is taken away? */
  readonly createsFirst?: true;
}

const EFFECTS: ReadonlyMap<string, Effect> = new Map<string, Effect>([
  ["no-op", { keeps: false, brings: true, isSame: true, isChange: false }],
  ["read", { keeps: false, brings: true, isSame: false, isChange: false }],
  ["update", { keeps: false, brings: true, isSame: false, isChange: false }],
  ["create", { keeps: false, brings: true, isSame: false, isChange: true }],
  ["delete", { keeps: false, brings: false, isSame: false, isChange: true }],
  ["forget", { keeps: true, brings: false, isSame: false, isChange: true }],
  ["delete,create", { keeps: false, brings: true, isSame: false, isChange: true }],
  ["create,delete", { keeps: false, brings: true, isSame: false, isChange: true, createsFirst: true }],
  ["create,forget", { keeps: true, brings: true, isSame: false, isChange: true }],
]);

/** What the actions of an entry do; null for actions that this version does not know. */
export const effectOf = ({ actions, before, after }: Entry): Effect | null => {
  const effect = EFFECTS.get(actions.length === 1 ? (actions[0] ?? "") : actions.join(","));
  if (effect === undefined) return null;
  // An entry says itself what it holds: one that does not fit its actions is not believed.
  return (effect.brings && !isObject(after)) || (effect.keeps && !isObject(before)) ? null : effect;
};

/** Reads one entry; fields that Terraform always writes and that are missing are empty, and then nothing fits them. */
export const entryIn = (value: JsonObject): Entry => {
  const change = field(value, "change");
  const at = (key: string): Json => (isObject(change) ? (field(change, key) ?? null) : null);
  const actions = at("actions");
  return {
    address: textAt(value, "address"),
    module: textAt(value, "module_address"),
    mode: textAt(value, "mode"),
    type: textAt(value, "type"),
    name: textAt(value, "name"),
    provider: textAt(value, "provider_name"),
    actions: isArray(actions) ? actions.map(String) : [],
    isDeposed: field(value, "deposed") !== undefined,
    before: at("before"),
    after: at("after"),
    afterUnknown: at("after_unknown"),
    beforeSensitive: at("before_sensitive"),
    afterSensitive: at("after_sensitive"),
  };
};
