// The payments shown, as a table: all that the canvas says, for who can't see it.

import { fill, make } from "./elements.js";

/** Return the table: its `element`, and `update(state)`. */
export function table() {
  const title = make("summary", {});
  const head = make("tr", {});
  const body = make("tbody", {});
  const scroll = make(
    "div",
    { class: "rows", tabindex: "0", role: "region", "aria-label": "Payments shown" },
    make("table", {}, make("thead", {}, head), body),
  );
  const element = make("details", { class: "payments" }, title, scroll);
  let state = null;

  // Hundreds of rows are made when somebody looks at them.
  function rows() {
    if (!element.open || !state) return;
    fill(head, ...state.table.head.map((name) => make("th", { scope: "col" }, name)));
    fill(
      body,
      ...state.table.rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell)))),
    );
  }

  element.addEventListener("toggle", rows);
  return {
    element,
    update(to) {
      state = to;
      title.textContent = `Payments shown, as a table (${state.table.rows.length})`;
      rows();
    },
  };
}
