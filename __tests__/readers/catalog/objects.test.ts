import { isTrue, triggerOf } from "../../../readers/catalog/objects";

const ROW = { name: "t", schema: "s", table: "t", functionschema: "s", functionname: "f", type: 0, enabled: "O", inherited: false, partitioned: false };
const [ROW_LEVEL, INSERT, DELETE, UPDATE, TRUNCATE] = [1, 4, 8, 16, 32];

describe("a trigger", () => {
  it.each([
    ["for each row, on the table itself", { type: ROW_LEVEL | INSERT | DELETE | UPDATE }, "INSERT,UPDATE,DELETE"],
    ["for each statement, on the table itself", { type: INSERT | TRUNCATE }, "INSERT,TRUNCATE"],
    ["for each row, of a child", { type: ROW_LEVEL | INSERT | DELETE | UPDATE, inherited: true }, "UPDATE,DELETE"],
    ["for each row, of a partition", { type: ROW_LEVEL | INSERT | DELETE, inherited: true, partitioned: true }, "INSERT,DELETE"],
    ["for each statement, of a partition", { type: INSERT | TRUNCATE, inherited: true, partitioned: true }, "TRUNCATE"],
    ["for replicated changes only", { type: ROW_LEVEL | INSERT, enabled: "R" }, ""],
  ])("%s fires for what is written: %j, %s", (_, change, events) => {
    expect(triggerOf("d", { ...ROW, ...change }).events.join(",")).toBe(events);
  });

  it.each([
    ["O", false],
    ["A", true],
    ["R", true],
  ])("that is enabled as %s fires for replicated changes: %s", (enabled, always) => {
    expect(triggerOf("d", { ...ROW, enabled }).always).toBe(always);
  });
});

describe("an option's value", () => {
  it.each(["true", "TRUE", "t", "tr", "yes", "y", "on", "1"])("`%s` is yes", (value) => expect(isTrue(value)).toBe(true));
  it.each(["false", "off", "no", "n", "0", "", "truely", null])("`%s` is no", (value) => expect(isTrue(value)).toBe(false));
});
