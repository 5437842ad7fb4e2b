// What part of the graph is seen, and how large. Letters stay as large as can be read from the
// last row; a graph that doesn't fit then is looked at in part, around what matters.

import { LETTERS } from "./looks.js";

const READABLE = 14; // pixels on the screen, of the smallest letters
const PROJECTED = 18;
const MARGIN = 28;
const LARGEST = 1.5;
const STEP = 1.25;

/** Return the camera on cytoscape's canvas. */
export function camera(cy) {
  let projector = false;

  const legible = () => (projector ? PROJECTED : READABLE) / LETTERS;
  const all = () => cy.elements().not(".cursor").boundingBox();
  const things = (names) =>
    cy.collection(names.map((name) => cy.getElementById(name))).boundingBox();

  /** Show all if it can be read, or else the part around a node. */
  function fit(focus) {
    const box = all();
    const zoom = Math.min(fitting(box), LARGEST);
    look(box, focus, Math.max(zoom, legible()));
  }

  /** Show all, however small. */
  function overview() {
    const box = all();
    look(box, "", Math.min(fitting(box), LARGEST));
  }

  function fitting(box) {
    return Math.min(
      (cy.width() - 2 * MARGIN) / Math.max(box.w, 1),
      (cy.height() - 2 * MARGIN) / Math.max(box.h, 1),
    );
  }

  function look(box, focus, zoom) {
    const node = cy.getElementById(focus);
    const at = node.nonempty()
      ? node.position()
      : { x: (box.x1 + box.x2) / 2, y: (box.y1 + box.y2) / 2 };
    cy.viewport({
      zoom,
      pan: {
        x: along(box.x1 * zoom, box.x2 * zoom, at.x * zoom, cy.width()),
        y: along(box.y1 * zoom, box.y2 * zoom, at.y * zoom, cy.height()),
      },
    });
  }

  /** Return the pan that centres what fits, and else a point, leaving no more empty than needed. */
  function along(from, to, point, room) {
    if (to - from + 2 * MARGIN <= room) return room / 2 - (from + to) / 2;
    const most = MARGIN - from;
    const least = room - MARGIN - to;
    return Math.min(Math.max(room / 2 - point, least), most);
  }

  /** Bring these nodes into sight by the shortest way; if not all fit, their middle and `focus`. */
  function reveal(names, focus) {
    const box = things(names);
    const zoom = cy.zoom();
    const pan = cy.pan();
    const node = cy.getElementById(focus);
    const at = node.nonempty() ? node.position() : { x: box.x1, y: box.y1 };
    cy.pan({
      x: shift(box.x1 * zoom, box.x2 * zoom, at.x * zoom, pan.x, cy.width()),
      y: shift(box.y1 * zoom, box.y2 * zoom, at.y * zoom, pan.y, cy.height()),
    });
  }

  function shift(from, to, point, pan, room) {
    if (to - from + 2 * MARGIN <= room) {
      return Math.min(Math.max(pan, MARGIN - from), room - MARGIN - to);
    }
    const edge = 3 * MARGIN;
    return Math.min(Math.max(room / 2 - (from + to) / 2, edge - point), room - edge - point);
  }

  /** Keep a node where it is on the screen while `change` moves nodes about. */
  function hold(name, change) {
    const before = cy.getElementById(name).renderedPosition();
    const made = change();
    const node = cy.getElementById(name);
    if (before && node.nonempty()) {
      const after = node.renderedPosition();
      cy.panBy({ x: before.x - after.x, y: before.y - after.y });
    }
    return made;
  }

  function zoom(level, focus) {
    const node = cy.getElementById(focus);
    const middle = { x: cy.width() / 2, y: cy.height() / 2 };
    cy.zoom({ level, renderedPosition: node.nonempty() ? node.renderedPosition() : middle });
  }

  return {
    fit,
    overview,
    reveal,
    hold,
    closer: (focus) => zoom(cy.zoom() * STEP, focus),
    farther: (focus) => zoom(cy.zoom() / STEP, focus),
    project(on, focus) {
      projector = on;
      if (cy.zoom() < legible()) zoom(legible(), focus);
    },
  };
}
