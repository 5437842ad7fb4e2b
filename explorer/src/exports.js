// Files to keep: the whole graph as a picture, and what Python writes.

import { inkOn, isColour, LETTERS } from "./looks.js";

const MOST = 8000; // pixels on a side: browsers and printers choke on more
const SHARP = 2; // pixels for each one of zoom 1
const MARGIN = 24;
const ROW = 24;

/** Hand a file to the person. */
export function save(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/**
 * Return the whole graph as a PNG, with the times above, what it is below, and the legend.
 * @param {string} title  what is shown, as of when
 */
export async function png(cy, columns, legend, title) {
  const frame = cy.elements(".cursor").remove();
  const things = cy.elements();
  const box = things.boundingBox();
  const rows = 2 + legend.length;
  const height = box.h + (rows + 1) * ROW + 2 * MARGIN;
  const width = Math.max(box.w, 480) + 2 * MARGIN;
  const scale = Math.min(SHARP, MOST / width, MOST / height);
  const graph = await createImageBitmap(await cy.png({ output: "blob-promise", full: true, scale, bg: "#ffffff" }));
  frame.restore();

  const page = document.createElement("canvas");
  page.width = Math.floor(width * scale);
  page.height = Math.floor(height * scale);
  const pen = page.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, page.width, page.height);
  pen.drawImage(graph, MARGIN * scale, (MARGIN + ROW) * scale);
  pen.scale(scale, scale);
  pen.font = `${LETTERS}px sans-serif`;
  pen.fillStyle = "#000000";

  pen.textAlign = "center";
  for (const { x, label } of columns) pen.fillText(label, MARGIN + x - box.x1, MARGIN + LETTERS);
  pen.textAlign = "left";
  let y = MARGIN + ROW + box.h + ROW;
  pen.fillText(title, MARGIN, y);
  for (const [looks, mark, means] of legend) {
    y += ROW;
    sign(pen, looks, mark, MARGIN, y);
    pen.fillStyle = "#000000";
    pen.textAlign = "left";
    pen.fillText(means, MARGIN + 36, y);
  }
  return new Promise((settle) => page.toBlob(settle, "image/png"));
}

/** Draw a sign of the legend, its letters' foot at y. */
function sign(pen, looks, mark, x, y) {
  const [what, how] = looks.split(":");
  const middle = y - 5;
  pen.save();
  pen.lineWidth = 2;
  pen.strokeStyle = "#1a1a1a";
  pen.fillStyle = what === "fill" && isColour(how) ? how : "#ffffff";
  if (how === "dashed") pen.setLineDash([4, 3]);
  pen.beginPath();
  if (what === "line") {
    pen.moveTo(x, middle);
    pen.lineTo(x + 28, middle);
  } else if (how === "transaction") {
    pen.fillStyle = "#333333";
    pen.rect(x + 8, middle - 6, 12, 12);
  } else if (how === "more" || how === "tag") {
    pen.rect(x + 2, middle - 7, 24, 14);
  } else if (how === "cluster") {
    for (let side = 0; side < 6; side += 1) {
      const angle = (Math.PI / 3) * side;
      pen.lineTo(x + 14 + 10 * Math.cos(angle), middle + 10 * Math.sin(angle));
    }
    pen.closePath();
  } else {
    pen.arc(x + 14, middle, 9, 0, 2 * Math.PI);
  }
  if (what !== "line") pen.fill();
  if (how === "double") pen.lineWidth = 4;
  pen.stroke();
  pen.setLineDash([]);
  pen.textAlign = "center";
  pen.fillStyle = what === "fill" && isColour(how) ? inkOn(how) : "#000000";
  if (mark) pen.fillText(mark, x + 14, y);
  pen.restore();
}
