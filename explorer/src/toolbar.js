// The bars above the canvas: what to do with the node at the cursor, what to see, what to keep.

import { ACTIONS, action } from "./actions.js";
import { fill, make } from "./elements.js";

const BUTTONS = {
  node: ["back", "forward", "more", "fold", "open", "remove", "why"],
  steps: ["undo", "redo"],
  sight: ["fit", "overview", "farther", "closer", "projector", "full", "help"],
};
const GROUPS = { node: "The node at the cursor", steps: "Steps", sight: "What is seen" };

/** Return the toolbar: its `element`, the field `find`, and `update()` for the view's state. */
export function toolbar(view, clock, files) {
  const buttons = new Map(ACTIONS.map((one) => [one.name, button(view, one)]));
  const group = (name) =>
    make(
      "div",
      { class: "group", role: "group", "aria-label": GROUPS[name] },
      ...BUTTONS[name].map((one) => buttons.get(one)),
    );

  const find = make("input", {
    type: "search",
    class: "find",
    placeholder: "Find txid or address",
    "aria-label": "Find a txid or an address, whole or its beginning",
    maxlength: "120",
    spellcheck: "false",
    onkeydown: (event) => {
      if (event.key !== "Enter" || !find.value.trim()) return;
      view.ask("find", { text: find.value.trim() });
      event.preventDefault();
    },
  });
  const colour = make("select", {
    onchange: () => view.ask("colour", { by: colour.value }),
  });
  const hides = make("div", { class: "list" });
  const saves = make(
    "div",
    { class: "list" },
    ...files.map(([text, save]) => make("button", { type: "button", onclick: save }, text)),
  );

  const element = make(
    "div",
    { class: "toolbar" },
    make(
      "div",
      { class: "row" },
      group("node"),
      group("steps"),
      make("label", {}, "Colour ", colour),
      menu("Hide", hides),
      menu("Save", saves),
    ),
    make("div", { class: "row" }, find, clock.element, group("sight")),
  );

  function update() {
    const { state } = view;
    for (const one of ACTIONS) {
      const made = buttons.get(one.name);
      made.setAttribute("aria-disabled", String(!(one.can?.(view) ?? true)));
      if (one.pressed) made.setAttribute("aria-pressed", String(one.pressed(view)));
    }
    fill(colour, ...state.colours.map((by) => make("option", { value: by }, by)));
    colour.value = state.colour;
    fill(hides, ...state.hides.map((what) => hide(view, what)));
  }

  return { element, find, update };
}

function button(view, one) {
  const keys = one.keys.length ? ` (${one.keys.join(" or ")})` : "";
  // A button that can't be pressed now keeps the focus, so it only says so.
  return make(
    "button",
    {
      type: "button",
      title: `${one.tells}${keys}`,
      "aria-label": /\w/.test(one.text) ? undefined : one.tells,
      "data-action": one.name,
      onclick: () => view.run(action(one.name)),
    },
    one.text,
  );
}

function hide(view, what) {
  const box = make("input", {
    type: "checkbox",
    onchange: () => view.ask(box.checked ? "hide" : "show", { what }),
  });
  box.checked = view.state.hidden.includes(what);
  return make("label", {}, box, ` ${what}`);
}

function menu(text, list) {
  const element = make("details", { class: "menu" }, make("summary", {}, text), list);
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget)) element.open = false;
  });
  return element;
}
