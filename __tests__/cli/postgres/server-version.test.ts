import { readAs } from "../../../cli/postgres/server-version";

describe("the version of a server", () => {
  it.each([
    [140_000, 14],
    [160_014, 16],
    [180_004, 18],
  ])("%i is read as %i", (version, major) => {
    expect(readAs(version, "postgres://h")).toEqual({ major, notices: [] });
  });

  it("is told where it is newer than the known ones, and read as the newest", () => {
    expect(readAs(190_001, "postgres://h")).toEqual({
      major: 18,
      notices: ["postgres://h is PostgreSQL 19, newer than rolegate knows: it is read as PostgreSQL 18"],
    });
  });

  it.each([
    [130_014, "`postgres://h` is PostgreSQL 13, which is too old"],
    [90_624, "`postgres://h` is PostgreSQL 9.6, which is too old"],
  ])("is refused where it is too old: %i", (version, message) => {
    expect(() => readAs(version, "postgres://h")).toThrow(
      expect.objectContaining({ name: "InputError", message, details: ["rolegate reads PostgreSQL 14 to 18"] }),
    );
  });
});
