// What stands beside the drawing. Text from lists is only ever set as text.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "click") made.addEventListener("click", value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const isolated = (text) => element("bdi", {}, text.length > 300 ? `${text.slice(0, 300)}…` : text);
const counted = (count, one) => `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

/** The local page of a thing: the last two parts of its IRI. */
function pageOf(iri) {
  return `/${iri.split("/").slice(-2).map((part) => encodeURIComponent(decodeURIComponent(part))).join("/")}`;
}

function paperItem(network, paper) {
  const year = network.papers.year[paper];
  return element("li", {},
    element("a", { href: pageOf(network.papers.iri[paper]) }, isolated(network.papers.title[paper])),
    ...(year ? [" ", element("span", { class: "year" }, String(year))] : []));
}

function jointPapers(network, a, b) {
  const others = new Set(network.authors.papers[b]);
  return network.authors.papers[a].filter((paper) => others.has(paper));
}

export function authorPanel(place, network, graph, author, { asked, choose, close, pathFrom }) {
  if (!network) return;
  if (author === null) {
    place.hidden = !asked;
    place.replaceChildren(element("p", { class: "quiet" }, "This author is not among those shown. Loosen a filter."));
    return;
  }
  place.hidden = false;
  place.scrollTop = 0;
  const { iri, name, papers } = network.authors;
  const friends = graph.mapNeighbors(author, (other) => ({ other, weight: graph.getEdgeAttribute(graph.edge(author, other), "weight") }))
    .sort((one, other) => other.weight - one.weight || name[one.other].localeCompare(name[other.other]));
  place.replaceChildren(
    element("h2", {}, element("a", { href: pageOf(iri[author]) }, isolated(name[author])),
      element("button", { type: "button", "aria-label": "Close", click: close }, "×")),
    element("p", { class: "quiet" }, `${counted(papers[author].length, "paper")}, ${counted(friends.length, "co-author")}`),
    element("h3", {}, "Papers"),
    element("ul", {}, ...papers[author].slice(0, 50).map((paper) => paperItem(network, paper))),
    ...(friends.length ? [
      element("h3", {}, "Co-authors"),
      element("ul", {}, ...friends.slice(0, 100).map(({ other, weight }) => element("li", {},
        element("button", { type: "button", class: "person", click: () => choose(other) },
          isolated(name[other]), element("span", { class: "year" }, String(weight)))))),
    ] : []),
    element("p", { class: "actions" }, element("button", { type: "button", click: pathFrom }, "Path from here")),
  );
}

export function pathPanel(place, network, { a, b, path, state, choose, clear }) {
  if (!state.a && !state.b) return place.replaceChildren();
  if (!network) return undefined;
  const again = element("button", { type: "button", click: clear }, "Clear");
  const say = (...text) => place.replaceChildren(element("p", { class: "empty" }, ...text), again);
  if ((state.a && a === null) || (state.b && b === null)) return say("One of the two is not among those shown. Loosen a filter.");
  if (a === null || b === null) return say("Choose the other author, too.");
  const name = (one) => isolated(network.authors.name[one]);
  if (a === b) return say("These two are the same person.");
  if (!path.length) return say("No path: no chain of joint papers leads from ", name(a), " to ", name(b), " in what is shown.");
  const steps = path.slice(1).map((next, index) => {
    const joint = jointPapers(network, path[index], next);
    return element("li", {}, name(path[index]), " and ", name(next), ` wrote ${joint.length > 1 ? `${joint.length} papers, such as ` : ""}`,
      ...(joint.length ? [element("a", { href: pageOf(network.papers.iri[joint[0]]) }, isolated(network.papers.title[joint[0]]))] : ["together"]));
  });
  return place.replaceChildren(
    element("p", { class: "quiet" }, `${counted(path.length - 1, "step")} apart.`), element("ol", {}, ...steps), again);
}

export function legend(place, graph, choose) {
  const groups = graph.getAttribute("groups") ?? [];
  const items = groups.map(({ color, nodes }) => {
    const first = nodes.reduce((best, node) => (graph.degree(node) > graph.degree(best) ? node : best), nodes[0]);
    const dot = element("span", { class: "dot" });
    dot.style.background = color;
    return element("li", {}, dot, element("a", { href: "#", click: (event) => { event.preventDefault(); choose(first); } },
      isolated(graph.getNodeAttribute(first, "label"))), ` and ${nodes.length - 1} more`);
  });
  const rest = graph.getAttribute("otherGroups");
  if (rest) items.push(element("li", {}, `${counted(rest, "smaller group")} in grey`));
  place.replaceChildren(...items);
}

const MOST_ROWS = 1000;

export function fillTable(place, network) {
  const pairs = network.pairs.a.length;
  place.querySelector("[data-table]").hidden = pairs === 0;
  place.querySelector("[data-table-empty]").hidden = pairs > 0;
  place.querySelector("[data-table-cut]").hidden = pairs <= MOST_ROWS;
  const { iri, name } = network.authors;
  const cell = (author) => element("td", {}, element("a", { href: pageOf(iri[author]) }, isolated(name[author])));
  place.querySelector("tbody").replaceChildren(...network.pairs.a.slice(0, MOST_ROWS).map((a, index) => element("tr", {},
    cell(a), cell(network.pairs.b[index]), element("td", { class: "n" }, String(network.pairs.weight[index])))));
  for (const head of place.querySelectorAll("th")) head.removeAttribute("aria-sort");
  place.querySelector('[data-key="weight"]').setAttribute("aria-sort", "descending");
}

/** Let the heads of the table sort it. */
export function sortable(place) {
  const heads = [...place.querySelectorAll("th")];
  heads.forEach((head, column) => {
    const words = head.firstElementChild;
    const button = element("button", { type: "button", class: "sort" }, words.textContent);
    words.replaceWith(button);
    button.addEventListener("click", () => {
      const number = head.dataset.key === "weight";
      const now = head.getAttribute("aria-sort");
      const up = now ? now === "descending" : !number;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const body = place.querySelector("tbody");
      const value = (row) => row.cells[column].textContent.trim();
      const order = number ? (a, b) => value(a) - value(b) : (a, b) => value(a).localeCompare(value(b));
      body.append(...[...body.rows].sort((a, b) => (up ? order(a, b) : order(b, a))));
    });
  });
}
