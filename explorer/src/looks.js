// How nodes and lines look. Sizes are pixels at zoom 1, where letters are 14 pixels high.

export const LETTERS = 14;

const FONT = "Arial, Helvetica, Liberation Sans, DejaVu Sans, sans-serif";
const INK = "#1a1a1a";
const LINE = "#6b6b6b";
const CHOSEN = "#0072B2";

export const [THIN, BROAD] = [1.5, 6]; // of lines

export const LEADING = 15;
export const SIZES = { transaction: 22, address: 32, cluster: 40, more: 28 };
export const GAP = 5; // between a node and what is written above or beneath it
export const FLAG = 18; // height of a name that others gave
export const TIP = 7; // of the flag it is written on

const SHAPES = {
  transaction: "rectangle",
  address: "ellipse",
  cluster: "hexagon",
  more: "octagon",
};

const pen = document.createElement("canvas").getContext("2d");

/** Return how many pixels a text takes across at zoom 1. */
export function width(text, bold = false) {
  pen.font = `${bold ? "bold " : ""}${LETTERS}px ${FONT}`;
  return pen.measureText(text).width;
}

/** Return a text, cut with an ellipsis if it is wider than these pixels. */
export function cut(text, most) {
  if (width(text) <= most) return text;
  const letters = Array.from(text);
  while (letters.length && width(`${letters.join("")}…`) > most) letters.pop();
  return `${letters.join("")}…`;
}

/** Return whether a text is a colour, and nothing else that a style could hold. */
export function isColour(text) {
  return /^#[0-9a-f]{6}$/i.test(text);
}

/** Return black or white, whichever is read better on a colour (WCAG's relative luminance). */
export function inkOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

/** Return cytoscape's style sheet. */
export function looks() {
  const text = { "font-family": FONT, "font-size": LETTERS, color: INK, "min-zoomed-font-size": 5 };
  return [
    {
      selector: "node.thing",
      style: {
        ...text,
        shape: (node) => SHAPES[node.data("shape")] ?? "ellipse",
        width: "data(across)",
        height: "data(size)",
        "background-color": "data(fill)",
        "border-color": INK,
        "border-width": 2,
        label: "data(mark)",
        color: "data(ink)",
        "font-weight": "bold",
        "text-valign": "center",
        "text-halign": "center",
      },
    },
    { selector: "node.dashed", style: { "border-style": "dashed", "border-width": 3 } },
    { selector: "node.double", style: { "border-style": "double", "border-width": 7 } },
    { selector: "node.more", style: { "border-style": "dotted" } },
    {
      selector: "node.selected",
      style: { "outline-width": 4, "outline-color": CHOSEN, "outline-offset": 2 },
    },
    {
      // A white rim, so that a line beneath letters doesn't strike them.
      selector: "node.caption, node.amount, node.dots",
      style: {
        ...text,
        width: 1,
        height: 1,
        "background-opacity": 0,
        label: "data(text)",
        "text-wrap": "wrap",
        "line-height": LEADING / LETTERS,
        "text-halign": "center",
        "text-outline-color": "#ffffff",
        "text-outline-width": 3,
        events: "no",
      },
    },
    { selector: "node.caption", style: { "text-valign": "bottom" } },
    {
      selector: "node.dots",
      style: { "text-valign": "center", "font-weight": "bold", "text-outline-width": 1 },
    },
    {
      selector: "node.amount",
      style: {
        "text-valign": "center",
        "text-background-color": "#ffffff",
        "text-background-opacity": 1,
        "text-background-padding": 1,
      },
    },
    {
      selector: "node.flag",
      style: {
        ...text,
        shape: "polygon",
        "shape-polygon-points": "data(outline)",
        width: "data(width)",
        height: FLAG,
        "background-color": "#fff7dc",
        "border-color": INK,
        "border-width": 1.5,
        label: "data(text)",
        "text-valign": "center",
        "text-halign": "center",
        "text-margin-x": TIP / 2,
        events: "no",
      },
    },
    {
      selector: "node.cursor",
      style: {
        shape: "round-rectangle",
        width: "data(across)",
        height: "data(size)",
        "background-opacity": 0,
        "border-width": 3,
        "border-style": "dashed",
        "border-color": "#D55E00",
        events: "no",
      },
    },
    {
      selector: "edge",
      style: {
        "curve-style": "unbundled-bezier",
        "control-point-weights": "data(weights)",
        "control-point-distances": "data(distances)",
        "edge-distances": "node-position",
        width: "data(width)",
        "line-color": LINE,
        "target-arrow-color": LINE,
        "target-arrow-shape": "triangle",
        "arrow-scale": 1.1,
        events: "no",
      },
    },
    { selector: "edge.change", style: { "line-style": "dashed", "line-dash-pattern": [7, 5] } },
  ];
}
