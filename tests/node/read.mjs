// Reads what a server answers with clients that others wrote, and prints what they understood.
//
//   node read.mjs ask|bindings|triples ENDPOINT QUERY GET|POST     (fetch-sparql-endpoint)
//   node read.mjs jsonld CONTEXT-IRI CONTEXT-FILE < DOCUMENT       (jsonld)

import { readFileSync } from "node:fs";
import { SparqlEndpointFetcher } from "fetch-sparql-endpoint";
import jsonld from "jsonld";

const [what, ...rest] = process.argv.slice(2);

/** The items of a stream. */
async function all(stream) {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** A term as texts: its kind, its value, and for a literal its datatype and language. */
const term = ({ termType, value, datatype, language }) =>
  [termType, value, datatype?.value ?? "", language ?? ""];

async function asked([endpoint, query, method]) {
  const fetcher = new SparqlEndpointFetcher({ method });
  if (what === "ask") return fetcher.fetchAsk(endpoint, query);
  if (what === "bindings") {
    const rows = await all(await fetcher.fetchBindings(endpoint, query));
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, term(value)])));
  }
  const quads = await all(await fetcher.fetchTriples(endpoint, query));
  return quads.map((quad) => [quad.subject, quad.predicate, quad.object].map(term));
}

function expanded([iri, file]) {
  // Nothing is fetched: the one context that a document may name is in a file.
  const documentLoader = async (url) => {
    if (url !== iri) throw new Error(`${url} is not to be fetched`);
    const document = JSON.parse(readFileSync(file, "utf8"));
    return { contextUrl: null, documentUrl: url, document };
  };
  const document = JSON.parse(readFileSync(0, "utf8"));
  return jsonld.toRDF(document, { format: "application/n-quads", documentLoader });
}

const result = await (what === "jsonld" ? expanded(rest) : asked(rest));
process.stdout.write(typeof result === "string" ? result : JSON.stringify(result));
