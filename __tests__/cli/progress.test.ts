import { DatabaseCount, withProgress } from "../../cli/progress";

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

describe("databases that have been read", () => {
  it("are counted of all servers that have said how many they have", () => {
    const databases = new DatabaseCount();
    const [one, other] = [databases.ofServer(), databases.ofServer()];
    expect(databases.words).toBe("");
    one(3);
    expect(databases.words).toBe(", 1 of 3 databases");
    other(2);
    one(3);
    expect(databases.words).toBe(", 3 of 5 databases");
  });

  it("are nothing to tell of a server that has one", () => {
    const databases = new DatabaseCount();
    databases.ofServer()(1);
    expect(databases.words).toBe("");
  });
});
