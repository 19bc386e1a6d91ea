import { proxyTo } from "../support/proxy";
import { IS_LONG } from "../support/sample";
import { withServer } from "../support/servers";
import { hasTerraform, withWorkspace } from "../support/terraform";
import { membershipsOn, providerBlock } from "./support/acceptance";

const described = hasTerraform ? describe : describe.skip;
const MAJOR = 16;

/** Words of a statement, each in another part of the transaction of an apply. */
const STATEMENTS = ["pg_advisory_xact_lock", "REVOKE ", "GRANT ", "COMMIT"];

described("a connection that is cut in an apply", () => {
  test.each(IS_LONG ? STATEMENTS : STATEMENTS.slice(-2))("before the server has read %s leaves nothing half done, and the next plan tells the truth", (word) =>
    withServer(MAJOR, async (server) => {
      await server.admin.query("CREATE ROLE app LOGIN; CREATE ROLE team; CREATE ROLE tool; GRANT tool TO app");
      let isCutting = false;
      let isLocked = false;
      const proxy = await proxyTo(server, {
        toServer: (said, { client }) => {
          const text = said.toString("latin1");
          if (text.includes("pg_advisory_xact_lock")) isLocked = true;
          if (!isCutting || !isLocked || !text.includes(word)) return said;
          client.destroy();
          return null;
        },
      });
      try {
        await withWorkspace({}, async ({ write, run }) => {
          const resource =
            'resource "rolegate_memberships" "apps" {\n  members   = ["app"]\n  take_over = true\n  grants    = { app = { team = "noinherit" } }\n}\n';
          write("main.tf", providerBlock({ ...server, host: proxy.host, port: proxy.port }, 'sslmode = "disable"') + resource);
          isCutting = true;
          expect(await run("apply", "-auto-approve")).toMatchObject({ code: 1 });
          expect(await membershipsOn(server, MAJOR)).toEqual(["app tool"]);
          isCutting = false;
          expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 2, output: expect.stringContaining("1 to add") });
          expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
          expect(await membershipsOn(server, MAJOR)).toEqual(["app team noinherit"]);
        });
      } finally {
        await proxy.close();
      }
    }),
  );
});
