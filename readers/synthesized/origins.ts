import type { Origin } from "../../model/access-graph";
import type { SourceLine, SynthesizedStack } from "../../model/synthesized";
import { field, isObject, type JsonObject } from "../terraform/json-text";

/**
 * Where a resource was written: its address, the construct's path that cdktf leaves in `//`, the source line where one is known.
 * All but the address is looked up when it is shown: of a stack that is permitted nobody asks.
 */
export class WrittenOrigin implements Origin {
  readonly #body: JsonObject | null;
  readonly #stack: Pick<SynthesizedStack, "origins">;

  constructor(
    readonly address: string,
    body: JsonObject | null,
    stack: Pick<SynthesizedStack, "origins">,
  ) {
    this.#body = body;
    this.#stack = stack;
  }

  get construct(): string | null {
    const comment = this.#body === null ? undefined : field(this.#body, "//");
    const metadata = isObject(comment) ? field(comment, "metadata") : undefined;
    const construct = isObject(metadata) ? field(metadata, "path") : undefined;
    return typeof construct === "string" ? construct : null;
  }

  get file(): string | null {
    return this.#source()?.file ?? null;
  }

  get line(): number | null {
    return this.#source()?.line ?? null;
  }

  #source(): SourceLine | undefined {
    const { origins } = this.#stack;
    return Object.hasOwn(origins, this.address) ? origins[this.address] : undefined;
  }
}
