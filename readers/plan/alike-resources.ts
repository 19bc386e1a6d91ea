import type { WrittenResource } from "./configuration";
import { UnparsedExpressions } from "./expressions";
import type { FoundShape, Shape } from "./shape";

interface Known {
  readonly resource: WrittenResource;
  readonly name: number;
  readonly args: readonly string[];
}

/** What was read of resources of the configuration, for those that are written in the same way: only their names and what their arguments are made of differ. */
export class AlikeResources {
  readonly #known = new Map<Shape, Known>();

  /** The resource that is like one before; null where it has to be read. */
  again({ shape, bytes }: FoundShape): WrittenResource | null {
    const known = this.#known.get(shape);
    if (known === undefined) return null;
    const { mode, type, providerKey, provisioners } = known.resource;
    const expressions = new UnparsedExpressions(known.args, shape.member(bytes, "expressions"));
    return { mode, type, name: shape.text(bytes, known.name), providerKey, expressions, provisioners };
  }

  note({ shape, bytes }: FoundShape, resource: WrittenResource): void {
    const [name, ...others] = shape.textsAt("name");
    const { expressions, provisioners } = resource;
    if (name === undefined || others.length + provisioners.length > 0 || shape.text(bytes, name) !== resource.name) return;
    if (expressions instanceof UnparsedExpressions) this.#known.set(shape, { resource, name, args: expressions.args });
  }
}
