import { withProgress } from "../../cli/progress";

const shown = async (isTerminal: boolean, milliseconds: number): Promise<string> => {
  let text = "";
  const stderr = {
    isTerminal,
    columns: undefined,
    write: async (part: string): Promise<void> => {
      text += part;
    },
  };
  const work = withProgress(
    { stderr },
    () => "half done",
    () => new Promise<string>((resolve) => setTimeout(() => resolve("answer"), milliseconds)),
  );
  await jest.advanceTimersByTimeAsync(milliseconds);
  expect(await work).toBe("answer");
  return text;
};

describe("progress", () => {
  beforeAll(() => {
    jest.useFakeTimers();
  });
  afterAll(() => {
    jest.useRealTimers();
  });

  it("is shown on a terminal for work longer than a second, and taken away", async () => {
    expect(await shown(true, 1500)).toBe("\r\u001b[2Khalf done\r\u001b[2K");
  });
  it("is not shown for shorter work, nor in a pipe", async () => {
    expect(await shown(true, 900)).toBe("");
    expect(await shown(false, 5000)).toBe("");
  });
});
