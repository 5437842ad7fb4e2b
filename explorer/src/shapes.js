// What Python's nodes and lines become on cytoscape's canvas. A node has one text there, so what
// stands beneath it and the names that others gave it are companions of their own, which no
// click meets.

import { BROAD, cut, FLAG, GAP, inkOn, isColour, SIZES, THIN, TIP, width } from "./looks.js";
import { route } from "./routes.js";

const ACROSS = 220; // pixels that what is written at a node may take

/** Return cytoscape's elements for a state. */
export function elements(state) {
  const most = Math.max(1, ...state.lines.map(({ value }) => value));
  const places = new Map(state.nodes.map(({ name, x, y }) => [name, { x, y }]));
  return [...state.nodes.flatMap(node), ...state.lines.flatMap((told) => line(told, most, places))];
}

function node(told) {
  const size = SIZES[told.shape] ?? SIZES.address;
  const across = Math.max(size, width(told.mark, true) + 8); // so that what is in it fits
  const fill = isColour(told.fill) ? told.fill : "#ffffff";
  const thing = {
    group: "nodes",
    data: {
      id: told.name,
      size,
      across,
      fill,
      ink: inkOn(fill),
      mark: told.mark,
      shape: told.shape,
    },
    position: { x: told.x, y: told.y },
    classes: ["thing", told.shape, told.border, told.selected ? "selected" : ""].join(" "),
  };
  const lines = [told.label, told.detail].filter(Boolean).map((text) => cut(text, ACROSS));
  return [
    thing,
    ...(lines.length ? [text(told, "caption", 0, size / 2 + GAP, lines.join("\n"))] : []),
    ...(told.tags.length ? [flag(told, size / 2 + GAP + FLAG / 2)] : []),
    // Above the level on which lines come and go, and below a flag.
    ...(told.before ? [text(told, "dots before", -(across / 2 + 10), -10, "···")] : []),
    ...(told.after ? [text(told, "dots after", across / 2 + 10, -10, "···")] : []),
  ];
}

/** Return a text that stands at a node, this far from its middle. */
function text({ name, x, y }, classes, right, down, written) {
  return {
    group: "nodes",
    data: { id: `${name} ${classes}`, text: written },
    position: { x: x + right, y: y + down },
    classes,
  };
}

function flag(told, above) {
  const rest = told.tags.length > 1 ? ` +${told.tags.length - 1}` : "";
  const written = cut(told.tags[0], ACROSS - width(rest)) + rest;
  const made = text(told, "flag", 0, -above, written);
  made.data.width = width(written) + 10 + TIP;
  const neck = (2 * TIP) / made.data.width - 1; // its tip ends there; it goes from -1 to 1
  made.data.outline = `-1 0 ${neck} -1 1 -1 1 1 ${neck} 1`;
  return made;
}

function line(told, most, places) {
  const id = `${told.source} ${told.target}`;
  const made = {
    group: "edges",
    data: {
      id,
      source: told.source,
      target: told.target,
      width: THIN + (BROAD - THIN) * Math.sqrt(Math.max(told.value, 0) / most),
      ...route(places.get(told.source), places.get(told.target), told.bends),
    },
    classes: told.change ? "change" : "",
  };
  if (!told.label || !told.spot.length) return [made];
  const [x, y] = told.spot;
  return [made, text({ name: id, x, y }, "amount", 0, 0, told.label)];
}
