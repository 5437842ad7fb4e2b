// The explorer in the browser: it shows what Python says, and tells Python what a person asks for.

import { axis } from "./axis.js";
import { camera } from "./camera.js";
import { canvas } from "./canvas.js";
import { clock } from "./clock.js";
import { cursor } from "./cursor.js";
import { utc, whole } from "./elements.js";
import { png, save } from "./exports.js";
import { frame } from "./frame.js";
import { help } from "./help.js";
import { keyboard } from "./keyboard.js";
import { legend } from "./legend.js";
import { mouse } from "./mouse.js";
import { panel } from "./panel.js";
import { signs } from "./signs.js";
import { status } from "./status.js";
import { table } from "./table.js";
import { talk } from "./talk.js";
import { toolbar } from "./toolbar.js";

/** Show a model's state in an element, until what is returned is called. */
export function render({ model, el }) {
  const line = status();
  const python = talk(model, line.waits);
  const side = panel();
  const meanings = legend();
  const payments = table();

  const view = {
    state: model.get("state"),
    panel: side.element,
    help: help(),
    canvas: canvas(),
    /** Return the node of a name, of the cursor if none is given; undefined if there is none. */
    node: (name = view.cursor.name()) => nodes.get(name),
    async ask(verb, what) {
      const answer = await python.ask(verb, what);
      if (answer.error) line.says(answer.error, true);
      if (answer.file) save(answer.file.name, answer.file.text, answer.file.type);
    },
    run(action) {
      if (action.can?.(view) ?? true) action.run(view);
      else line.says(action.cannot, true);
      bar.update();
    },
    /** Select the node at the cursor, alone or as a second one. */
    select(beside) {
      const node = view.node();
      if (!node || node.shape === "more") return;
      const before = beside ? view.state.selected.filter((name) => name !== node.name) : [];
      const of = [...before.slice(-1), node.name];
      if (of.join() !== view.state.selected.join()) view.ask("select", { of });
    },
    /** Put the cursor on a node, and say what it is. */
    moveTo(name) {
      view.cursor.put(name);
      view.camera.reveal([name], name);
      line.says(view.node().told);
      bar.update();
    },
    projector: () => root.classList.contains("projector"),
    project(on) {
      root.classList.toggle("projector", on);
      view.camera.project(on, view.cursor.name());
      times.measure();
    },
  };
  let nodes = new Map();
  const { cy } = view.canvas;
  view.camera = camera(cy);
  view.cursor = cursor(cy, (name) => view.moveTo(name));
  view.clock = clock(view.ask);
  const times = axis(cy);
  const bar = toolbar(view, view.clock, [
    ["Picture (PNG)", picture],
    ["Picture (SVG)", () => view.ask("save", { what: "svg" })],
    ["Log of steps", () => view.ask("save", { what: "log" })],
  ]);
  view.find = bar.find;

  const root = frame({
    bar: bar.element,
    graph: [times.element, times.grid, view.canvas.element],
    side: [side.element, meanings.element],
    line: line.element,
    below: [payments.element, view.help],
  });
  view.root = root;

  async function picture() {
    const { state } = view;
    const { height, time } = state.clock;
    const title = `As of block ${whole(height)}, ${utc(time)} UTC: ${counted(state)}.`;
    save(`explorer-${height}.png`, await png(cy, state.columns, signs(state), title), "image/png");
  }

  let drawn = false; // whether it was drawn where there was room for it

  function update() {
    const before = view.state;
    const state = (view.state = model.get("state"));
    nodes = new Map(state.nodes.map((node) => [node.name, node]));
    const anchor = view.cursor.name();
    const fresh = view.camera.hold(anchor, () => view.canvas.update(state));
    const moved = state.focus !== before.focus || !nodes.has(anchor);
    const at = [
      moved ? state.focus : anchor,
      anchor,
      state.focus,
      state.start[0],
      state.nodes[0]?.name,
    ];
    view.cursor.put(at.find((name) => nodes.has(name)) ?? "");
    times.update(state);
    for (const part of [side, meanings, payments, view.clock]) part.update(state);
    bar.update();
    line.says(state.said);
    line.counts(counted(state));
    const here = view.cursor.name();
    if (drawn && here && (fresh.length || moved)) view.camera.reveal([...fresh, here], here);
    root.dataset.shown = state.nodes.length; // a mark that all is in its place
  }

  // The notebook calls this before there is any room for the element.
  const room = new ResizeObserver(() => {
    if (view.canvas.element.clientWidth === 0) return;
    cy.resize();
    if (!drawn) view.camera.fit(view.cursor.name());
    drawn = true;
    times.measure();
  });

  const deaf = keyboard(view);
  mouse(view);
  el.append(root);
  update();
  room.observe(view.canvas.element);
  model.on("change:state", update);
  root.addEventListener("fullscreenchange", bar.update);

  return () => {
    model.off("change:state", update);
    room.disconnect();
    deaf();
    python.stop();
    cy.destroy();
  };
}

/** Return in words how much is shown. */
function counted(state) {
  const unseen = state.unseen ? `, ${whole(state.unseen)} not shown` : "";
  const nodes = state.nodes.filter(({ shape }) => shape !== "more").length;
  return `${whole(nodes)} nodes, ${whole(state.table.rows.length)} payments${unseen}`;
}
