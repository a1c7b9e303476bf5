"""A few statements, looked up by subject and property without a store."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import BlankNode, Triple


class Statements:
    """Triples in the order given, indexed by subject and property."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._values: dict[
            tuple[object, NamedNode], list[NamedNode | BlankNode | Literal | Triple]
        ] = defaultdict(list)
        for triple in triples:
            self._values[triple.subject, triple.predicate].append(triple.object)

    def nodes(self, subject: object, *properties: NamedNode) -> list[NamedNode]:
        """The IRIs that a subject has for any of the properties."""
        return [
            value
            for name in properties
            for value in self._values.get((subject, name), ())
            if isinstance(value, NamedNode)
        ]

    def texts(self, subject: object, *properties: NamedNode) -> list[str]:
        """The lexical forms of the literals that a subject has for any of the properties."""
        return [
            value.value
            for name in properties
            for value in self._values.get((subject, name), ())
            if isinstance(value, Literal)
        ]

    def text(self, subject: object, *properties: NamedNode) -> str | None:
        """The first literal of the first property that has one, or None."""
        return next(iter(self.texts(subject, *properties)), None)

    def web_addresses(self, subject: object, *properties: NamedNode) -> list[str]:
        """The http(s) IRIs that a subject has for any of the properties.

        Other schemes are left out: these go where a browser may follow them.
        """
        return [
            node.value
            for node in self.nodes(subject, *properties)
            if node.value.startswith(("https://", "http://"))
        ]
