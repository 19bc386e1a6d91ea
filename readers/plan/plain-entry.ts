import { isArray, type Json } from "../terraform/json-text";
import type { Entry } from "./entries";
import type { PlainCursor } from "./plain-cursor";
import { PlainMembers, passed, repeated, textOf } from "./plain-members";

type Writable = { -readonly [Key in keyof Entry]: Entry[Key] };
const same = (value: Json): Json => value;

const membersOfChange = (): PlainMembers<Writable> =>
  new PlainMembers({
    actions: repeated(
      (value) => (isArray(value) ? value.map(String) : NO_ACTIONS),
      (entry, actions) => {
        entry.actions = actions;
      },
    ),
    before: (cursor, entry) => {
      entry.before = cursor.value();
    },
    after: (cursor, entry) => {
      entry.after = cursor.value();
    },
    after_unknown: repeated(same, (entry, marks) => {
      entry.afterUnknown = marks;
    }),
    before_sensitive: repeated(same, (entry, marks) => {
      entry.beforeSensitive = marks;
    }),
    after_sensitive: repeated(same, (entry, marks) => {
      entry.afterSensitive = marks;
    }),
  });

const membersOfEntry = (): PlainMembers<Writable> => {
  const change = membersOfChange();
  return new PlainMembers({
    address: (cursor, entry) => {
      entry.address = cursor.text();
    },
    module_address: repeated(textOf, (entry, module) => {
      entry.module = module;
    }),
    mode: repeated(textOf, (entry, mode) => {
      entry.mode = mode;
    }),
    type: repeated(textOf, (entry, type) => {
      entry.type = type;
    }),
    name: (cursor, entry) => {
      entry.name = cursor.text();
    },
    index: passed,
    provider_name: repeated(textOf, (entry, provider) => {
      entry.provider = provider;
    }),
    deposed: (cursor, entry) => {
      passed(cursor);
      entry.isDeposed = true;
    },
    change: (cursor, entry) => change.read(cursor, entry),
  });
};

/**
 * A reader of entries, as `entryIn` reads them, of the bytes themselves: of 50,000 entries only what tells them apart is decoded. It keeps what
 * they have in common, so one plan has one.
 */
export const plainEntryReader = (): ((cursor: PlainCursor) => Entry) => {
  const members = membersOfEntry();
  return (cursor) => {
    const entry: Writable = {
      address: "",
      module: "",
      mode: "",
      type: "",
      name: "",
      provider: "",
      actions: NO_ACTIONS,
      isDeposed: false,
      before: null,
      after: null,
      afterUnknown: null,
      beforeSensitive: null,
      afterSensitive: null,
    };
    members.read(cursor, entry);
    return entry;
  };
};
const NO_ACTIONS: readonly string[] = [];
