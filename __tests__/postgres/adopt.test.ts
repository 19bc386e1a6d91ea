import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, folderWith, runIn } from "../cli/world";
import { urlOf } from "../support/applied-example";
import { REALISTIC } from "../support/realistic-cluster";
import { TESTED_MAJORS, withServer } from "../support/servers";

describe.each(TESTED_MAJORS)("adopt on PostgreSQL %i", (major) => {
  it("x", () =>
    withServer(major, async (server) => {
      await server.admin.query("CREATE DATABASE shop");
      const shop = await server.connect({ database: "shop" });
      for (const sql of REALISTIC(major)) await shop.query(sql);
      const folder = folderWith({ "x": "" });
      const ran = await runIn(folder, ["adopt", urlOf(server, "shop"), "--out", "out"]);
      console.log(ran.stdout, ran.stderr);
      for (const file of filesBelow(join(folder, "out"))) if (/ts$|yaml$/.test(file)) console.log(file + "\n" + readFileSync(join(folder, "out", file), "utf8"));
    }));
});
