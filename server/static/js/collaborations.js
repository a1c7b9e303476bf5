// The explorer: reads what is asked for from the address, draws it, and writes every change back.

import { shownTheme } from "./shown-theme.js";
import { combobox } from "./combobox.js";
import { buildGraph, arrange } from "./layout.js";
import { authorPanel, pathPanel, legend, fillTable, sortable } from "./panels.js";

const FILTERS = ["task", "venue", "from", "to", "min"];
const find = (selector) => document.querySelector(selector);
const explorer = find(".explorer");
const canvas = find("[data-canvas]");
const form = find("[data-filters]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let network; // what the server answered: columns of authors, papers, pairs
let graph; // the same as a graphology graph, places as keys
let sigma;
let state = readState();
let hovered = null;
let shownPath = [];
let asked = 0;
let drawable = document.createElement("canvas").getContext("webgl2") !== null;

function readState() {
  const address = new URLSearchParams(location.search);
  const value = (name) => address.get(name) ?? "";
  return {
    ...Object.fromEntries(FILTERS.map((name) => [name, value(name)])),
    author: value("author"), a: value("a"), b: value("b"),
    view: value("view") === "table" ? "table" : "graph",
  };
}

function addressOf(wanted) {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) {
    const usual = value === "" || (name === "min" && value === "1") || (name === "view" && value === "graph");
    if (!usual) address.set(name, value);
  }
  const text = address.toString();
  return location.pathname + (text ? `?${text}` : "");
}

/** Change the state, remember it in the address, and show it. */
async function change(part) {
  const before = state;
  state = { ...state, ...part };
  if (addressOf(state) !== addressOf(before)) history.pushState(null, "", addressOf(state));
  await show(before);
}

function filtersOf(wanted) {
  const address = new URLSearchParams();
  for (const name of FILTERS) if (wanted[name] && !(name === "min" && wanted[name] === "1")) address.set(name, wanted[name]);
  return address;
}

async function show(before) {
  if (!network || filtersOf(before).toString() !== filtersOf(state).toString()) await load();
  showView();
  showAuthor(before?.author !== state.author);
  showPath(before?.a !== state.a || before?.b !== state.b);
  sigma?.refresh();
}

async function load() {
  const mine = ++asked;
  const filters = filtersOf(state);
  let answer;
  try {
    const response = await fetch(`/api/collaborations?${filters}`, { headers: { Accept: "application/json" } });
    answer = await response.json();
    if (!response.ok) throw new Error(answer.detail ?? answer.title ?? `The server said ${response.status}.`);
  } catch (error) {
    if (mine === asked) note(`The collaborations could not be read. ${error.message}`);
    return;
  }
  if (mine !== asked) return; // a later choice has overtaken this one
  network = answer;
  for (const name of FILTERS) if (form.elements[name]) form.elements[name].value = state[name] || (name === "min" ? "1" : "");
  showLeast();
  describe();
  graph = buildGraph(network, shownTheme());
  arrange(graph);
  draw();
  legend(find("[data-legend]"), graph, (place) => choose(place));
  fillTable(find("#view-table"), network);
}

function describe() {
  const authors = network.authors.name.length;
  const pairs = network.pairs.a.length;
  const words = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
  let text = `${words(authors, "author")}, ${words(pairs, "pair")} who wrote together.`;
  if (network.alone) text += ` ${words(network.alone, "author")} wrote alone here.`;
  find("[data-summary]").textContent = [text, ...network.notes].join(" ");
  note(authors ? "" : "Nobody fits all of these. Loosen a filter.");
  const heaviest = Math.max(1, ...network.pairs.weight);
  form.elements.min.max = Math.max(Number(form.elements.min.max), heaviest, 5);
  for (const link of document.querySelectorAll("[data-download]")) {
    const filters = filtersOf(state);
    filters.set("format", link.dataset.download);
    link.href = `/api/collaborations?${filters}`;
  }
  find("[data-query]").href = `/sparql?query=${encodeURIComponent(network.query)}`;
  find("[data-pairs-query]").href = `/sparql?query=${encodeURIComponent(network.pairs_query)}`;
}

function note(text) {
  const place = find("[data-note]");
  place.textContent = text;
  place.hidden = !text;
}

// --- drawing -------------------------------------------------------------------------------------

