import { passwordIn } from "../../../cli/postgres/password-file";

const key = { host: "db.example.com", port: 5432, database: "orders", user: "ann" };

describe("a password file", () => {
  it.each<[string, string | null]>([
    ["db.example.com:5432:orders:ann:secret", "secret"],
    ["*:*:*:*:secret", "secret"],
    ["*:5433:*:*:other\n*:*:*:ann:secret", "secret"],
    ["*:*:*:ann:first\n*:*:*:ann:second", "first"],
    ["# *:*:*:*:comment\n\n*:*:*:*:secret", "secret"],
    ["*:*:*:*:secret\r\n", "secret"],
    ["*:*:*:*:a\\:b\\\\c", "a:b\\c"],
    ["*:*:*:*:a:b", "a"],
    ["*:*:*:*:\n*:*:*:*:second", "second"],
    ["*:*:*:ann", null],
    ["\\*:*:*:*:secret", null],
    ["DB.example.com:*:*:*:secret", null],
    ["*:*:orders2:*:secret", null],
    ["", null],
  ])("gives the first line that fits: %j", (text, password) => {
    expect(passwordIn(text, key)).toBe(password);
  });

  it("takes escaped characters of names as themselves", () => {
    expect(passwordIn("::1:5432:*:*:wrong\n\\:\\:1:*:a\\\\b:a\\:b:right", { host: "::1", port: 5432, database: "a\\b", user: "a:b" })).toBe("right");
    expect(passwordIn("*:*:\\*:*:right", { ...key, database: "*" })).toBe("right");
  });
});
