// What is told of the selection. Each sentence says of itself whether it is a fact of the chain, an
// inference, or what somebody else claims.

import { fill, make } from "./elements.js";

const KINDS = { fact: "Fact", inference: "Inference", attribution: "Attribution" };
const EMPTY = "Click a node, or press Space on it, to read here what is known of it.";

/** Return the panel: its `element`, and `update(state)`. */
export function panel() {
  const element = make("div", {
    class: "panel",
    role: "region",
    tabindex: "0",
    "aria-label": "What is known of the selection",
  });

  function update(state) {
    const told = state.panel.length ? state.panel : [["text", EMPTY]];
    fill(element, ...told.map(([kind, text]) => part(kind, text)));
    element.scrollTop = 0;
  }

  return { element, update };
}

function part(kind, text) {
  if (kind === "heading") return make("p", { class: "heading" }, text);
  if (kind === "code") return make("p", {}, make("code", {}, text));
  if (kind in KINDS) {
    return make("p", { class: kind }, make("b", {}, KINDS[kind]), " ", text);
  }
  return make("p", {}, text);
}
