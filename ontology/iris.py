"""IRIs of Curagraph's own things, minted below one base and mapped back to local paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ontology import BASE

KINDS = ("paper", "author", "venue", "task", "repo", "list")


@dataclass(frozen=True, slots=True)
class Iris:
    """IRIs below a base.

    Attributes:
        base: Ends in a slash; the same whatever host serves the data.
    """

    base: str = BASE

    def thing(self, kind: str, key: str) -> NamedNode:
        """A thing of one of the kinds.

        >>> Iris().thing("venue", "jbhi").value
        'https://w3id.org/curagraph/venue/jbhi'
        """
        return NamedNode(f"{self.base}{kind}/{key}")

    def paper(self, key: str) -> NamedNode:
        """A paper, as a work."""
        return self.thing("paper", key)

    def author(self, key: str) -> NamedNode:
        """An author name."""
        return self.thing("author", key)

    def venue(self, key: str) -> NamedNode:
        """A venue series or an edition of one."""
        return self.thing("venue", key)

    def task(self, key: str) -> NamedNode:
        """A research task."""
        return self.thing("task", key)

    def repo(self, key: str) -> NamedNode:
        """A code repository."""
        return self.thing("repo", key)

    def list(self, key: str) -> NamedNode:
        """A curated list."""
        return self.thing("list", key)

    def changes(self, key: str) -> NamedNode:
        """What describes how a list came to be what it is: commits, former entries, snapshots."""
        return NamedNode(f"{self.base}list/{key}/changes")

    def graph(self, name: str) -> NamedNode:
        """A named graph."""
        return NamedNode(f"{self.base}graph/{name}")

    def owns(self, graph: str) -> bool:
        """Whether a graph is one of those that a build makes, and makes anew.

        >>> Iris().owns("https://w3id.org/curagraph/graph/void"), Iris().owns("https://x.example/g")
        (True, False)
        """
        return graph.startswith(self.graph("").value)

    def scheme(self, name: str) -> NamedNode:
        """A concept scheme."""
        return NamedNode(f"{self.base}scheme/{name}")

    def statistics(self, name: str) -> NamedNode:
        """A table of counts, a row of one, or a group of rows."""
        return NamedNode(f"{self.base}statistics#{name}")

    def query(self, name: str) -> NamedNode:
        """A saved query."""
        return NamedNode(f"{self.base}queries/{name}")

    def prefix_declaration(self, prefix: str | None = None) -> NamedNode:
        """What saved queries declare their prefixes by; the whole where none is named."""
        return NamedNode(f"{self.base}queries#prefix{f'-{prefix}' if prefix else 'es'}")

    def dataset(self, part: str = "dataset") -> NamedNode:
        """The dataset, or another node of its description."""
        return NamedNode(f"{self.base}.well-known/void#{part}")

    def endpoint(self) -> NamedNode:
        """The SPARQL endpoint."""
        return NamedNode(f"{self.base}sparql")

    def dump(self, form: str) -> NamedNode:
        """The whole graph in a format."""
        return NamedNode(f"{self.base}export/{form}")

    def context(self) -> NamedNode:
        """The JSON-LD context."""
        return NamedNode(f"{self.base}context.jsonld")

    def path_of(self, iri: str) -> str | None:
        """The local path of an IRI below the base, with its fragment; else ``None``.

        >>> Iris().path_of("https://w3id.org/curagraph/author/jong-hak-moon")
        '/author/jong-hak-moon'
        """
        return f"/{iri[len(self.base) :]}" if iri.startswith(self.base) else None

    @property
    def instance_prefixes(self) -> Mapping[str, str]:
        """Prefixes of our own things, for queries."""
        return {kind: f"{self.base}{kind}/" for kind in (*KINDS, "graph")}
