// The line below the canvas: what happened, for screen readers too, and how much is shown.

import { make } from "./elements.js";

/** Return the line: its `element`, `says(text, wrong)`, `waits(text)` and `counts(text)`. */
export function status() {
  const said = make("span", { class: "said", role: "status" });
  const waiting = make("span", { class: "waits", role: "status" });
  const count = make("span", { class: "count" });
  const element = make("div", { class: "status" }, said, waiting, count);
  return {
    element,
    says(text, wrong = false) {
      said.textContent = text;
      said.title = text;
      said.classList.toggle("wrong", wrong);
    },
    waits(text) {
      waiting.textContent = text;
    },
    counts(text) {
      count.textContent = text;
    },
  };
}