/** A custom property as a colour that a canvas understands. */
function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

let ink = {};
function readColours() {
  ink = { text: colour("--ink"), soft: colour("--paper-3"), line: colour("--hair-2"), hot: colour("--rubric"), paper: colour("--paper") };
}

function draw() {
  sigma?.kill();
  sigma = undefined;
  readColours();
  if (!graph.order || !drawable) return;
  try {
    sigma = new Sigma(graph, canvas, {
      allowInvalidContainer: true,
      labelFont: "Inter, system-ui, sans-serif",
      labelSize: 12,
      labelWeight: "500",
      labelColor: { color: ink.text },
      // At most one label in a cell wider than most names, so that few of them collide.
      labelDensity: 0.45,
      labelGridCellSize: 150,
      labelRenderedSizeThreshold: graph.order > 600 ? 5.5 : 6,
      minEdgeThickness: 0.6,
      stagePadding: 60,
      zIndex: true,
      defaultDrawNodeHover: drawHover,
      nodeReducer,
      edgeReducer,
    });
  } catch {
    drawable = false;
    return;
  }
  sigma.on("enterNode", ({ node }) => hover(node));
  sigma.on("leaveNode", () => hover(null));
  sigma.on("clickNode", ({ node }) => choose(node));
  sigma.on("clickStage", () => change({ author: "" }));
}

function hover(node) {
  hovered = node;
  canvas.toggleAttribute("data-hot", node !== null);
  sigma.refresh({ skipIndexation: true });
}

function nodeReducer(node, data) {
  const chosen = placeOf(state.author);
  const focus = hovered ?? chosen;
  const drawn = { ...data };
  if (shownPath.length && hovered === null) {
    if (shownPath.includes(node)) Object.assign(drawn, { forceLabel: true, zIndex: 2 });
    else Object.assign(drawn, { color: ink.soft, label: null, zIndex: 0 });
  } else if (focus !== null && node !== focus && !graph.areNeighbors(node, focus)) {
    Object.assign(drawn, { color: ink.soft, label: null, zIndex: 0 });
  } else if (focus !== null) {
    Object.assign(drawn, { forceLabel: true, zIndex: 2 });
  }
  if (node === chosen) Object.assign(drawn, { highlighted: true, forceLabel: true, zIndex: 3 });
  return drawn;
}

function edgeReducer(edge, data) {
  const focus = hovered ?? placeOf(state.author);
  const [a, b] = graph.extremities(edge);
  const drawn = { ...data, color: ink.line };
  if (data.weight < Number(form.elements.min.value)) return { ...drawn, hidden: true };
  if (shownPath.length && hovered === null) {
    const at = shownPath.indexOf(a);
    const on = at >= 0 && (shownPath[at + 1] === b || shownPath[at - 1] === b);
    return on ? { ...drawn, color: ink.hot, size: data.size + 1.5, zIndex: 2 } : { ...drawn, color: ink.soft };
  }
  if (focus === null) return drawn;
  return a === focus || b === focus
    ? { ...drawn, color: ink.hot, zIndex: 2 }
    : { ...drawn, color: ink.soft, hidden: !(graph.areNeighbors(a, focus) && graph.areNeighbors(b, focus)) };
}

function drawHover(context, data, settings) {
  if (!data.label) return;
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(data.label).width;
  context.beginPath();
  context.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
  context.strokeStyle = ink.hot;
  context.lineWidth = 1.5;
  context.stroke();
  context.fillStyle = ink.paper;
  context.fillRect(data.x + data.size + 4, data.y - 10, width + 8, 20);
  context.fillStyle = ink.text;
  context.fillText(data.label, data.x + data.size + 8, data.y + 4);
}

// --- authors and paths -----------------------------------------------------------------------------

const keyOf = (place) => network.authors.iri[Number(place)].split("/").at(-1);

/** The place of an author by key, as the graph names it; null where the author is not shown. */
function placeOf(key) {
  if (!key || !network) return null;
  const place = network.authors.iri.findIndex((iri) => iri.endsWith(`/author/${key}`));
  return place < 0 ? null : String(place);
}

function choose(place) {
  change({ author: keyOf(place) });
}

