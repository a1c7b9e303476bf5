// The workbench: one editor, one result, and the address that holds the query.

const find = (selector) => document.querySelector(selector);
const { endpoint, prefixes, queries } = JSON.parse(find("#workbench-data").textContent);
const start = `PREFIX cg: <${prefixes.cg}>
PREFIX dcterms: <${prefixes.dcterms}>
PREFIX fabio: <${prefixes.fabio}>
PREFIX schema: <${prefixes.schema}>

SELECT ?paper ?title ?year WHERE {
  ?paper a schema:ScholarlyArticle ; dcterms:title ?title .
  OPTIONAL { ?paper fabio:hasPublicationYear ?year }
}
ORDER BY DESC(?year) ?title
LIMIT 50
`;
const MOST_SHOWN = 5_000_000; // characters of an answer that the page will render

const { Yasqe, Yasr } = Yasgui;
// The bundle's own completers ask other hosts; these know the prefixes of this graph, and its classes
// and properties by asking the endpoint once.
const known = { class: "[] a ?term", property: "?s ?term ?o" };
Yasqe.forkAutocompleter("prefixes", {
  name: "prefixes-here",
  persistenceId: null,
  get: async () => Object.entries(prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`),
});
for (const [kind, pattern] of Object.entries(known)) {
  Yasqe.forkAutocompleter(kind, { name: `${kind}-here`, bulk: true, persistenceId: null, get: () => terms(pattern) });
}
Yasqe.defaults.autocompleters = ["variables", "prefixes-here", "class-here", "property-here"];

async function terms(pattern) {
  const text = `SELECT DISTINCT ?term WHERE { ${pattern} FILTER(ISIRI(?term)) } ORDER BY ?term LIMIT 500`;
  const headers = { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" };
  const response = await fetch(endpoint, { method: "POST", body: text, headers });
  if (!response.ok) return [];
  const answer = await response.json();
  return answer.results.bindings.map(({ term }) => term.value);
}

const asked = new URLSearchParams(location.search).get("query");
const yasqe = new Yasqe(find("[data-editor]"), {
  value: asked || find("#bench-text").value || start,
  persistenceId: null,
  showQueryButton: false,
  createShareableLink: null,
  resizeable: true,
  editorHeight: "320px",
  autofocus: false,
  prefixCcApi: null,
  requestConfig: { endpoint, method: "POST" },
  extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run, Esc: () => yasqe.getInputField().blur() },
});
const input = yasqe.getInputField();
input.setAttribute("aria-label", "SPARQL query; Escape leaves the editor");
const yasr = new Yasr(find("[data-result]"), {
  persistenceId: null,
  maxPersistentResponseSize: 0,
  prefixes,
  pluginOrder: ["table", "response"],
});

// Things of this graph have a page here, whatever host their IRI names.
const base = prefixes.paper.replace(/paper\/$/, "");
for (const near of ["pointerover", "focusin"]) {
  find("[data-result]").addEventListener(near, ({ target }) => {
    const link = target.closest?.("a[href]");
    if (link?.href.startsWith(base)) link.href = `/${link.href.slice(base.length)}`;
  });
}

let running;

/** Ask what stands in the editor; an answer that is still awaited is not wanted any more. */
async function run() {
  running?.abort();
  const text = yasqe.getValue();
  remember();
  const asking = new AbortController();
  running = asking;
  const started = performance.now();
  showRunning(true);
  find("[data-error]").hidden = true;
  try {
    const graph = ["CONSTRUCT", "DESCRIBE"].includes(yasqe.getQueryType());
    const response = await fetch(endpoint, {
      method: "POST",
      body: text,
      signal: asking.signal,
      headers: {
        "Content-Type": "application/sparql-query",
        Accept: graph ? "text/turtle" : "application/sparql-results+json",
      },
    });
    const data = await response.text();
    if (running !== asking) return;
    if (response.ok) show(response, data, performance.now() - started, text, graph);
    else fail(response, data);
  } catch (error) {
    if (running !== asking) return;
    if (error.name === "AbortError") say("Stopped.");
    else complain("The answer broke off", "The server went away while it was answering, or the query passed its time limit. What had come is not shown: it would look complete.");
  } finally {
    if (running === asking) {
      running = undefined;
      showRunning(false);
    }
  }
}

function show(response, data, duration, text, graph) {
  const seconds = (duration / 1000).toLocaleString("en", { maximumFractionDigits: 2 });
  const files = find("[data-files]");
  for (const link of files.querySelectorAll("a")) {
    link.href = `${endpoint}?query=${encodeURIComponent(text)}&format=${link.dataset.format}`;
    link.hidden = graph !== (link.dataset.format === "ttl");
  }
  files.hidden = false;
  find("[data-result]").hidden = data.length > MOST_SHOWN;
  if (data.length > MOST_SHOWN) {
    say(`Done in ${seconds} s. The answer has ${data.length.toLocaleString("en")} characters, too many to show here: download it.`);
    return;
  }
  say(`${amount(data, graph)} in ${seconds} s`);
  yasr.setResponse({ data, contentType: response.headers.get("Content-Type"), status: response.status, executionTime: duration });
}

function amount(data, graph) {
  if (graph) return "Done";
  const answer = JSON.parse(data);
  if ("boolean" in answer) return answer.boolean ? "Yes" : "No";
  const rows = answer.results.bindings.length;
  return `${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}`;
}

/** Say what the server said: problem+json where it is that, else its first lines. */
function fail(response, data) {
  let problem = {};
  try {
    problem = JSON.parse(data);
  } catch {
    problem = { detail: data.slice(0, 2000) };
  }
  const place = problem.line ? ` (line ${problem.line}${problem.column ? `, column ${problem.column}` : ""})` : "";
  complain(`${problem.title ?? response.statusText}${place}`, problem.detail ?? `The server said ${response.status}.`);
  if (problem.line) yasqe.setCursor({ line: problem.line - 1, ch: Math.max(0, (problem.column ?? 1) - 1) });
}

function complain(title, detail) {
  const place = find("[data-error]");
  const head = document.createElement("h2");
  head.textContent = title;
  const text = document.createElement("pre");
  text.textContent = detail;
  place.replaceChildren(head, text);
  place.hidden = false;
  find("[data-result]").hidden = true;
  find("[data-files]").hidden = true;
  say("");
}

const say = (text) => { find("[data-status]").textContent = text; };

function showRunning(now) {
  find("[data-run]").textContent = now ? "Stop" : "Run";
  if (now) say("Running…");
}

/** Put the query into the address, unless it is longer than addresses may be. */
function remember() {
  const text = yasqe.getValue();
  const address = `${location.pathname}?query=${encodeURIComponent(text)}`;
  history.replaceState(null, "", address.length < 30_000 ? address : location.pathname);
  const name = Object.keys(queries).find((each) => queries[each].trim() === text.trim());
  for (const link of document.querySelectorAll("[data-saved] a")) {
    if (link.dataset.name === name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

find("[data-run]").addEventListener("click", () => (running ? running.abort() : run()));
let later;
yasqe.on("change", () => {
  clearTimeout(later);
  later = setTimeout(remember, 400);
});
find("[data-saved]").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-name]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  yasqe.setValue(queries[link.dataset.name]);
  run();
});
find("#bench-filter").addEventListener("input", (event) => {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of find("[data-saved]").children) {
    item.hidden = !words.every((word) => item.dataset.words?.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  find("[data-none]").hidden = shown > 0;
});

if (asked) run();
