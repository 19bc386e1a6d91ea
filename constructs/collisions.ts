import { TerraformElement, TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { AddressCollision } from "../model/access-graph";
import type { EnvironmentFacts } from "./environment-facts";

/**
 * Constructs of one stack that became one key of its JSON: cdktf merges them in silence. Counted over the constructs,
 * because the JSON no longer shows it.
 */
export const collisionsOf = (stack: TerraformStack, environment: EnvironmentFacts | undefined): readonly AddressCollision[] => {
  const first = new Map<string, TerraformElement>();
  const more = new Map<string, string[]>();
  for (const element of elementsOf(stack)) {
    const address = addressOfElement(element);
    if (address === null) continue;
    const other = first.get(address);
    if (other === undefined) first.set(address, element);
    else more.set(address, [...(more.get(address) ?? [other.node.path]), element.node.path]);
  }
  return [...more].map(([address, constructs]) => {
    const line = environment?.origins.get(address)?.line;
    return { address, constructs, origin: { address, construct: constructs[0] ?? null, file: line?.file ?? null, line: line?.line ?? null } };
  });
};

/** Elements that would be written nowhere, because they stand outside every stack: cdktf drops them in silence. */
export const strayElements = (app: IConstruct): readonly TerraformElement[] => [...elementsOf(app)];

// A stack inside another is written on its own.
function* elementsOf(construct: IConstruct): Generator<TerraformElement> {
  if (TerraformElement.isTerraformElement(construct)) yield construct;
  for (const child of construct.node.children) {
    if (!TerraformStack.isStack(child)) yield* elementsOf(child);
  }
}

/** `postgresql_role.x`, `data.postgresql_tables.x`, `var.x`; null for what cdktf lists instead of merging, and for what moved away. */
const addressOfElement = (element: TerraformElement): string | null => {
  const { _elementType: type, _hasMoved: hasMoved } = element as unknown as { readonly _elementType?: string; readonly _hasMoved?: boolean };
  if (type === undefined || hasMoved === true || TerraformProvider.isTerraformProvider(element)) return null;
  return `${type}.${element.friendlyUniqueId}`;
};