function showAuthor(moved) {
  const place = placeOf(state.author);
  authorPanel(find("[data-detail]"), network, graph, place, {
    asked: state.author,
    choose,
    close: () => change({ author: "" }),
    pathFrom: () => change({ a: state.author, ...(state.b && { author: "" }) }),
  });
  if (place !== null && moved && sigma) toward([place]);
}

function toward(places) {
  const points = places.map((place) => sigma.getNodeDisplayData(place)).filter(Boolean);
  if (!points.length) return;
  const middle = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const ratio = Math.min(0.6, sigma.getCamera().ratio);
  sigma.getCamera().animate({ x: middle("x"), y: middle("y"), ratio }, { duration: calm.matches ? 0 : 350 });
}

/** Show all of some places, with room around them. */
function frame(places) {
  const points = places.map((place) => sigma.getNodeDisplayData(place)).filter(Boolean);
  const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
  const [low, high] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
  const ratio = Math.min(1, Math.max(0.15, 1.8 * Math.max(right - left, high - low)));
  sigma.getCamera().animate({ x: (left + right) / 2, y: (low + high) / 2, ratio }, { duration: calm.matches ? 0 : 350 });
}

function showPath(moved) {
  const [a, b] = [placeOf(state.a), placeOf(state.b)];
  find("#path-a").value = a === null ? "" : network.authors.name[a];
  find("#path-b").value = b === null ? "" : network.authors.name[b];
  if (state.a || state.b) find("[data-path-box]").open = true;
  shownPath = a !== null && b !== null && graph
    ? graphologyLibrary.shortestPath.unweighted.bidirectional(graph, a, b) ?? []
    : [];
  pathPanel(find("[data-path]"), network, { a, b, path: shownPath, state, choose, clear: () => change({ a: "", b: "" }) });
  if (moved && shownPath.length && sigma) frame(shownPath);
}

function showView() {
  find("#tab-graph").disabled = !drawable;
  if (!drawable) state.view = "table"; // the same data, and no need of WebGL
  explorer.dataset.view = state.view;
  for (const name of ["graph", "table"]) {
    const tab = find(`#tab-${name}`);
    tab.setAttribute("aria-selected", String(state.view === name));
    tab.tabIndex = state.view === name ? 0 : -1;
  }
}

function showLeast() {
  const least = form.elements.min.value;
  find("[data-min]").textContent = least;
  find("[data-min-noun]").textContent = least === "1" ? "paper" : "papers";
}

// --- what people do ------------------------------------------------------------------------------

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", () => {
  change(Object.fromEntries(FILTERS.map((name) => [name, form.elements[name].value])));
});
form.elements.min.addEventListener("input", () => {
  showLeast();
  sigma?.refresh({ skipIndexation: true });
});
for (const name of ["graph", "table"]) {
  find(`#tab-${name}`).addEventListener("click", () => change({ view: name }));
}
find(".ex-tabs").addEventListener("keydown", (event) => {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const other = state.view === "graph" ? "table" : "graph";
  find(`#tab-${other}`).focus();
  change({ view: other });
});
for (const button of document.querySelectorAll("[data-zoom]")) {
  button.addEventListener("click", () => {
    const camera = sigma?.getCamera();
    const duration = calm.matches ? 0 : 200;
    if (button.dataset.zoom === "in") camera?.animatedZoom({ duration });
    else if (button.dataset.zoom === "out") camera?.animatedUnzoom({ duration });
    else camera?.animatedReset({ duration });
  });
}
const people = () => (network ? network.authors.name.map((name, place) => ({ place: String(place), name, papers: network.authors.papers[place].length })) : []);
combobox(find('[data-combo="find"]'), people, (place) => choose(place), { keep: false });
combobox(find('[data-combo="a"]'), people, (place) => change({ a: keyOf(place), ...(state.b && { author: "" }) }));
combobox(find('[data-combo="b"]'), people, (place) => change({ b: keyOf(place), ...(state.a && { author: "" }) }));
sortable(find("#view-table"));
addEventListener("popstate", () => {
  const before = state;
  state = readState();
  show(before);
});
document.documentElement.addEventListener("themechange", () => {
  if (!graph) return;
  graph = buildGraph(network, shownTheme());
  arrange(graph);
  draw();
  legend(find("[data-legend]"), graph, (place) => choose(place));
});

show();
