/** One command of a workflow, as GitHub's runner reads it. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const unescaped = (text: string): string => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
const unescapedProperty = (text: string): string => unescaped(text.replaceAll("%3A", ":").replaceAll("%2C", ","));

/** Reads a log line by line as the runner does: commands, and the lines that are none. */
export const readWorkflowCommands = (log: string): { readonly commands: readonly WorkflowCommand[]; readonly others: readonly string[] } => {
  const commands: WorkflowCommand[] = [];
  const others: string[] = [];
  for (const line of log.split(/\r\n|\r|\n/)) {
    const trimmed = line.trimStart();
    const end = trimmed.indexOf("::", 2);
    const old = /##\[([a-z-]+)[^\]]*\](.*)/i.exec(line);
    if (trimmed.startsWith("::") && end > 0) {
      const [name = "", ...rest] = trimmed.slice(2, end).split(" ");
      const pairs = rest
        .join(" ")
        .split(",")
        .filter((pair) => pair.includes("="))
        .map((pair) => [pair.slice(0, pair.indexOf("=")).trim(), unescapedProperty(pair.slice(pair.indexOf("=") + 1))] as const);
      commands.push({ name, properties: Object.fromEntries(pairs), data: unescaped(trimmed.slice(end + 2)) });
    } else if (old !== null) commands.push({ name: old[1] ?? "", properties: {}, data: old[2] ?? "" });
    else others.push(line);
  }
  return { commands, others };
};
