"""Graphs as bytes: which prefixes a graph declares, in which order, and what XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from server.errors import NotWritable

if TYPE_CHECKING:
    from pyoxigraph import Triple

# Their serialisers write prefixes; the others have none to write.
PREFIXED = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML)
_XML = frozenset({RdfFormat.RDF_XML.media_type, "application/sparql-results+xml"})

# UTF-8 of what is outside production Char of XML 1.0: it stands in no document, even escaped.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
# The beginnings of what the last alternative finds.
_BEGUN = (b"\xef\xbf", b"\xef")


def is_xml(media_type: str) -> bool:
    """Whether answers of a media type are XML."""
    return media_type in _XML


def used_prefixes(triples: Collection[Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Those prefixes, in alphabetical order, that shorten something in ``triples``."""
    text = "\n".join({str(node) for triple in triples for node in triple})
    return {prefix: iri for prefix, iri in sorted(prefixes.items()) if f"<{iri}" in text}


def written(triples: Collection[Triple], form: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    """A graph in a format; the same statements in the same order give the same bytes.

    Raises:
        NotWritable: The format is XML, which has no way to write some character of the graph.
    """
    if form not in PREFIXED:
        return serialize(triples, format=form) or b""
    used = used_prefixes(triples, prefixes)
    data = serialize(triples, format=form, prefixes=used) or b""
    if form == RdfFormat.RDF_XML:
        data = XmlText().take(data)
    return _in_order(data.decode()).encode()


class XmlText:
    """Passes on XML as Oxigraph writes it, made well-formed where it can be.

    Oxigraph writes every character of a text as it is. A carriage return becomes a reference here:
    readers would take it for a line feed. What XML cannot hold at all is an error, in every
    answer: to leave it out would say of the graph what is not in it.
    """

    def __init__(self) -> None:
        self._begun = b""

    def take(self, data: bytes) -> bytes:
        """The next bytes, but for the beginning of a character at their end.

        Raises:
            NotWritable: XML cannot hold one of their characters; the message says which.
        """
        data = self._begun + data
        found = _NOT_XML.search(data)
        if found:
            raise NotWritable(
                f"The answer holds the character U+{ord(found[0].decode()):04X}, which no XML can "
                "hold; ask for another format, such as JSON, Turtle or N-Triples"
            )
        self._begun = next((each for each in _BEGUN if data.endswith(each)), b"")
        return data[: len(data) - len(self._begun)].replace(b"\r", b"&#13;")


def _in_order(text: str) -> str:
    """The text with its prefixes sorted: Oxigraph declares them in an order of its own."""
    turtle = re.match(r"(?:@prefix [^\n]*\n)+", text)
    if turtle:
        return "".join(sorted(turtle[0].splitlines(keepends=True))) + text[turtle.end() :]
    return re.sub(
        r"<rdf:RDF( [^>]*)>",
        lambda found: f"<rdf:RDF {' '.join(sorted(found[1].split()))}>",
        text,
        count=1,
    )
