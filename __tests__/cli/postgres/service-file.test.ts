import { serviceIn } from "../../../cli/postgres/service-file";

const FILE = `# comment
[other]
host=other

[prod]
  host=db.example.com
# port=1
port = 5433
port=5434
password=a=b
[prod]
dbname=late
`;

describe("a service file", () => {
  it("gives the parameters of the first section of that name, of each the first", () => {
    expect(serviceIn(FILE, "prod", "f")).toEqual({ host: "db.example.com", port: "5433", password: "a=b" });
    expect(serviceIn(FILE.replaceAll("\n", "\r\n"), "other", "f")).toEqual({ host: "other" });
    expect(serviceIn("[empty]", "empty", "f")).toEqual({});
  });

  it("does not have another", () => {
    expect(serviceIn(FILE, "lab", "f")).toBeNull();
    expect(serviceIn("", "prod", "f")).toBeNull();
  });

  it("is refused with its line, and without what stands there", () => {
    expect(() => serviceIn("[prod]\nhost=h\nhunter2", "prod", "f")).toThrow("`f` line 3 is no `name=value`");
    expect(() => serviceIn("[prod]\nservice=x", "prod", "f")).toThrow("`f` line 2 names a service within a service");
    expect(serviceIn("[lab]\nnonsense\n[prod]\nhost=h", "prod", "f")).toEqual({ host: "h" });
  });
});
