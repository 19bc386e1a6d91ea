import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IS_LONG, SEED } from "./support/sample";
import { hasTerraform } from "./support/terraform";

const START = join(__dirname, "..", "scripts", "start.mjs");

interface Tour {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  /** Resolves when the output has `text`. */
  until(text: string): Promise<void>;
  /** What the tour and everything that it started left in the temporary folder. */
  left(): readonly string[];
}

/** Each tour with a temporary folder of its own, so that what it leaves behind is seen; and a process group of its own, as a terminal gives it. */
const startTour = (): Tour => {
  const temporary = mkdtempSync(join(tmpdir(), "tour-test-"));
  folders.push(temporary);
  chmodSync(temporary, 0o777);
  const env = { ...process.env, TMPDIR: temporary, TMP: temporary, TEMP: temporary, NO_COLOR: "1" };
  const tour = spawn(process.execPath, [START], { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let output = "";
  for (const stream of [tour.stdout, tour.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => tour.once("close", (code) => resolve({ code, output })));
  const until = async (text: string): Promise<void> => {
    while (!output.includes(text)) {
      if (tour.exitCode !== null) throw new Error(`the tour ended before \`${text}\`:\n${output}`);
      await pause(20);
    }
  };
  return { process: tour, ended, until, left: () => readdirSync(temporary) };
};

const folders: string[] = [];
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
  });

const nothingIsLeft = async (tour: Tour): Promise<void> => {
  for (let waited = 0; waited < 15_000 && tour.left().length > 0; waited += 100) await pause(100);
  expect(tour.left()).toEqual([]);
};

describe("npm start", () => {
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it("shows the whole way, also where its usual port is taken, and leaves nothing behind", async () => {
    const occupant = createServer().listen(15432, "127.0.0.1");
    occupant.on("error", () => {});
    const tour = startTour();
    const { code, output } = await tour.ended;
    occupant.close();

    expect(output).not.toMatch(/rolegate: |Error(?!: Refused by)|undefined|\bat .*\(.*:\d+:\d+\)/);
    expect(code).toBe(0);
    expect(output.match(/^\d {2}\S.*/gm)).toEqual([
      "1  Two PostgreSQL 18 servers of our own",
      "2  main.ts becomes Terraform JSON, judged before a byte is written",
      "3  Each stack is applied in one transaction",
      "4  What each persona can reach, read back from the catalogs",
      "5  Four attempts to get a shell on the production server",
      "6  The real Terraform, with our own provider",
      "7  And whoever asks PostgreSQL itself",
    ]);
    expect(output.match(/^ {3}(stopped|found|allowed)/gm)?.map((word) => word.trim())).toEqual([
      "allowed",
      "stopped",
      "stopped",
      "found",
      "found",
      ...(hasTerraform ? ["allowed", "stopped"] : []),
      "stopped",
      "allowed",
    ]);
    expect(output).toContain(hasTerraform ? "Error: Refused by no-server-program" : "Neither `terraform` nor `tofu` is on the PATH");
    expect(output.match(/rule {6}no-server-program/g)).toHaveLength(4);
    expect(output).toContain("permission denied to COPY to or from an external program");
    expect(output).toContain("run for etl_migrator");
    expect(output).toMatch(/Three things to do next\n\n {3}1\. .*(\n.*)+ {3}2\. .*(\n.*)* {3}3\. /);
    expect(output).not.toContain("production     127.0.0.1:15432");
    for (const [, port] of output.matchAll(/127\.0\.0\.1:(\d+)/g)) expect(await isListening(Number(port))).toBe(false);
    await nothingIsLeft(tour);
  });

  // A tour each: two or three of the points, the same with the same seed, and all of them in a long run.
  const points = ["1  Two PostgreSQL", "2  main.ts becomes", "3  Each stack", "5  Four attempts", ...(hasTerraform ? ["6  The real Terraform"] : [])];
  it.each(points.filter((_, at) => IS_LONG || at % 2 === SEED % 2))("ends in order when it is interrupted by Ctrl-C after `%s`", async (text) => {
    const tour = startTour();
    await tour.until(text);
    process.kill(-(tour.process.pid ?? 0), "SIGINT");
    const { code, output } = await tour.ended;
    expect(output).toContain("Interrupted: stopping the servers and removing their folders.");
    expect(output).not.toContain("did not get through");
    expect(code).toBe(130);
    expect(tour.left()).toEqual([]);
  });

  it.each([
    ["the process that npm started", 1],
    ["every process of the terminal", -1],
  ])("leaves nothing behind when %s is killed", async (_, sign) => {
    const tour = startTour();
    await tour.until("3  Each stack");
    process.kill(sign * (tour.process.pid ?? 0), "SIGKILL");
    await tour.ended;
    await nothingIsLeft(tour);
  });
});
