// Elements of the page: made in one way, so that text is only ever text, and so that a key pressed
// inside the explorer is never also a command to the notebook around it.

const FOCUSABLE = new Set(["button", "input", "select", "summary", "dialog"]);

// JupyterLab looks for this on the focused element itself, and takes "b" for "add a cell" without.
export const OURS = "data-lm-suppress-shortcuts";

/** Return an element with these attributes; a text among the children becomes a text node. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  if (FOCUSABLE.has(tag) || "tabindex" in attributes) element.setAttribute(OURS, "true");
  element.append(...children);
  return element;
}

/** Put these in the place of all that an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children);
}

/** Return a whole number with commas, the same in every language. */
export function whole(number) {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Return seconds since 1970 as a date and a time of day in UTC. */
export function utc(seconds) {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}
