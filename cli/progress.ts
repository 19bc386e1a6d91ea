import type { Io } from "./io";

/** How many databases of some servers have been read; their number is known as soon as a server has said it. */
export class DatabaseCount {
  #done = 0;
  #total = 0;

  /** For one server, which says with each database how many it has. */
  ofServer(): (total: number) => void {
    let known = 0;
    return (total) => {
      this.#total += total - known;
      known = total;
      this.#done += 1;
    };
  }

  /** Such as `, 3 of 12 databases`; empty before there is anything to say. */
  get words(): string {
    return this.#total < 2 ? "" : `, ${this.#done} of ${this.#total} databases`;
  }
}

const CLEAR = "\r\u001b[2K";
const EVERY_MILLISECONDS = 1000;

/** Shows on a terminal, from the first second on, how far the work is; the line is gone when it ends. Nothing is shown in a pipe. */
export const withProgress = async <T>({ stderr }: Pick<Io, "stderr">, told: () => string, work: () => Promise<T>): Promise<T> => {
  if (!stderr.isTerminal) return work();
  let isShown = false;
  const timer = setInterval(() => {
    isShown = true;
    void stderr.write(`${CLEAR}${told()}`).catch(() => undefined);
  }, EVERY_MILLISECONDS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (isShown) await stderr.write(CLEAR).catch(() => undefined);
  }
};
