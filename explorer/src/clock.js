// The clock: as of which block the chain is known. Moved back, the picture shows what could have
// been known then, and nothing from the future.

import { make, utc, whole } from "./elements.js";

/** Return the clock: its `element`, `update(state)`, and `step(way)` to where something appears. */
export function clock(ask) {
  const slider = make("input", {
    type: "range",
    step: "1",
    "aria-label": "Clock: the last block that is known",
    oninput: () => tell(Number(slider.value)),
    onchange: () => go(Number(slider.value)),
  });
  const says = make("output", {});
  const element = make("label", { class: "clock" }, make("span", {}, "Clock"), slider, says);
  let now = null;

  /** Say a height and its time; between blocks whose time is known, about when it was. */
  function tell(height) {
    const { lowest, highest, first, last } = now;
    const share = highest > lowest ? (height - lowest) / (highest - lowest) : 0;
    const time = height === now.height ? now.time : first + share * (last - first);
    const date = height === now.height ? `${utc(time)} UTC` : `about ${utc(time).slice(0, 10)}`;
    const text = `block ${whole(height)}, ${date}`;
    says.textContent = text;
    slider.setAttribute("aria-valuetext", text);
  }

  function go(height) {
    if (height !== now.height) ask("clock", { height });
  }

  function step(way) {
    const { height, highest, stops } = now;
    const later = stops.find((stop) => stop > height) ?? highest;
    const earlier = stops.findLast((stop) => stop < height) ?? height;
    go(way > 0 ? later : earlier);
  }

  return {
    element,
    step,
    update(state) {
      now = state.clock;
      slider.min = now.lowest;
      slider.max = now.highest;
      slider.value = now.height;
      tell(now.height);
    },
  };
}
