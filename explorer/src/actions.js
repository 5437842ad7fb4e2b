// All that can be done, each in one place: its button, its keys, when it can be done, what is said
// when it can't, and how. The toolbar, the keyboard and the list of keys are made from this.

const NOWHERE = "Go to a node to expand it.";

const shape = (view) => view.node()?.shape;

/** Return the name of the node that stands for what isn't shown of the one at the cursor. */
function rest(view) {
  const node = view.node();
  if (!node) return "";
  if (node.shape === "more") return node.name;
  return [`${node.name}>`, `${node.name}<`].find((name) => view.node(name)) ?? "";
}

function expand(view, way) {
  if (shape(view) === "more") return view.ask("more", { of: view.node().name });
  return view.ask("expand", { of: view.node().name, way });
}

function second(view) {
  const [first] = view.state.selected;
  return view.ask("select", { of: [first, view.node().name] });
}

export const ACTIONS = [
  {
    name: "back",
    text: "← Back",
    tells: "Expand backward: where the money came from",
    keys: ["Backspace", "b", "Shift+Enter"],
    can: (view) => view.node() !== undefined,
    cannot: NOWHERE,
    run: (view) => expand(view, "<"),
  },
  {
    name: "forward",
    text: "Forward →",
    tells: "Expand forward: where the money went",
    keys: ["Enter"],
    can: (view) => view.node() !== undefined,
    cannot: NOWHERE,
    run: (view) => expand(view, ">"),
  },
  {
    name: "more",
    text: "More",
    tells: "Show more of what this node leaves out",
    keys: ["m"],
    can: (view) => rest(view) !== "",
    cannot: "Nothing is left out of this node.",
    run: (view) => view.ask("more", { of: rest(view) }),
  },
  {
    name: "fold",
    text: "Fold",
    tells: "Fold the cluster of this address into one node",
    keys: ["c"],
    can: (view) => shape(view) === "address",
    cannot: "Go to an address to fold its cluster.",
    run: (view) => view.ask("fold", { of: view.node().name }),
  },
  {
    name: "open",
    text: "Open",
    tells: "Open this cluster into its addresses",
    keys: ["o"],
    can: (view) => shape(view) === "cluster",
    cannot: "Go to a folded cluster to open it.",
    run: (view) => view.ask("open", { of: view.node().name }),
  },
  {
    name: "remove",
    text: "Take off",
    tells: "Take this node off the canvas",
    keys: ["Delete"],
    can: (view) => view.node() !== undefined && shape(view) !== "more",
    cannot: "Go to a transaction, an address or a cluster to take it off.",
    run: (view) => view.ask("remove", { of: view.node().name }),
  },
  {
    name: "why",
    text: "Why",
    tells: "Say what links this address to the selected one",
    keys: ["w"],
    can: (view) => {
      const [first, other] = view.state.selected;
      const node = view.node();
      return (
        Boolean(other) || Boolean(first && node && node.shape !== "more" && node.name !== first)
      );
    },
    cannot: "Select one address, then go to another to ask what links them.",
    run: (view) => (view.state.selected.length > 1 ? view.panel.focus() : second(view)),
  },
  {
    name: "undo",
    text: "Undo",
    tells: "Take the last step back",
    keys: ["u", "Control+z"],
    can: (view) => view.state.undo,
    cannot: "There is no step to take back.",
    run: (view) => view.ask("undo"),
  },
  {
    name: "redo",
    text: "Redo",
    tells: "Take the step again that was taken back",
    keys: ["r", "Control+y", "Control+Shift+z"],
    can: (view) => view.state.redo,
    cannot: "There is no step to take again.",
    run: (view) => view.ask("redo"),
  },
  {
    name: "fit",
    text: "Fit",
    tells: "Show as much as can be read",
    keys: ["f"],
    run: (view) => view.camera.fit(view.cursor.name()),
  },
  {
    name: "overview",
    text: "All",
    tells: "Show all, however small",
    keys: ["a"],
    run: (view) => view.camera.overview(),
  },
  {
    name: "farther",
    text: "−",
    tells: "Smaller",
    keys: ["-"],
    run: (view) => view.camera.farther(view.cursor.name()),
  },
  {
    name: "closer",
    text: "+",
    tells: "Larger",
    keys: ["+", "="],
    run: (view) => view.camera.closer(view.cursor.name()),
  },
  {
    name: "projector",
    text: "Projector",
    tells: "Larger letters, for a projector",
    keys: ["p"],
    pressed: (view) => view.projector(),
    run: (view) => view.project(!view.projector()),
  },
  {
    name: "full",
    text: "Full screen",
    tells: "Fill the screen, or leave it",
    keys: [],
    pressed: (view) => document.fullscreenElement === view.root,
    run: (view) =>
      document.fullscreenElement ? document.exitFullscreen() : view.root.requestFullscreen(),
  },
  {
    name: "help",
    text: "Keys",
    tells: "List all keys",
    keys: ["?"],
    run: (view) => view.help.showModal(),
  },
];

/** Keys that have no button; their work is done where each belongs. */
export const MORE_KEYS = [
  [["Arrows"], "Walk to the nearest node that way"],
  [["Space"], "Select the node, to read about it"],
  [["Shift+Space"], "Select it beside the one that is selected"],
  [["/"], "Find a txid or an address"],
  [["[", "]"], "Set the clock back, or on, to where something appears"],
  [["Escape"], "Back to the graph; there, select nothing"],
];

/** Return the action of a name. */
export function action(name) {
  return ACTIONS.find((one) => one.name === name);
}
