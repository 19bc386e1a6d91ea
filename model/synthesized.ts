import type { AddressCollision } from "./access-graph";
import type { Report } from "./report";

/** One stack as it is about to be written: the bytes of its `cdk.tf.json` and where its resources come from. */
export interface SynthesizedStack {
  readonly name: string;
  /** Path that a report shows, such as `cdktf.out/stacks/prod/cdk.tf.json`. */
  readonly path: string;
  readonly text: string;
  /** Terraform address to source line; for display only. */
  readonly origins: Readonly<Record<string, SourceLine>>;
  readonly collisions: readonly AddressCollision[];
}

export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** A verdict with the words that a person reads. */
export interface Judgement {
  readonly report: Report;
  readonly text: string;
}
