// Files to keep: the whole graph as a picture, and what Python writes.

import { LETTERS } from "./looks.js";
import { draw, HIGH, WIDE } from "./signs.js";

const MOST = 8000; // pixels on a side: browsers and printers choke on more
const SHARP = 2; // pixels for each one of zoom 1
const MARGIN = 24;
const NARROWEST = 560;
const ROW = 26;

/** Hand a file to the person. */
export function save(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/**
 * Promise the whole graph as a PNG: times on top, then the graph, a title, and the legend.
 * `columns` are the times with their x, `legend` as of `signs`, the title says what is shown.
 */
export async function png(cy, columns, legend, title) {
  const cursor = cy.elements(".cursor").remove();
  const box = cy.elements().boundingBox();
  const width = Math.max(box.w, NARROWEST) + 2 * MARGIN;
  const height = box.h + (legend.length + 3) * ROW + 2 * MARGIN;
  const scale = Math.min(SHARP, MOST / width, MOST / height);
  const graph = cy.png({ output: "blob-promise", full: true, scale, bg: "#ffffff" });
  const picture = await createImageBitmap(await graph);
  cursor.restore();

  const page = document.createElement("canvas");
  page.width = Math.floor(width * scale);
  page.height = Math.floor(height * scale);
  const pen = page.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, page.width, page.height);
  pen.scale(scale, scale);
  pen.drawImage(picture, MARGIN, MARGIN + ROW, picture.width / scale, picture.height / scale);
  pen.font = `${LETTERS}px sans-serif`;
  pen.fillStyle = "#000000";
  pen.textAlign = "center";
  for (const { x, label } of columns) pen.fillText(label, MARGIN + x - box.x1, MARGIN + LETTERS);
  pen.textAlign = "left";
  let y = MARGIN + box.h + 2 * ROW;
  pen.fillText(title, MARGIN, y + LETTERS);
  for (const [looks, mark, means] of legend) {
    y += ROW;
    draw(pen, looks, mark, MARGIN, y);
    pen.fillText(means, MARGIN + WIDE + 8, y + HIGH / 2 + LETTERS / 3);
  }
  return new Promise((settle) => page.toBlob(settle, "image/png"));
}
