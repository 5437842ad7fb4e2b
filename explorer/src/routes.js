// The way of a line: it leaves its node level and meets the other level, swinging between them, and
// runs level between its bends, which Python puts where no node stands in the way.

/**
 * Return cytoscape's control points for a line from one place to another: for each, how far along
 * the straight line, as a part of it, and how far beside it, in pixels.
 */
export function route(from, to, bends) {
  const stops = [[from.x, from.y], ...bends, [to.x, to.y]];
  const points = stops.slice(1).flatMap(([x, y], k) => {
    const [x0, y0] = stops[k];
    const quarter = (x - x0) / 4;
    const swing = [
      [x0 + quarter, y0],
      [x - quarter, y],
    ];
    // A bend itself keeps the curve level up to it.
    return k < stops.length - 2 ? [...swing, [x, y]] : swing;
  });
  const [across, down] = [to.x - from.x, to.y - from.y];
  const squared = Math.max(across ** 2 + down ** 2, 1);
  const weights = points.map(([x, y]) => ((x - from.x) * across + (y - from.y) * down) / squared);
  const distances = points.map(
    ([x, y]) => ((y - from.y) * across - (x - from.x) * down) / Math.sqrt(squared),
  );
  return { weights: weights.join(" "), distances: distances.join(" ") };
}
