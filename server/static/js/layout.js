// From columns to a graph with places, sizes and colours; the same input gives the same picture.

const COLOURS = {
  light: ["#9c2f1d", "#2f6690", "#7d7420", "#7b5394", "#2a7a64", "#b06f22", "#4f5aa0", "#94496a", "#5d7a35", "#6b5a4b"],
  dark: ["#f0937f", "#7fb2dc", "#c9bd62", "#c39be0", "#72c7ad", "#e5ac66", "#9aa6f0", "#e393b6", "#a8c97d", "#bfae9c"],
};
const REST = { light: "#a39a8b", dark: "#7d7466" };
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** A generator of numbers in [0, 1) that always starts the same (mulberry32). */
function numbers(seed) {
  let value = seed;
  return () => {
    value = (value + 0x6d2b79f5) | 0;
    let mixed = Math.imul(value ^ (value >>> 15), 1 | value);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function buildGraph(network, theme) {
  const graph = new graphology.UndirectedGraph();
  const scale = Math.max(0.35, Math.min(1, Math.sqrt(400 / network.authors.name.length)));
  network.authors.name.forEach((name, place) => {
    const papers = network.authors.papers[place].length;
    graph.addNode(String(place), {
      label: name.length > 60 ? `${name.slice(0, 60)}…` : name,
      papers,
      size: scale * (3.5 + 2.5 * Math.sqrt(papers)),
      x: Math.cos(place * GOLDEN) * Math.sqrt(place + 1),
      y: Math.sin(place * GOLDEN) * Math.sqrt(place + 1),
    });
  });
  // A paper of many authors binds each pair of them less: 1 / (authors - 1), as in Newman (2001).
  const crew = network.papers.iri.map(() => 0);
  for (const papers of network.authors.papers) for (const paper of papers) crew[paper] += 1;
  const bond = (one, other) => {
    const theirs = new Set(network.authors.papers[other]);
    return network.authors.papers[one].reduce((sum, paper) => sum + (theirs.has(paper) ? 1 / Math.max(1, crew[paper] - 1) : 0), 0);
  };
  const { a, b, weight } = network.pairs;
  a.forEach((one, index) => {
    graph.addEdge(String(one), String(b[index]), { weight: weight[index], bond: bond(one, b[index]), size: 0.6 + 1.1 * Math.sqrt(weight[index]) });
  });
  colourGroups(graph, theme);
  return graph;
}

function colourGroups(graph, theme) {
  if (graph.size) graphologyLibrary.communitiesLouvain.assign(graph, { rng: numbers(1), getEdgeWeight: "weight" });
  const groups = new Map();
  graph.forEachNode((node, { community }) => {
    if (graph.degree(node)) groups.set(community, [...(groups.get(community) ?? []), node]);
  });
  const ranked = [...groups.values()].sort((one, other) => other.length - one.length || Number(one[0]) - Number(other[0]));
  graph.forEachNode((node) => graph.setNodeAttribute(node, "color", REST[theme]));
  graph.setAttribute("groups", ranked.slice(0, COLOURS[theme].length).map((nodes, rank) => {
    const color = COLOURS[theme][rank];
    for (const node of nodes) graph.setNodeAttribute(node, "color", color);
    return { color, nodes };
  }));
  graph.setAttribute("otherGroups", Math.max(0, ranked.length - COLOURS[theme].length));
}

/** Lay out each connected part by itself, then set the parts beside each other, largest in the middle. */
export function arrange(graph) {
  const parts = graphologyLibrary.components.connectedComponents(graph)
    .sort((one, other) => other.length - one.length || Number(one[0]) - Number(other[0]));
  const freePlace = spiral();
  for (const nodes of parts) {
    const points = nodes.length === 1 ? new Map([[nodes[0], [0, 0]]]) : spread(graph, nodes);
    const radius = 10 * Math.sqrt(nodes.length) + 9;
    const [x, y] = freePlace(radius);
    for (const [node, [dx, dy]] of points) graph.mergeNodeAttributes(node, { x: x + dx * (radius - 9), y: y + dy * (radius - 9) });
  }
}

/** Places of one connected part, within the unit circle. */
function spread(graph, nodes) {
  const part = new graphology.UndirectedGraph();
  nodes.forEach((node, index) => {
    // Two stand above each other: names are written to the right of their dots.
    const angle = (2 * Math.PI * index) / nodes.length + (nodes.length === 2 ? Math.PI / 2 : 0);
    part.addNode(node, { x: Math.cos(angle), y: Math.sin(angle) });
  });
  for (const node of nodes) {
    graph.forEachEdge(node, (edge, { bond }, a, b) => {
      if (!part.hasEdge(a, b)) part.addEdge(a, b, { weight: bond });
    });
  }
  const dense = part.size === (nodes.length * (nodes.length - 1)) / 2;
  if (!dense) {
    const settings = { ...graphologyLibrary.layoutForceAtlas2.inferSettings(part), edgeWeightInfluence: 1, gravity: 0.6, scalingRatio: 4, slowDown: 2 };
    graphologyLibrary.layoutForceAtlas2.assign(part, { iterations: nodes.length > 1500 ? 120 : 300, settings });
  }
  const points = new Map(part.mapNodes((node, { x, y }) => [node, [x, y]]));
  const middle = (axis) => [...points.values()].reduce((sum, point) => sum + point[axis], 0) / points.size;
  const [mx, my] = [middle(0), middle(1)];
  const furthest = Math.max(1e-9, ...[...points.values()].map(([x, y]) => Math.hypot(x - mx, y - my)));
  for (const point of points.values()) {
    point[0] = (point[0] - mx) / furthest;
    point[1] = (point[1] - my) / furthest;
  }
  return points;
}

/** Gives each circle the first place on a spiral where it touches no other; largest circles first. */
function spiral() {
  const placed = [];
  let angle = 0;
  let last = Infinity;
  return (radius) => {
    // Where a circle of this size did not fit before, none will fit later: go on from there.
    if (radius < last) angle = 0;
    last = radius;
    for (; ; angle += 5 / (2 * angle + 5)) {
      // As wide as screens are.
      const x = 1.35 * 2 * angle * Math.cos(angle);
      const y = 2 * angle * Math.sin(angle);
      if (placed.some((other) => (other.x - x) ** 2 + (other.y - y) ** 2 < (other.radius + radius) ** 2)) continue;
      placed.push({ x, y, radius });
      return [x, y];
    }
  };
}
