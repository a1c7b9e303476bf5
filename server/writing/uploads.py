"""What is sent to the graph store: its formats, and XML that is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from server.errors import EntitiesRefused
from server.formats import DOCUMENTS, RDF_XML

if TYPE_CHECKING:
    from pathlib import Path

# What clients call these formats beside their own names.
_ALIASES = {
    "application/x-turtle": "text/turtle",
    "text/n3": "text/turtle",
    "text/plain": "application/n-triples",
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
}
_READ_SIZE = 1 << 16
# An entity is an abbreviation of a namespace; the text may grow by this much for all of them.
_GROWTH = 1 << 20
_REFERENCE = re.compile(rb"&([^\s&;#]{1,200});")

ACCEPTED = tuple(each.media_type for each in DOCUMENTS)


def format_of(media_type: str, file_name: str = "") -> str | None:
    """The media type of the format that a graph is sent in, or None if it is not read here.

    >>> format_of("text/xml"), format_of("", "a.ttl"), format_of("image/png")
    ('application/rdf+xml', 'text/turtle', None)

    Args:
        media_type: As the request or the part of a form says, without parameters.
        file_name: Of a part of a form; its ending counts where the media type says nothing.
    """
    known = _ALIASES.get(media_type, media_type)
    if known in ACCEPTED:
        return known
    if media_type in ("", "application/octet-stream"):
        ending = file_name.rpartition(".")[2].lower()
        return next((each.media_type for each in DOCUMENTS if ending == each.extension), None)
    return None


class _RootReached(Exception):  # noqa: N818 - it is no error
    """The prolog is over."""


def check_entities(file: Path) -> None:
    """Refuse RDF/XML whose entities may grow: Oxigraph expands them without a bound.

    Entities that abbreviate a namespace, as ontology editors write them, pass: they hold no other
    entity, and using them makes the text little longer.

    Raises:
        EntitiesRefused: They do more.
    """
    entities = _entities(file)
    if not entities:
        return
    growth = 0
    for found in _REFERENCE.finditer(file.read_bytes()):
        growth += len(entities.get(found[1], b""))
        if growth > _GROWTH:
            raise EntitiesRefused(
                f"The XML's entities make it longer by more than {_GROWTH:,} bytes"
            )


def _entities(file: Path) -> dict[bytes, bytes]:
    """The entities that an XML document declares, with their texts.

    Raises:
        EntitiesRefused: One holds another, or stands for what lies elsewhere.
    """
    entities: dict[bytes, bytes] = {}

    def declared(
        name: str,
        parameter: bool,  # noqa: FBT001 - expat calls it so
        value: str | None,
        *_place: str | None,
    ) -> None:
        if parameter or value is None:
            raise EntitiesRefused(f"The XML's entity {name!r} stands for what lies elsewhere")
        if "&" in value or "%" in value:
            raise EntitiesRefused(f"The XML's entity {name!r} holds another one")
        entities[name.encode()] = value.encode()

    def begun(_name: str, _attributes: object) -> None:
        raise _RootReached

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = begun
    read = b""
    try:
        with file.open("rb") as opened:
            while data := opened.read(_READ_SIZE):
                read += data
                parser.Parse(data, False)  # noqa: FBT003 - positional alone
    except _RootReached:
        return entities
    except expat.ExpatError:
        # Oxigraph will say where it is wrong, unless that depends on reading entities.
        if b"<!ENTITY" in read:
            raise EntitiesRefused("The XML's declarations of entities cannot be read") from None
    return entities


def is_xml(media_type: str) -> bool:
    """Whether a format may declare entities."""
    return media_type == RDF_XML.media_type
