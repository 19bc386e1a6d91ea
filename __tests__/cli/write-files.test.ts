import { linkSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { writeFiles } from "../../cli/write-files";
import { filesBelow, folderWith } from "./world";

describe("files are written whole, and all or none", () => {
  it("replaces what is there and leaves no temporary file", () => {
    const folder = folderWith({ "report.json": "old" });
    writeFiles([{ file: "report.json", text: "new" }], folder);
    expect(readFileSync(join(folder, "report.json"), "utf8")).toBe("new");
    expect(filesBelow(folder)).toEqual(["report.json"]);
  });

  it.each([
    ["a folder that is not there", "missing/b.json", "no such file or folder"],
    ["a folder in its place", "taken", "it is a folder"],
    ["a file where a folder should be", "file/b.json", "a part of the path is no folder"],
    ["a name too long", `${"x".repeat(300)}.json`, "the name is too long"],
  ])("writes nothing when one cannot be written: %s", (_, bad, reason) => {
    const folder = folderWith({ file: "f" });
    mkdirSync(join(folder, "taken"));
    expect(() =>
      writeFiles(
        [
          { file: "a.json", text: "a" },
          { file: bad, text: "b" },
        ],
        folder,
      ),
    ).toThrow(reason);
    expect(filesBelow(folder)).toEqual(["file"]);
  });

  it.each(["report.json", "./report.json", "sub/../report.json", "link.json", "hard.json"])("refuses two texts for one file, also as %s", (other) => {
    const folder = folderWith({ "report.json": "old", "sub/x": "" });
    symlinkSync("report.json", join(folder, "link.json"));
    linkSync(join(folder, "report.json"), join(folder, "hard.json"));
    expect(() =>
      writeFiles(
        [
          { file: "report.json", text: "a" },
          { file: other, text: "b" },
        ],
        folder,
      ),
    ).toThrow("are one file");
    expect(readFileSync(join(folder, "report.json"), "utf8")).toBe("old");
  });

  it("follows a link instead of replacing it", () => {
    const folder = folderWith({ "real/report.json": "old" });
    symlinkSync("real/report.json", join(folder, "link.json"));
    writeFiles([{ file: "link.json", text: "new" }], folder);
    expect(readFileSync(join(folder, "real/report.json"), "utf8")).toBe("new");
    expect(filesBelow(folder)).toEqual(["link.json", "real/report.json"]);
  });

  it("writes into a device and does not replace it", () => {
    writeFiles([{ file: "/dev/null", text: "new" }], "/");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("keeps bytes of every script", () => {
    const folder = folderWith({});
    writeFiles([{ file: "x", text: "größe 大小 🗄️\n" }], folder);
    expect(readFileSync(join(folder, "x"), "utf8")).toBe("größe 大小 🗄️\n");
  });
});
