import type { Diagnostic, PathStep } from "./diagnostics";
import type { Schema } from "./schema";
import type { MapValue } from "./value";

/** A provider as the protocol core serves it: `C` is what its configuration makes. Every method may throw `Refused`. */
export interface ProviderDefinition<C> {
  readonly schema: Schema;
  readonly resources: Readonly<Record<string, Resource<C>>>;
  readonly dataSources: Readonly<Record<string, DataSource<C>>>;
  /** Judges the provider block where `terraform validate` sees it: values may be unknown. */
  validate(config: MapValue): readonly Diagnostic[];
  /** Must not connect: a plan that makes the server itself has none yet. */
  configure(config: MapValue): Promise<Configured<C>>;
}

export interface Configured<C> {
  readonly context: C;
  readonly diagnostics: readonly Diagnostic[];
}

/** A managed resource. States are whole objects with every attribute of the schema. */
export interface Resource<C> {
  readonly schema: Schema;
  /** Values may be unknown. */
  validate(config: MapValue): readonly Diagnostic[];
  /** A state of an older schema version, as JSON made of it. Absent: it is taken as it is. */
  upgrade?(version: number, state: MapValue): MapValue;
  /** What the server has now; null where it is gone. */
  read(request: ReadRequest<C>): Promise<ResourceAnswer>;
  /** Asked for destroys too: then `proposed` is null. */
  plan(request: PlanRequest<C>): Promise<PlanAnswer>;
  /** What stands afterwards. To fail it throws `Refused`: the prior state is kept. */
  apply(request: ApplyRequest<C>): Promise<ResourceAnswer>;
  /** A stub that `read` fills. */
  importState(context: C, id: string): Promise<MapValue>;
  /** A state of another provider's resource, where it can be moved here. */
  move?(source: MoveSource): MoveAnswer;
}

interface RequestOf<C> {
  readonly context: C;
  /** Aborted when the user interrupts Terraform. */
  readonly signal: AbortSignal;
}
export interface ReadRequest<C> extends RequestOf<C> {
  readonly state: MapValue;
}
export interface PlanRequest<C> extends RequestOf<C> {
  readonly prior: MapValue | null;
  readonly proposed: MapValue | null;
  readonly config: MapValue | null;
}
export interface ApplyRequest<C> extends RequestOf<C> {
  readonly prior: MapValue | null;
  /** Null: destroy. */
  readonly planned: MapValue | null;
  readonly config: MapValue | null;
}
export interface MoveSource {
  readonly provider: string;
  readonly type: string;
  readonly version: number;
  readonly state: MapValue;
}

export interface ResourceAnswer {
  readonly state: MapValue | null;
  readonly diagnostics: readonly Diagnostic[];
}
export interface MoveAnswer {
  readonly state: MapValue;
  readonly diagnostics: readonly Diagnostic[];
}
export interface PlanAnswer extends ResourceAnswer {
  readonly requiresReplace?: readonly (readonly PathStep[])[];
}

/** Facts that are only read. */
export interface DataSource<C> {
  readonly schema: Schema;
  validate(config: MapValue): readonly Diagnostic[];
  read(request: {
    readonly context: C;
    readonly config: MapValue;
    readonly signal: AbortSignal;
  }): Promise<{ readonly state: MapValue; readonly diagnostics: readonly Diagnostic[] }>;
}
