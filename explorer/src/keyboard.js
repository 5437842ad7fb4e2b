// What keys do on the canvas. Elsewhere in the explorer only Escape is ours: it leads back here.

import { ACTIONS } from "./actions.js";
import { OURS } from "./elements.js";

const OF_KEY = new Map(ACTIONS.flatMap((one) => one.keys.map((key) => [key, one])));

const BRACKETS = { BracketLeft: "[", BracketRight: "]" };

/** Return a key's Latin letter also where the keyboard is set to Cyrillic or Greek. */
function latin({ key, code }) {
  if (key.length > 1) return key;
  if (key < "\u0080") return key.toLowerCase();
  return BRACKETS[code] ?? (code.startsWith("Key") ? code.slice(3).toLowerCase() : key);
}

/** Return a key with what is held down, as in `Control+z`; Shift only where it isn't the letter's. */
function pressed(event) {
  const key = latin(event);
  const letter = key.length === 1 && key !== " " && !(event.ctrlKey || event.metaKey);
  const held = [
    event.ctrlKey || event.metaKey ? "Control+" : "",
    event.shiftKey && !letter ? "Shift+" : "",
  ];
  return held.join("") + key;
}

/** Listen to the keys of a view, until what is returned is called. */
export function keyboard(view) {
  const others = {
    " ": () => view.select(false),
    "Shift+ ": () => view.select(true),
    "/": () => view.find.focus(),
    "[": () => view.clock.step(-1),
    "]": () => view.clock.step(+1),
    Escape: () => view.ask("select", { of: [] }),
  };

  view.canvas.element.addEventListener("keydown", (event) => {
    if (event.altKey) return;
    const key = pressed(event);
    if (view.cursor.isArrow(key)) view.cursor.walk(key);
    else if (OF_KEY.has(key)) view.run(OF_KEY.get(key));
    else if (key in others) others[key]();
    else return;
    event.preventDefault();
  });

  view.root.addEventListener("keydown", (event) => {
    const inside = event.target === view.canvas.element || view.help.contains(event.target);
    if (event.key === "Escape" && !inside) {
      view.canvas.element.focus({ preventScroll: true });
      event.preventDefault();
    }
  });

  // To save is the notebook's: for that key the mark is off while the notebook looks for it, which
  // it does as early as the document hears of a key.
  function lend(event) {
    const { target } = event;
    if (!(event.ctrlKey || event.metaKey) || latin(event) !== "s" || !view.root.contains(target))
      return;
    target.removeAttribute(OURS);
    setTimeout(() => target.setAttribute(OURS, "true"));
  }

  window.addEventListener("keydown", lend, true);
  return () => window.removeEventListener("keydown", lend, true);
}
