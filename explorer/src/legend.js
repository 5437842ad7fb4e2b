// What the signs on the canvas mean; only those that occur.

import { fill, make } from "./elements.js";
import { inkOn, isColour } from "./looks.js";

/** Return the legend: its `element`, and `update(state)`. */
export function legend() {
  const list = make("ul", {});
  const element = make("details", { class: "legend", open: true }, make("summary", {}, "Legend"), list);

  function update(state) {
    fill(list, ...state.legend.map(([looks, mark, means]) => make("li", {}, sign(looks, mark), " ", means)));
  }

  return { element, update };
}

/** Return a small picture of a sign such as `shape:address`, `line:dashed` or `fill:#0072B2`. */
function sign(looks, mark) {
  const [what, how] = looks.split(":");
  const picture = make("span", { class: "sign", "aria-hidden": "true" }, mark);
  if (["shape", "border", "line"].includes(what) && /^[a-z]+$/.test(how ?? "")) {
    picture.classList.add(`${what}-${how}`);
  } else if (what === "fill" && isColour(how ?? "")) {
    picture.classList.add("fill");
    picture.style.backgroundColor = how;
    picture.style.color = inkOn(how);
  }
  return picture;
}
