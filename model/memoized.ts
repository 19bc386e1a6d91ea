/** Asks each question once, and keeps the answer. */
export const memoized = <Answer>(ask: (question: string) => Answer): ((question: string) => Answer) => {
  const answers = new Map<string, Answer>();
  return (question) => {
    const known = answers.get(question);
    if (known !== undefined || answers.has(question)) return known as Answer;
    const answer = ask(question);
    answers.set(question, answer);
    return answer;
  };
};
