import { fileURLToPath } from "node:url";
import { measureOnce } from "./measure.mjs";

const PROGRAM = fileURLToPath(new URL("render-one.cjs", import.meta.url));
const FORMATS = ["text", "json", "markdown", "sarif", "junit", "gitlab", "github", "html"];
const RUNS = 3;

/** Rendering a review in each format: seconds, as of the baseline that they are compared with, and memory for 10,000 findings, and how they grow to 50,000. */
export const benchRendering = (atReference) =>
  FORMATS.flatMap((format) => {
    const small = bestOf(format, 10_000);
    const large = bestOf(format, 50_000);
    const ratio = large.seconds / small.seconds;
    return [
      atReference(`a review of 10,000 findings as ${format}`, small.seconds, 0.5),
      { what: "  its memory", measured: `${small.megabytes.toFixed(0)} MB`, limit: "at most 200 MB", holds: small.megabytes <= 200 },
      { what: "  50,000 findings, to 10,000", measured: `${ratio.toFixed(2)} x`, limit: "at most 6.5 x", holds: ratio <= 6.5 },
    ];
  });

/** The least of some runs: what others do on the machine only adds. */
const bestOf = (format, findings) => {
  const runs = Array.from({ length: RUNS }, () => measureOnce([PROGRAM, format, String(findings)]));
  return { seconds: Math.min(...runs.map(({ stderr }) => Number(stderr))), megabytes: Math.min(...runs.map(({ megabytes }) => megabytes)) };
};
