import { readFileSync } from "node:fs";
import { PAGE_SCRIPT } from "../../reporters/page/script.generated";
import { PAGE_SCRIPT_FILE, pageScriptText } from "../../scripts/page-script";

test("the generated script is that of its source as it is: `npm run page-script` writes it", () => {
  // Compared without a diff: it is one line.
  expect(readFileSync(PAGE_SCRIPT_FILE, "utf8") === pageScriptText()).toBe(true);
});

test("the script is small, ends no element that it stands in, and neither asks anything of anywhere nor writes HTML", () => {
  expect(PAGE_SCRIPT.length).toBeLessThan(13_000);
  expect(PAGE_SCRIPT).not.toMatch(
    /<\/|<!--|innerHTML|outerHTML|insertAdjacent|document\.write|fetch|XMLHttp|WebSocket|sendBeacon|import|eval|Function\(|localStorage|cookie/,
  );
});
