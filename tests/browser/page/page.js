// A page that plays the notebook: a model with a state, which keeps what it is asked.
// In its address: scene (a name that the server knows), explorers (how many), dark, mute (no answer).

import loader from "./loader.js";

const wishes = new URLSearchParams(location.search);
document.body.classList.toggle("dark", wishes.has("dark"));

class Model {
  constructor(values) {
    this.values = values;
    this.hearers = [];
    this.asked = [];
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    this.values[name] = value;
    this.tell(`change:${name}`);
  }

  on(event, hear) {
    this.hearers.push([event, hear]);
  }

  off(event, hear) {
    this.hearers = this.hearers.filter(([of, one]) => of !== event || one !== hear);
  }

  tell(event, ...what) {
    for (const [of, hear] of [...this.hearers]) if (of === event) hear(...what);
  }

  async send(message) {
    this.asked.push(message);
    if (wishes.has("mute") || !("script" in message)) return;
    const text = await (await fetch("explorer.js")).text();
    this.tell("msg:custom", { script: message.script, text });
  }
}

const state = await (await fetch(`${wishes.get("scene") ?? "small"}.json`)).json();
globalThis.models = [];
for (let count = Number(wishes.get("explorers") ?? 1); count > 0; count -= 1) {
  const model = new Model({ state, script: "abc" });
  const el = document.createElement("div");
  globalThis.models.push(model);
  globalThis.began = performance.now();
  await loader.render({ model, el });
  document.querySelector("main").append(el); // after rendering, as a notebook does
}
