// Small pictures of the signs on the canvas, for the legend beside it and the one in a picture.

import { BROAD, inkOn, isColour, LETTERS, THIN } from "./looks.js";

export const [WIDE, HIGH] = [36, 22]; // pixels that a sign takes
const INK = "#1a1a1a";

/** Return the legend of a state: for each sign what it looks like, its mark, and what it means. */
export function signs(state) {
  const goesOn = state.nodes.some(({ before, after }) => before || after);
  return [
    ...state.legend,
    ...(state.lines.length ? [["line:broad", "", "the broader, the more BTC"]] : []),
    ...(goesOn ? [["dots:", "", "goes on, not shown"]] : []),
  ];
}

/** Draw a sign such as `shape:address`, `line:dashed` or `fill:#0072B2`, from this corner on. */
export function draw(pen, looks, mark, left, top) {
  const [what, how] = looks.split(":");
  const colour = what === "fill" && isColour(how ?? "") ? how : "#ffffff";
  pen.save();
  pen.translate(left + WIDE / 2, top + HIGH / 2);
  pen.lineWidth = 2;
  pen.strokeStyle = INK;
  pen.fillStyle = colour;
  if (how === "dashed") pen.setLineDash([4, 3]);
  if (what === "line") line(pen, how);
  else if (what === "dots") dots(pen);
  else outline(pen, what === "shape" ? how : "address", how === "double");
  if (mark) {
    pen.fillStyle = inkOn(colour);
    pen.font = `bold ${LETTERS - 2}px sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(mark, 0, 1);
  }
  pen.restore();
}

function line(pen, how) {
  if (how === "broad") {
    pen.fillStyle = INK;
    pen.beginPath();
    for (const [x, y] of [
      [-16, -THIN],
      [16, -BROAD],
      [16, BROAD],
      [-16, THIN],
    ])
      pen.lineTo(x, y / 2);
    pen.fill();
    return;
  }
  pen.beginPath();
  pen.moveTo(-16, 0);
  pen.lineTo(16, 0);
  pen.stroke();
}

function dots(pen) {
  pen.fillStyle = INK;
  for (const x of [-6, 0, 6]) pen.fillRect(x - 1.5, -1.5, 3, 3);
}

function outline(pen, shape, double) {
  pen.beginPath();
  if (shape === "transaction") pen.rect(-7, -7, 14, 14);
  else if (shape === "cluster") corners(pen, 6, 0);
  else if (shape === "more") corners(pen, 8, Math.PI / 8);
  else if (shape === "tag") flag(pen);
  else pen.ellipse(0, 0, 13, 9, 0, 0, 2 * Math.PI);
  if (shape === "transaction") pen.fillStyle = INK;
  if (shape === "tag") pen.fillStyle = "#fff7dc";
  if (shape === "more") pen.setLineDash([2, 2]);
  pen.closePath();
  pen.fill();
  pen.stroke();
  if (double) {
    pen.beginPath();
    pen.ellipse(0, 0, 9, 5, 0, 0, 2 * Math.PI);
    pen.stroke();
  }
}

function corners(pen, many, turned) {
  for (let k = 0; k < many; k += 1) {
    const angle = turned + (2 * Math.PI * k) / many;
    pen.lineTo(10 * Math.cos(angle), 10 * Math.sin(angle));
  }
}

function flag(pen) {
  for (const [x, y] of [
    [-14, 0],
    [-9, -8],
    [14, -8],
    [14, 8],
    [-9, 8],
  ])
    pen.lineTo(x, y);
}
