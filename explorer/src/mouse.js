// What clicks do: one puts the cursor there and selects, two expand.

import { action } from "./actions.js";

/** Listen to the mouse, or a finger, on a view's canvas. */
export function mouse(view) {
  const { cy } = view.canvas;
  const { element } = view.canvas;
  const { style } = element;

  // Cytoscape keeps in mind where on the screen its element is; but a notebook is scrolled, and
  // grows above it. Else the pointer would mean another node than the one below it.
  const look = () => cy.renderer().invalidateContainerClientCoordsCache();
  element.addEventListener("pointermove", look, true);
  element.addEventListener("pointerdown", look, true);

  cy.on("tap", "node.thing", ({ target, originalEvent }) => {
    view.moveTo(target.id());
    if (!originalEvent.shiftKey) view.select(originalEvent.ctrlKey || originalEvent.metaKey);
  });

  // With Shift two clicks expand backward, so it takes a moment to tell that there was but one.
  cy.on("onetap", "node.thing", ({ originalEvent }) => {
    if (originalEvent.shiftKey) view.select(true);
  });

  cy.on("dbltap", "node.thing", ({ originalEvent }) => {
    view.run(action(originalEvent.shiftKey ? "back" : "forward"));
  });

  cy.on("tap", ({ target }) => {
    if (target === cy && view.state.selected.length) view.ask("select", { of: [] });
  });

  cy.on("mouseover", "node.thing", () => (style.cursor = "pointer"));
  cy.on("mouseout", "node.thing", () => (style.cursor = ""));
}
