"""A reference as BibTeX.

Policy: text is UTF-8 in composed form, as biber and every LaTeX since 2018 read it, so accents
stay letters. The ten characters that TeX takes for commands are escaped. Braces protect the
capitals that a style must not lower: those inside a word (``MoE-TinyMed``), and in a title that
is set in sentence case every capital but the first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from anyascii import anyascii

from server.linked_data.names import split_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.linked_data.names import Name
    from server.linked_data.references import Reference

_ESCAPES = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        # BibTeX counts braces even behind a backslash, so an escaped brace would not do.
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{character: f"\\{character}" for character in "#$%&_"},
    }
)
_ENTRY_TYPE = {"journal": "article", "conference": "inproceedings"}
_CONTAINER_FIELD = {"journal": "journal", "conference": "booktitle"}
_STOP_WORDS = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "via", "with"]
)
_LONG_WORD = 4


def bibtex(paper: Reference) -> bytes:
    """One BibTeX entry."""
    fields = {
        "title": protected_title(paper.title),
        "author": " and ".join(_authors(paper)),
        "year": str(paper.year) if paper.year else "",
        _CONTAINER_FIELD.get(paper.published, "howpublished"): _container(paper),
        "eventtitle": escaped(paper.event or ""),
        "eprint": _verbatim(paper.arxiv_id or ""),
        "archivePrefix": "arXiv" if paper.arxiv_id else "",
        "doi": _verbatim(paper.doi or ""),
        "url": _verbatim(paper.url),
        "keywords": escaped(", ".join(paper.tasks)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    kind = _ENTRY_TYPE.get(paper.published, "misc")
    return "\n".join([f"@{kind}{{{citation_key(paper)},", *lines, "}", ""]).encode()


def citation_key(paper: Reference) -> str:
    """First author, year and first telling word: the same as long as these are the same."""
    first = split_name(paper.authors[0].name) if paper.authors else None
    author = _letters((first.family or first.literal) if first else "")
    words = [_letters(word) for word in paper.title.split()]
    word = next((word for word in words if word and word not in _STOP_WORDS), "")
    key = f"{author}{paper.year or ''}{word}"
    return key if author and word else _letters(paper.iri.rpartition("/")[2])


def protected_title(title: str) -> str:
    r"""A title with its telling capitals in braces.

    >>> protected_title("MoE-TinyMed & Mixture of Experts")
    '{MoE-TinyMed} \\& Mixture of Experts'
    >>> protected_title("A survey of the human eye in Korean hospitals")
    'A survey of the human eye in {Korean} hospitals'
    """
    words = title.split(" ")
    long_words = [word for word in words[1:] if len(word) >= _LONG_WORD and word[0].isalpha()]
    sentence_case = sum(word[0].isupper() for word in long_words) * 2 < len(long_words)
    return " ".join(
        _braced(word) if _is_telling(word, sentence_case and index > 0) else escaped(word)
        for index, word in enumerate(words)
    )


def escaped(text: str) -> str:
    """Text with TeX's special characters made harmless."""
    return text.translate(_ESCAPES)


def _braced(word: str) -> str:
    """A word in braces, its punctuation outside: styles look for a colon to keep what follows."""
    core = word.strip(".,:;!?()")
    before, _, after = word.partition(core)
    return f"{escaped(before)}{{{escaped(core)}}}{escaped(after)}"


def _is_telling(word: str, sentence_case: bool) -> bool:  # noqa: FBT001 - read once, just above
    parts = re.findall(r"[^\W_]+", word)
    inner = any(character.isupper() for part in parts for character in part[1:])
    return inner or (sentence_case and any(part[0].isupper() for part in parts))


def _authors(paper: Reference) -> Iterator[str]:
    """The authors, and ``others`` where lists cut them short (btxdoc, section 4)."""
    yield from (_author(split_name(author.name)) for author in paper.authors)
    if paper.others:
        yield "others"


def _author(name: Name) -> str:
    if not name.family:
        return f"{{{escaped(name.literal)}}}"
    family = f"{name.particle} {name.family}".strip()
    parts = (family, name.suffix, name.given)
    return ", ".join(_part(part) for part in parts if part)


def _part(text: str) -> str:
    """A part of a name: one that holds a separator of the author field stands in braces."""
    shown = escaped(text)
    return f"{{{shown}}}" if re.search(r",|\band\b", text, re.IGNORECASE) else shown


def _container(paper: Reference) -> str:
    """Where it came out; of an arXiv preprint the eprint fields say so."""
    return (
        "" if paper.published == "preprint" and paper.arxiv_id else escaped(paper.container or "")
    )


def _verbatim(address: str) -> str:
    """An address or identifier, which styles print as it is: only braces and slants change."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _letters(text: str) -> str:
    """The letters and digits of a text as lower-case ASCII, other scripts transliterated."""
    return re.sub(r"[^a-z0-9]", "", anyascii(text).lower())
