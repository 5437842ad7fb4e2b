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

  /** Draw a state; return the names of the nodes that are new. */
  function update(state) {
    const wanted = new Map(elements(state).map((one) => [one.data.id, one]));
    const fresh = [];
    cy.batch(() => {
      cy.elements()
        .filter((one) => !wanted.has(one.id()) && !one.hasClass("cursor"))
        .remove();
      for (const [id, one] of wanted) {
        const old = cy.getElementById(id);
        if (old.empty()) {
          cy.add(one);
          if (one.group === "nodes") fresh.push(id);
          continue;
        }
        old.data(one.data);
        old.classes(one.classes);
        if (one.position) old.position(one.position);
      }
    });
    return fresh;
  }

  return { element, cy, update };
}
