"""A reference as RIS, the tagged lines that every reference manager imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.linked_data.names import split_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.linked_data.references import Reference

_TYPE = {"journal": "JOUR", "conference": "CPAPER", "preprint": "UNPB", "unknown": "GEN"}


def ris(paper: Reference) -> bytes:
    """One RIS record, with the format's CRLF line ends."""
    lines = [f"{tag}  - {value}" for tag, value in _tags(paper) if value]
    return "\r\n".join([*lines, "ER  - ", ""]).encode()


def _tags(paper: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPE[paper.published]
    yield "TI", paper.title
    yield from (("AU", _author(author.name)) for author in paper.authors)
    yield "PY", str(paper.year or "")
    yield "T2", paper.container or ""
    yield "C3", paper.event or ""
    yield "DO", paper.doi or ""
    yield "AN", f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else ""
    yield "UR", paper.url
    yield from (("KW", task) for task in paper.tasks)
    yield "N1", f"Listed in Curagraph as {paper.iri}"


def _author(text: str) -> str:
    name = split_name(text)
    if not name.family:
        return name.literal
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(part for part in (family, name.given, name.suffix) if part)
