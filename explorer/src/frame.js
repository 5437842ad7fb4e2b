// Where the parts of the explorer stand: bars on top, the graph with what is told beside it, a line
// below, and under them what opens when it is asked for.

import { make } from "./elements.js";
import parts from "./parts.css";
import style from "./style.css";

/** Return the explorer's own element, with its style; each part is an element, or several. */
export function frame({ bar, graph, side, line, below }) {
  return make(
    "section",
    { class: "nps-explorer", "aria-label": "Explorer of payments" },
    make("style", {}, style, parts),
    make(
      "div",
      { class: "frame" },
      bar,
      make(
        "div",
        { class: "middle" },
        make("div", { class: "graph" }, ...graph),
        make("div", { class: "side" }, ...side),
      ),
      line,
    ),
    ...below,
  );
}
