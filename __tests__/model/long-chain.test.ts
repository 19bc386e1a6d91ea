import { closureOf } from "../../model/closure";
import { indexGraph } from "../../model/graph-index";
import { graphOf, membership } from "../support/graphs";

// In a file of its own: `npm run mutants` would ask it of thousands of mutants.
test("a chain of 100,000 memberships overflows no stack", () => {
  const length = 100_000;
  const rows = Array.from({ length }, (_, at) => membership(`r${at}`, at === length - 1 ? "pg_monitor" : `r${at + 1}`));
  const closure = closureOf(indexGraph(graphOf([], rows)), { major: 16, administrators: ["postgres"] });
  expect(closure.holders("monitor")).toHaveLength(length);
  expect(closure.reaches("r0").find((reach) => reach.capability === "monitor")?.path).toHaveLength(length);
});
