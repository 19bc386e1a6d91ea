import type { JsonCursor } from "./json-cursor";
import type { SectionReader } from "./plan-sections";
import { Shapes } from "./shapes";

/**
 * Sections in which nothing is looked at but the grammar, and that are as large as the others: in `planned_values` and `relevant_attributes` stands
 * something of each resource.
 */
export const PASSED_SECTIONS: Readonly<Record<string, SectionReader>> = {
  planned_values: (cursor) => passValues(cursor, new Shapes()),
  relevant_attributes: (cursor) => passList(cursor, new Shapes()),
};

const passValues = (cursor: JsonCursor, shapes: Shapes): void =>
  passMembers(cursor, (key) => {
    if (key === "root_module") passModule(cursor, shapes);
    else cursor.skip();
  });

const passModule = (cursor: JsonCursor, shapes: Shapes): void =>
  passMembers(cursor, (key) => {
    if (key === "resources") passList(cursor, shapes);
    else if (key === "child_modules" && cursor.isArray()) cursor.array(() => passModule(cursor, shapes));
    else cursor.skip();
  });

const passMembers = (cursor: JsonCursor, member: (key: string) => void): void => {
  if (cursor.isObject()) cursor.members(member);
  else cursor.skip();
};

const passList = (cursor: JsonCursor, shapes: Shapes): void => {
  if (cursor.isArray()) cursor.array(() => cursor.skipAlike(shapes));
  else cursor.skip();
};
