// Questions to Python and its answers. A question without an answer is said to be one: after a
// restart of the kernel the picture is still on the screen, and clicks would be lost in silence.

const SLOW = 400; // milliseconds
const LOST = 5000;

export const WAITING = "Waiting for Python …";
export const NO_ANSWER = "No answer from Python: run the cell above again.";

// Several views and pages may share a model, and each hears all answers.
const page = Math.random().toString(36).slice(2);
let asked = 0;

/**
 * Return `ask(verb, what)`, which promises Python's answer, and `stop()`.
 * `waits` is told in words while an answer is missing, and an empty text once all are there.
 */
export function talk(model, waits) {
  const open = new Map();

  function hear(message) {
    const question = open.get(message.answer);
    if (!question) return;
    question.timers.forEach(clearTimeout);
    open.delete(message.answer);
    if (open.size === 0) waits("");
    question.settle(message);
  }

  function ask(verb, what = {}) {
    const number = `${page}-${(asked += 1)}`;
    const timers = [
      setTimeout(() => waits(WAITING), SLOW),
      setTimeout(() => waits(NO_ANSWER), LOST),
    ];
    const answer = new Promise((settle) => open.set(number, { settle, timers }));
    model.send({ ask: number, do: verb, with: what });
    return answer;
  }

  function stop() {
    model.off("msg:custom", hear);
    for (const question of open.values()) question.timers.forEach(clearTimeout);
    open.clear();
  }

  model.on("msg:custom", hear);
  return { ask, stop };
}
