import { isPostgresUrl, parseUrl, refuseOtherAddress } from "../../../cli/postgres/url";

describe("a URL of a server", () => {
  it.each<[string, Record<string, string>]>([
    ["postgres://", {}],
    ["postgresql://localhost", { host: "localhost" }],
    ["postgres://u@h:5433/d", { user: "u", host: "h", port: "5433", dbname: "d" }],
    ["POSTGRES://u:p@h/d", { user: "u", password: "p", host: "h", dbname: "d" }],
    ["postgres://u:p:q@h", { user: "u", password: "p:q", host: "h" }],
    ["postgres://u%40corp:p%2Fq%40r%25@h/d%20d", { user: "u@corp", password: "p/q@r%", host: "h", dbname: "d d" }],
    ["postgres://[2001:db8::1]:5433/d", { host: "2001:db8::1", port: "5433", dbname: "d" }],
    ["postgres://u@[::1]", { user: "u", host: "::1" }],
    ["postgres://%2Fvar%2Frun%2Fpostgresql/d", { host: "/var/run/postgresql", dbname: "d" }],
    ["postgres:///d?host=/tmp&port=5433", { host: "/tmp", port: "5433", dbname: "d" }],
    ["postgres://h/d?sslmode=verify-full&options=-c%20work_mem%3D1MB", { host: "h", dbname: "d", sslmode: "verify-full", options: "-c work_mem=1MB" }],
    ["postgres://a/d?host=b&dbname=e", { host: "b", dbname: "e" }],
    ["postgres://h?ssl=true", { host: "h", sslmode: "require" }],
    ["postgres://h?password=a%26b=c", { host: "h", password: "a&b=c" }],
  ])("is read as libpq reads it: %s", (url, parameters) => {
    expect(parseUrl(url)).toEqual(parameters);
  });

  it.each([
    ["postgres://u:hunt@er2@h/d", "second `@`"],
    ["postgres://u:hunt/er2@h/d", "a `/` before the `@`"],
    ["postgres://h?password=hunt@er2", "a `?` before an `@`"],
    ["postgres://u:hunt%zzer2@h", "%-escapes of its password"],
    ["postgres://u:hunt%00er2@h", "%-escapes of its password"],
    ["postgres://u:hunter2@a,b/d", "several hosts"],
    ["postgres://u:hunter2@h?sslmode", "no `name=value`"],
    ["postgres://u:hunter2@[::1/d", "cannot be told apart"],
  ])("is refused without being shown: %s", (url, words) => {
    const refusal = thrownBy(() => parseUrl(url));
    expect([refusal.message, ...refusal.details].join("\n")).toContain(words);
    expect(JSON.stringify([refusal.message, refusal.details])).not.toMatch(/hunt|er2/);
  });

  it.each([
    ["postgres://h", true],
    ["PostgreSQL://h", true],
    ["./postgres", false],
    ["cdktf.out", false],
  ])("is told from a path: %s", (input, isUrl) => {
    expect(isPostgresUrl(input)).toBe(isUrl);
    expect(() => refuseOtherAddress(input)).not.toThrow();
  });

  it.each(["postgre://u:hunter2@h/d", "postgres:/u:hunter2@h", '"postgres://u:hunter2@h', "host=h password=hunter2", "https://u:hunter2@h"])(
    "is not taken for a path where it is mistyped: %s",
    (input) => {
      const refusal = thrownBy(() => refuseOtherAddress(input));
      expect(JSON.stringify([refusal.message, refusal.details])).not.toContain("hunter2");
    },
  );
});

const thrownBy = (run: () => unknown): { readonly message: string; readonly details: readonly string[] } => {
  try {
    run();
  } catch (error) {
    expect(error).toMatchObject({ name: "InputError" });
    return error as ReturnType<typeof thrownBy>;
  }
  throw new Error("nothing was refused");
};
