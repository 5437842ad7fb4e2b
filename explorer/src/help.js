// The list of all keys.

import { ACTIONS, MORE_KEYS } from "./actions.js";
import { make } from "./elements.js";

/** Return the dialog that lists the keys. */
export function help() {
  const keys = [...ACTIONS.map(({ keys, tells }) => [keys, tells]), ...MORE_KEYS].filter(
    ([of]) => of.length,
  );
  const rows = keys.map(([of, tells]) =>
    make(
      "tr",
      {},
      make("td", {}, ...of.flatMap((key) => [make("kbd", {}, key), " "])),
      make("td", {}, tells),
    ),
  );
  const dialog = make(
    "dialog",
    { "aria-label": "Keys" },
    make("button", { type: "button", onclick: () => dialog.close() }, "Close"),
    make(
      "p",
      {},
      "Double-click a node to expand it forward, with Shift backward. Ctrl-click selects a second one.",
    ),
    make(
      "table",
      {},
      make(
        "thead",
        {},
        make("tr", {}, make("th", { scope: "col" }, "Key"), make("th", { scope: "col" }, "Does")),
      ),
      make("tbody", {}, ...rows),
    ),
  );
  return dialog;
}
