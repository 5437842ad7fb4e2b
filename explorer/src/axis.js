// The axis of time above the canvas: it moves with the graph, and never scrolls out of sight.

import { fill, make } from "./elements.js";

const APART = 14; // pixels between two labels

/** Return the axis over cytoscape's canvas: its `element`, the `grid` below it, and `update(state)`. */
export function axis(cy) {
  const element = make("div", { class: "axis", "aria-hidden": "true" });
  const grid = make("div", { class: "grid", "aria-hidden": "true" });
  let columns = [];

  function update(state) {
    columns = state.columns.map(({ x, label }) => ({
      x,
      tick: make("span", {}, label),
      line: make("i", {}),
    }));
    fill(element, ...columns.map(({ tick }) => tick));
    fill(grid, ...columns.map(({ line }) => line));
    measure();
  }

  /** Place all anew after letters have become larger or smaller. */
  function measure() {
    for (const column of columns) column.width = column.tick.offsetWidth;
    place();
  }

  /** Put each label above its column, leaving out what would touch the one before. */
  function place() {
    const zoom = cy.zoom();
    const pan = cy.pan().x;
    const room = element.clientWidth;
    let free = -Infinity;
    for (const { x, tick, line, width } of columns) {
      line.style.transform = `translateX(${x * zoom + pan}px)`;
      const left = x * zoom + pan - width / 2;
      const seen = left >= free && left + width > 0 && left < room;
      tick.style.visibility = seen ? "visible" : "hidden";
      if (!seen) continue;
      tick.style.transform = `translateX(${left}px)`;
      free = left + width + APART;
    }
  }

  cy.on("viewport resize", place);
  return { element, grid, update, measure };
}
