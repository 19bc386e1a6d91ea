import { NO_CONFIGURATION, type PlannedConfiguration, readConfiguration } from "./configuration";
import { isOwnData } from "./data-sources";
import { type Entry, entryIn } from "./entries";
import type { PlanState } from "./open-plan";
import { objectAt, objectOr } from "./parts";
import type { PlanBytes, PlanInput } from "./plan-bytes";
import { readSections, type SectionReader } from "./plan-sections";
import { readState } from "./state-entries";

/** What the sections of a plan say beside the entries. */
interface ReadSections {
  readonly configuration: PlannedConfiguration;
  readonly state: PlanState;
}

/**
 * Hands over every entry that is to be judged: what changes and what is deferred, and of a refresh-only plan what the refresh found and
 * what stays as it was; and every reading of a data source of the provider.
 */
export const readEntries = (plan: PlanInput, take: (entry: Entry) => void, noteData: (entry: Entry) => void): ReadSections => {
  const state: PlanState = { isErrored: false, isComplete: true, hasDeferred: false, actions: [], variables: {} };
  let configuration = NO_CONFIGURATION;
  let hasChanges = false;
  let hasFormer = false;
  const actions: SectionReader = (cursor, section) => section.objects(cursor, () => state.actions.push(section.object(cursor)));
  const changes: SectionReader = (cursor, section) =>
    section.objects(cursor, () => {
      hasChanges = true;
      const entry = entryIn(section.object(cursor));
      if (isOwnData(entry)) noteData(entry);
      take(entry);
    });
  const deferred: SectionReader = (cursor, section) =>
    section.objects(cursor, () => {
      hasChanges = true;
      state.hasDeferred = true;
      take(entryIn(objectAt(section.object(cursor), "resource_change")));
    });
  const laterDrift: SectionReader = (cursor, section) => {
    hasFormer = true;
    section.objects(cursor, () => cursor.skip());
  };
  const laterState: SectionReader = (cursor, section) => {
    hasFormer = true;
    section.members(cursor, () => cursor.skip());
  };
  const variables: SectionReader = (cursor) => {
    state.variables = objectOr(cursor.value());
  };
  readSections(
    plan,
    new Map<string, SectionReader>([
      ["resource_changes", changes],
      ["deferred_changes", deferred],
      ["action_invocations", actions],
      ["deferred_action_invocations", actions],
      // What they are is asked of the configuration alone.
      ["variables", plan.source === undefined ? (cursor) => cursor.skip() : variables],
      ["resource_drift", laterDrift],
      ["prior_state", laterState],
      [
        "errored",
        (cursor) => {
          state.isErrored = cursor.value() === true;
        },
      ],
      [
        "complete",
        (cursor) => {
          state.isComplete = cursor.value() !== false;
        },
      ],
      [
        "configuration",
        (cursor, section) => {
          configuration = readConfiguration(cursor, section);
        },
      ],
    ]),
  );
  // Only now it is known whether these are needed, and mostly they are not: then the text is gone through again.
  if (hasFormer && !hasChanges) readFormer(plan, take, noteData);
  else if (hasFormer && configuration.resources.some(isOwnData)) readFormer(plan, () => undefined, noteData);
  return { configuration, state };
};

/** Reads what the refresh found, and then the other resources of the state. */
const readFormer = (source: PlanBytes, take: (entry: Entry) => void, noteData: (entry: Entry) => void): void => {
  const drifted = new Set<string>();
  const drift: SectionReader = (cursor, section) =>
    section.objects(cursor, () => {
      const entry = entryIn(section.object(cursor));
      drifted.add(entry.address);
      take(entry);
    });
  readSections(source, new Map([["resource_drift", drift]]));
  const state: SectionReader = (cursor, section) =>
    readState(cursor, section, (entry) => {
      if (isOwnData(entry)) noteData(entry);
      if (!drifted.has(entry.address)) take(entry);
    });
  readSections(source, new Map([["prior_state", state]]));
};
