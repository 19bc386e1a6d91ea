/** Answers in the order of the questions, at most `atOnce` asked at a time. */
export const inTurns = async <T, A>(questions: readonly T[], atOnce: number, ask: (question: T) => Promise<A>): Promise<readonly A[]> => {
  const answers: A[] = [];
  const waiting = questions.entries();
  const worker = async (): Promise<void> => {
    for (const [at, question] of waiting) answers[at] = await ask(question);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, questions.length) }, worker));
  return answers;
};
