"""A document's statements as one tree: expanded JSON-LD in which nodes stand inside one another.

PyLD's framing keeps only what the framed node reaches along properties that the frame lists;
here nothing may be lost, whatever points where. So the tree is grown breadth first: every node
is described where it is mentioned nearest to the root, by an inverse property
(``@reverse``) where the mention runs the other way, and named by its IRI everywhere else.
"""

from __future__ import annotations

import json
import re
from collections import deque
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from pyoxigraph import RdfFormat, serialize

from ontology import RDF, SCHEMA, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import NamedNode, Triple

Node: TypeAlias = dict[str, Any]

_TYPE = RDF.type.value
# As xsd:integer writes it, and small enough for every reader of JSON to keep it whole (RFC 8259,
# section 6).
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_ITEM = SCHEMA.item.value


def nested(triples: Sequence[Triple], root: NamedNode) -> list[Node]:
    """The statements as expanded JSON-LD: the root's tree, then trees of what is not tied to it.

    Args:
        triples: Statements in the order in which values shall stand.
        root: The node to begin with.
    """
    described = _nodes(triples)
    mentioned_by: dict[str, list[tuple[str, str]]] = {}
    for identifier, node in described.items():
        for name, target in _links(node):
            mentioned_by.setdefault(target, []).append((name, identifier))
    placed: set[str] = set()
    trees = []
    for identifier in (root.value, *described):
        if identifier in described and identifier not in placed:
            trees.append(described[identifier])
            _grow(identifier, described, mentioned_by, placed)
    return trees


def _grow(
    root: str,
    described: dict[str, Node],
    mentioned_by: dict[str, list[tuple[str, str]]],
    placed: set[str],
) -> None:
    """Hang every node tied to the root into its tree, nearest mention first."""
    placed.add(root)
    waiting = deque([root])
    while waiting:
        identifier = waiting.popleft()
        node = described[identifier]
        for name, values in node.items():
            if name.startswith("@"):
                continue
            for index, value in enumerate(values):
                target = value.get("@id")
                if target in described and target not in placed:
                    values[index] = described[target]
                    placed.add(target)
                    waiting.append(target)
        # An entry has two links to its paper; the one that says more comes first.
        mentions = sorted(mentioned_by.get(identifier, ()), key=lambda found: found[0] != _ITEM)
        for name, source in mentions:
            if source not in placed:
                node.setdefault("@reverse", {}).setdefault(name, []).append(described[source])
                placed.add(source)
                waiting.append(source)


def _links(node: Node) -> Iterator[tuple[str, str]]:
    """The properties of a node that lead to a resource, with its identifier."""
    for name, values in node.items():
        if not name.startswith("@"):
            yield from ((name, value["@id"]) for value in values if "@id" in value)


def _nodes(triples: Sequence[Triple]) -> dict[str, Node]:
    """Expanded JSON-LD nodes by identifier, in the order of their first statement."""
    written = serialize(triples, format=RdfFormat.JSON_LD) or b"[]"
    nodes: dict[str, Node] = {}
    for part in cast("list[Node]", json.loads(written)):
        node = nodes.setdefault(part.pop("@id"), {})
        for name, values in part.items():
            if name == _TYPE:
                node.setdefault("@type", []).extend(value["@id"] for value in values)
            else:
                node.setdefault(name, []).extend(_native(value) for value in values)
    return {identifier: {"@id": identifier, **node} for identifier, node in nodes.items()}


def _native(value: Node) -> Node:
    """An integer as a number of JSON, which JSON-LD reads back as the same literal.

    >>> _native({"@type": XSD.integer.value, "@value": "49"})
    {'@value': 49}
    """
    if value.get("@type") == XSD.integer.value and _CANONICAL_INTEGER.fullmatch(value["@value"]):
        return {"@value": int(value["@value"])}
    return value
