"""What can be seen of an update without parsing it: the graphs it writes to, where its WHEREs are.

Oxigraph reads keywords wherever they stand: ``GRAPHex:g`` is GRAPH and a name. So this does not try
to read everything; it says whether it understood, and what is not understood is looked at in
another way (``server.writing.worker`` compares what may not change before and after).
Rules: SPARQL 1.1 Update, section 3; grammar in SPARQL 1.1 Query Language, section 19.8.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from queries.lexer import TokenKind, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MANAGEMENT = frozenset({"CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"})
# Where a prefix begins like one of these, ``GRAPHex:g`` may be one name or a keyword and a name.
_GLUED = ("GRAPH", "TO", "SILENT", "INTO", "DEFAULT", "NAMED", "ALL")
_ESCAPE = re.compile(r"\\[uU]")


@dataclass(frozen=True, slots=True)
class Modification:
    """Offsets of one DELETE/INSERT operation that has a WHERE.

    Attributes:
        where: Of the keyword WHERE.
        block: Of the block of a ``DELETE WHERE``, from brace to behind the brace, else None.
    """

    where: int
    block: tuple[int, int] | None = None


@dataclass(slots=True)
class Scan:
    """What was seen.

    Attributes:
        graphs: IRIs of graphs that it writes to.
        certain: Whether it writes to no other named graph.
        understood: Whether every operation was recognised.
        own_dataset: Whether it says itself what its WHEREs are asked of (USING, WITH).
        modifications: Its operations with a WHERE, in their order.
    """

    graphs: set[str] = field(default_factory=set)
    certain: bool = True
    understood: bool = True
    own_dataset: bool = False
    modifications: list[Modification] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    offset: int
    kind: TokenKind
    text: str

    @property
    def word(self) -> str:
        """The keyword it may be."""
        return self.text.upper() if self.kind is TokenKind.WORD else ""


def scan(text: str) -> Scan:
    """What can be seen of an update.

    >>> seen = scan("PREFIX x: <http://x/> WITH x:g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }")
    >>> seen.graphs, seen.certain, seen.own_dataset, len(seen.modifications)
    ({'http://x/g'}, True, True, 1)
    >>> scan("INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { ?s ?p ?o }").certain
    False
    """
    scanner = _Scanner(list(_pieces(text)))
    scanner.run()
    # An escape may stand for any character, a brace or a letter of a keyword.
    if _ESCAPE.search(text):
        scanner.seen.certain = False
    return scanner.seen


def _pieces(text: str) -> Iterator[_Piece]:
    offset = 0
    for token in tokens_of(text):
        blank = token.kind is TokenKind.OTHER and token.text.isspace()
        if not blank and token.kind is not TokenKind.COMMENT:
            yield _Piece(offset, token.kind, token.text)
        offset += len(token.text)


class _Scanner:
    def __init__(self, pieces: Sequence[_Piece]) -> None:
        self.seen = Scan()
        self._pieces = pieces
        self._at = 0
        self._prefixes: dict[str, str] = {}

    def run(self) -> None:
        """Look at one operation or declaration after the other."""
        while self._at < len(self._pieces):
            word = self._peek().word
            if word == "PREFIX":
                self._prefix()
            elif word in ("INSERT", "DELETE"):
                self._change()
            elif word in _MANAGEMENT:
                self._management(word)
            elif word == "WITH":
                self._at += 1
                self.seen.own_dataset = True
                self._target()
            elif word == "USING":
                self.seen.own_dataset = True
                self._at += 3 if self._peek(1).word == "NAMED" else 2
            elif word == "WHERE":
                self.seen.modifications.append(Modification(self._peek().offset))
                self._at += 1
                self._block()
            else:
                if self._peek().text != ";":
                    self._lost()
                self._at += 1

    def _peek(self, ahead: int = 0) -> _Piece:
        place = self._at + ahead
        return self._pieces[place] if place < len(self._pieces) else _END

    def _lost(self) -> None:
        self.seen.certain = self.seen.understood = False

    def _prefix(self) -> None:
        name, iri = self._peek(1), self._peek(2)
        self._prefixes[name.text[:-1]] = iri.text[1:-1]
        if not name.text.endswith(":") or iri.kind is not TokenKind.IRI:
            self._lost()
        if name.text.upper().startswith(_GLUED):
            self.seen.certain = False
        self._at += 3

    def _change(self) -> None:
        start, following = self._peek(), self._peek(1).word
        self._at += 2 if following in ("DATA", "WHERE") else 1
        opening = self._peek().offset
        for piece in self._block():
            self._template(piece)
        if start.word == "DELETE" and following == "WHERE":
            where = self._pieces[self._pieces.index(start) + 1].offset
            closing = self._pieces[self._at - 1].offset + 1
            self.seen.modifications.append(Modification(where, (opening, closing)))

    def _template(self, place: int) -> None:
        """Look at a piece within a template: does it name a graph?"""
        piece = self._pieces[place]
        if piece.kind not in (TokenKind.WORD, TokenKind.NAME):
            return
        if piece.word == "GRAPH":
            self._resolve(self._pieces[place + 1] if place + 1 < len(self._pieces) else _END)
        elif "GRAPH" in piece.text.upper():
            self.seen.certain = False

    def _block(self) -> range:
        """Go behind a block in braces; the places of what stands in it."""
        if self._peek().text != "{":
            self._lost()
            return range(0)
        start, depth = self._at, 0
        while self._at < len(self._pieces):
            depth += {"{": 1, "}": -1}.get(self._pieces[self._at].text, 0)
            self._at += 1
            if not depth:
                break
        return range(start, self._at)

    def _management(self, word: str) -> None:
        """CLEAR, DROP, CREATE write to what they name, ADD and COPY to what follows TO."""
        writes = word not in ("ADD", "COPY")
        self._at += 1
        while self._at < len(self._pieces) and self._peek().text != ";":
            piece = self._peek()
            if piece.word == "TO":
                writes = True
            elif piece.word in ("ALL", "NAMED"):
                self.seen.certain = False
            elif piece.kind in (TokenKind.IRI, TokenKind.NAME):
                if writes:
                    self._resolve(piece)
            elif piece.word not in ("SILENT", "DEFAULT", "GRAPH"):
                self._lost()
            self._at += 1
        if not writes:
            self.seen.certain = False

    def _target(self) -> None:
        self._resolve(self._peek())
        self._at += 1

    def _resolve(self, piece: _Piece) -> None:
        """Note the graph that a piece names; a variable, or what hangs on a base, may be any."""
        iri = ""
        if piece.kind is TokenKind.IRI:
            iri = piece.text[1:-1]
        elif piece.kind is TokenKind.NAME and "\\" not in piece.text:
            prefix, _, local = piece.text.partition(":")
            iri = self._prefixes.get(prefix, "") + local
        # A name such as TOex:g holds a keyword.
        if _ABSOLUTE.match(iri):
            self.seen.graphs.add(iri)
        else:
            self.seen.certain = False


_END = _Piece(-1, TokenKind.OTHER, "")
