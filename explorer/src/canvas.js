// The canvas: keeps what stands on it equal to what Python says, moving only what moved.

import cytoscape from "cytoscape";
import { make } from "./elements.js";
import { looks } from "./looks.js";
import { elements } from "./shapes.js";

const WHAT =
  "Graph of payments. Arrow keys walk from node to node, Enter expands, the question mark lists " +
  "all keys. The payments are in the table below, too.";

/** Return the canvas: its `element`, cytoscape's `cy`, `update(state)`, and a place for listeners. */
export function canvas() {
  const element = make("div", {
    class: "canvas",
    tabindex: "0",
    role: "application",
    "aria-label": WHAT,
  });
  const cy = cytoscape({
    container: element,
    style: looks(),
    layout: { name: "preset" },
    minZoom: 0.01,
    maxZoom: 3,
    autoungrabify: true,
    autounselectify: true,
    boxSelectionEnabled: false,
    userZoomingEnabled: false,
  });
  // Outside the canvas the wheel scrolls the notebook, and so it does until somebody comes in.
  element.addEventListener("focus", () => cy.userZoomingEnabled(true));
  element.addEventListener("blur", () => cy.userZoomingEnabled(false));
  element.addEventListener("pointerdown", () => element.focus({ preventScroll: true }));

  // How each element was last drawn: style is costly to apply, and most stay as they are.
  let drawn = new Map();

  /** Draw a state; return the names of the nodes that are new. */
  function update(state) {
    const wanted = elements(state);
    const looks = new Map(
      wanted.map(({ data, classes }) => [data.id, JSON.stringify([data, classes])]),
    );
    const fresh = [];
    cy.batch(() => {
      for (const id of drawn.keys()) if (!looks.has(id)) cy.getElementById(id).remove();
      for (const one of wanted) {
        const { id } = one.data;
        if (!drawn.has(id)) {
          cy.add(one);
          if (one.group === "nodes") fresh.push(id);
          continue;
        }
        const old = cy.getElementById(id);
        if (drawn.get(id) !== looks.get(id)) old.data(one.data).classes(one.classes);
        if (one.position) old.position(one.position);
      }
    });
    drawn = looks;
    return fresh;
  }

  return { element, cy, update };
}
