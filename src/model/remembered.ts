/** How many answers are kept. */
const most = 10_000;

/**
 * A function whose answers are kept, for what is asked again and again about the same few values. It gives the same with and
 * without them, and forgets all of them rather than hold on to more and more.
 */
export function remembered<Q, A>(work: (question: Q) => A): (question: Q) => A {
  const answers = new Map<Q, A>();
  return (question) => {
    const before = answers.get(question);
    if (before !== undefined) return before;
    const answer = work(question);
    if (answers.size >= most) answers.clear();
    answers.set(question, answer);
    return answer;
  };
}
