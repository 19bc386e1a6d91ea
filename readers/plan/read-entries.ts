import type { Json } from "../terraform/json-text";
import { NO_CONFIGURATION, type PlannedConfiguration, readConfiguration } from "./configuration";
import { type Entry, entryIn } from "./entries";
import { type Again, readParts, type ValueReader } from "./json-cursor";
import type { JsonPart } from "./json-part";
import type { PlanState } from "./open-plan";
import { objectAt, objectOr } from "./parts";
import { PASSED_SECTIONS } from "./passed-sections";
import { plainEntryReader } from "./plain-entry";
import type { PlanInput } from "./plan-bytes";
import { readSections, type SectionReader } from "./plan-sections";
import type { FoundShape } from "./shape";
import { Shapes } from "./shapes";
import { noteState, type StatePart, stateEntryIn } from "./state-entries";

/** Of what is seldom read. */
const PARSED: ValueReader<Json> = { plainly: (cursor) => cursor.value(), parsed: (value) => value };

/** `found`: how the entry is written, where that is known. */
type TakeEntry = (entry: Entry, found: FoundShape | null) => void;
type TakeFormer = (entry: Entry) => void;

/** What the sections of a plan say, and a way to its entries. */
export interface PlanEntries {
  readonly configuration: PlannedConfiguration;
  readonly state: PlanState;
  /**
   * Hands over every entry that is to be judged: what changes and what is deferred, and of a refresh-only plan what the refresh found and what
   * stays as it was. Each is parsed for `take` and then forgotten: a large plan has too many to hold them all. `again`: was it taken without that?
   */
  readonly each: (take: TakeEntry, again?: Again) => void;
  /** Hands over what the state had before, where `each` does not. */
  readonly former: (take: TakeFormer) => void;
}

/** Goes over a plan once: notes where its entries are, and reads what says how to understand them, which stands behind them. */
export const openEntries = (plan: PlanInput): PlanEntries => {
  const changes: JsonPart[] = [];
  const deferred: JsonPart[] = [];
  const drift: JsonPart[] = [];
  const former: StatePart[] = [];
  const state: PlanState = { isErrored: false, isComplete: true, hasDeferred: false, actions: [], variables: {} };
  let configuration = NO_CONFIGURATION;
  const noting =
    (parts: JsonPart[]): SectionReader =>
    (cursor, section) => {
      const shapes = new Shapes();
      section.objects(cursor, () => parts.push(cursor.part(shapes)));
    };
  const actions: SectionReader = (cursor, section) => section.objects(cursor, () => state.actions.push(section.object(cursor)));
  const readers: Readonly<Record<string, SectionReader>> = {
    ...PASSED_SECTIONS,
    resource_changes: noting(changes),
    deferred_changes: noting(deferred),
    resource_drift: noting(drift),
    prior_state: (cursor, section) => noteState(cursor, section, former),
    action_invocations: actions,
    deferred_action_invocations: actions,
    errored: (cursor) => {
      state.isErrored = cursor.value() === true;
    },
    complete: (cursor) => {
      state.isComplete = cursor.value() !== false;
    },
    variables: (cursor) => {
      // What they are is asked only of a configuration that shows what is made of them.
      if (plan.source === undefined) cursor.skip();
      else state.variables = objectOr(cursor.value());
    },
    configuration: (cursor, section) => {
      configuration = readConfiguration(cursor, section);
    },
  };
  readSections(plan, new Map(Object.entries(readers)));
  state.hasDeferred = deferred.length > 0;

  const entries: ValueReader<Entry> = { plainly: plainEntryReader(), parsed: (value) => entryIn(objectOr(value)) };
  const readFormer = (take: TakeFormer): void =>
    readParts(plan, former, PARSED, (value, at) => take(stateEntryIn(objectOr(value), former[at]?.module.address ?? "")));
  const readChanges = (take: TakeEntry, again?: Again): void => {
    readParts(plan, changes, entries, (entry, _, found) => take(entry, found), again);
    readParts(plan, deferred, PARSED, (value) => take(entryIn(objectAt(objectOr(value), "resource_change")), null));
  };
  const readRefresh = (take: TakeEntry): void => {
    const drifted = new Set<string>();
    readParts(plan, drift, entries, (entry) => {
      drifted.add(entry.address);
      take(entry, null);
    });
    readFormer((entry) => {
      if (!drifted.has(entry.address)) take(entry, null);
    });
  };
  const isRefresh = changes.length + deferred.length === 0;
  return { configuration, state, each: isRefresh ? readRefresh : readChanges, former: isRefresh ? () => undefined : readFormer };
};
