// What the signs on the canvas mean; only those that occur.

import { fill, make } from "./elements.js";
import { draw, HIGH, signs, WIDE } from "./signs.js";

const SHARP = 2; // pixels of the picture for each of the page

/** Return the legend: its `element`, and `update(state)`. */
export function legend() {
  const list = make("ul", {});
  const element = make(
    "details",
    { class: "legend", open: true },
    make("summary", {}, "Legend"),
    list,
  );

  function update(state) {
    fill(
      list,
      ...signs(state).map(([looks, mark, means]) => make("li", {}, picture(looks, mark), means)),
    );
  }

  return { element, update };
}

function picture(looks, mark) {
  const made = make("canvas", { width: WIDE * SHARP, height: HIGH * SHARP, "aria-hidden": "true" });
  const pen = made.getContext("2d");
  pen.scale(SHARP, SHARP);
  draw(pen, looks, mark, 0, 0);
  return made;
}
