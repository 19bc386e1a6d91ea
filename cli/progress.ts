import type { Io } from "./io";

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
