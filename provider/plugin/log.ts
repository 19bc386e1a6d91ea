// What a provider writes to standard error as lines of JSON, Terraform shows among its own log, by TF_LOG and TF_LOG_PROVIDER
// (https://developer.hashicorp.com/terraform/internals/debugging); other lines would be warnings without a level.

const LEVELS = ["trace", "debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];

/** One line of the log. What it says is for people who look for a fault: names and durations, never a value that may be secret. */
export type Log = (level: LogLevel, message: string, fields?: Readonly<Record<string, string | number>>) => void;

export const NO_LOG: Log = () => undefined;

/** The log of one process; nothing below the level that the environment asks for, and nothing at all where it asks for none. */
export const logTo = (env: Readonly<Record<string, string | undefined>>, write: (text: string) => void, now: () => Date): Log => {
  const asked = (env.TF_LOG_PROVIDER ?? env.TF_LOG ?? "").toLowerCase();
  if (asked === "" || asked === "off") return NO_LOG;
  // What is no level, as `json`, is everything to Terraform, too.
  const least = Math.max((LEVELS as readonly string[]).indexOf(asked), 0);
  return (level, message, fields = {}) => {
    if (LEVELS.indexOf(level) < least) return;
    // Go reads no other number of digits than these six.
    const timestamp = now().toISOString().replace("Z", "000Z");
    write(`${JSON.stringify({ "@level": level, "@message": message, "@module": "rolegate", "@timestamp": timestamp, ...fields })}\n`);
  };
};

/** What a log takes the time by. */
export const elapsed = (): (() => number) => {
  const start = process.hrtime.bigint();
  return () => Number((process.hrtime.bigint() - start) / 1_000_000n);
};
