// The cursor: the node that keys and buttons speak of. A click puts it there, arrows walk it.

const AROUND = 15; // pixels that its frame is wider than the node
const NAME = " cursor"; // no node of Python's begins with a space

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Return the cursor on cytoscape's canvas; `moved(name)` is called when it went somewhere. */
export function cursor(cy, moved) {
  let name = "";

  /** Put it on a node, or nowhere. */
  function put(to) {
    const node = cy.getElementById(to);
    name = node.empty() ? "" : to;
    const frame = cy.getElementById(NAME);
    if (!name) {
      frame.remove();
      return;
    }
    const [across, size] = [node.data("across") + AROUND, node.data("size") + AROUND];
    const data = { id: NAME, across, size };
    const position = { ...node.position() };
    if (frame.empty()) cy.add({ group: "nodes", data, position, classes: "cursor" });
    else frame.data(data).position(position);
  }

  /** Go to the nearest node that way: along a line if there is one, for left and right. */
  function walk(key) {
    const [right, down] = WAYS[key];
    const here = cy.getElementById(name);
    if (here.empty()) return;
    const from = here.position();
    const linked = here.neighborhood("node.thing");
    let best = null;
    let least = Infinity;
    cy.nodes(".thing").forEach((node) => {
      const dx = node.position("x") - from.x;
      const dy = node.position("y") - from.y;
      const along = dx * right + dy * down;
      const across = Math.abs(dx * down) + Math.abs(dy * right);
      if (along <= 1) return;
      const near = right !== 0 && linked.contains(node) ? 0 : 1e6;
      const far = near + along + 2.5 * across;
      if (far < least) [best, least] = [node, far];
    });
    if (best) {
      put(best.id());
      moved(name);
    }
  }

  return { put, walk, name: () => name, isArrow: (key) => key in WAYS };
}
