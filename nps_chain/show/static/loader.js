// Brings the explorer's script into the page: asked of Python once, however many explorers there
// are, and never a part of what a notebook saves of each of them.

const LOST = 5000; // milliseconds
const OTHERS = 1000; // to wait for what another explorer has asked for

const NOTHING =
  "The explorer gets no answer from Python. Run the cell above again to see it and to use it.";

// By the checksum of their text, scripts that have come, or are on their way.
const scripts = (globalThis.npsExplorerScripts ??= new Map());

function expected(checksum) {
  if (!scripts.has(checksum)) {
    const one = {};
    one.module = new Promise((resolve) => (one.resolve = resolve));
    scripts.set(checksum, { ...one, asked: false });
  }
  return scripts.get(checksum);
}

async function load(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function bring(model) {
  const checksum = model.get("script");
  const script = expected(checksum);
  const hear = (message) => {
    if (message.script !== checksum) return;
    model.off("msg:custom", hear);
    script.resolve(load(message.text));
  };
  const ask = () => {
    model.on("msg:custom", hear);
    model.send({ script: checksum });
  };
  // Who asked first may have lost its Python; then this one asks for itself.
  let later;
  if (script.asked) later = setTimeout(ask, OTHERS);
  else ask();
  script.asked = true;
  return script.module.finally(() => {
    clearTimeout(later);
    model.off("msg:custom", hear);
  });
}

async function render({ model, el }) {
  const sentence = document.createElement("p");
  sentence.setAttribute("role", "status");
  el.append(sentence);
  const lost = setTimeout(() => (sentence.textContent = NOTHING), LOST);
  let gone = false;
  let end = () => {};
  bring(model).then((module) => {
    clearTimeout(lost);
    sentence.remove();
    if (!gone) end = module.render({ model, el });
  });
  return () => {
    gone = true;
    clearTimeout(lost);
    end();
  };
}

export default { render };
