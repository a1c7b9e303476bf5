"""Links as they are written: where each begins and ends within a stretch of Markdown.

A Markdown parser says what a link means and not where it stood; this scanner says where, by the
same rules (CommonMark 0.31, sections 6.1 to 6.6). It goes over the text once. What it has to look
ahead for is bounded, so that no text costs more than a constant for each of its characters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

# CommonMark asks for at least three levels; every parser has a limit, and markdown-it's is 32.
_DEEPEST_PARENTHESES = 32
# A link's hover text is a phrase.
_LONGEST_HOVER_TEXT = 500
_BLANKS = " \t\n"
_CLOSING = {'"': '"', "'": "'", "(": ")"}


@dataclass(frozen=True, slots=True)
class Written:
    """A link or an image as it stands in the text; every number is an offset into it.

    Attributes:
        start: Its first character, ``[`` or ``!``.
        end: Behind its closing parenthesis.
        label: What stands in its square brackets, markup and all.
        target: Where it points, as written, without angle brackets.
        target_start: First character of the target.
        image: Whether it shows an image and links to nothing.
    """

    start: int
    end: int
    label: str
    target: str
    target_start: int
    image: bool = False

    @property
    def target_end(self) -> int:
        """Behind the last character of the target."""
        return self.target_start + len(self.target)


@dataclass(slots=True)
class Scanned:
    """What a stretch of Markdown holds.

    Attributes:
        links: Links and images that are well-formed, by where they end.
        strays: Offsets of each ``](`` that is part of no link.
        brackets: First and last offset of bracketed texts that are no links.
        comments: Where each comment starts and ends.
    """

    links: list[Written] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)
    brackets: list[tuple[int, int]] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)


def scan(text: str, start: int, end: int) -> Scanned:
    """Links, stray link parts and comments between two offsets of a text.

    >>> found = scan("[[paper](https://x.org/p)] [[code]()] `[no](link)`", 0, 50)
    >>> [(link.label, link.target) for link in found.links]
    [('paper', 'https://x.org/p'), ('code', '')]
    >>> scan("[pdf](A title with blanks)", 0, 26).strays
    [4]
    """
    return _Scan(text, start, end).run()


class _Scan:
    """One pass over a stretch of text.

    A stack holds the opening brackets. Around a link no other link can be: what was opened before
    one is closed below ``dead``.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.at, self.end = text, start, end
        self.found = Scanned()
        self.open: list[tuple[int, bool]] = []
        self.dead = 0
        self.ticks = _ticks(text, start, end)
        self.no_more_comments = False

    def run(self) -> Scanned:
        text = self.text
        while self.at < self.end:
            character = text[self.at]
            if character == "\\":
                self.at += 2
            elif character == "`":
                self._code()
            elif character == "<":
                self._angle()
            elif character == "!" and text.startswith("[", self.at + 1):
                self.open.append((self.at, True))
                self.at += 2
            elif character == "[":
                self.open.append((self.at, False))
                self.at += 1
            elif character == "]":
                self._close()
            else:
                self.at += 1
        return self.found

    def _code(self) -> None:
        """Skip a code span, or a run of backticks that nothing closes."""
        behind = _run_end(self.text, self.at, self.end)
        runs = self.ticks[behind - self.at]
        after = bisect_right(runs, self.at)
        length = behind - self.at
        self.at = runs[after] + length if after < len(runs) else behind

    def _angle(self) -> None:
        """Skip a comment, a tag or an autolink; any other ``<`` is a character."""
        text, at = self.text, self.at
        if text.startswith("<!--", at) and not self.no_more_comments:
            closed = text.find("-->", at + 4, self.end)
            if closed >= 0:
                self.found.comments.append((at, closed + 3))
                self.at = closed + 3
                return
            self.no_more_comments = True
        self.at += 1
        if not (text[self.at : self.at + 1].isalpha() or text.startswith(("/", "!", "?"), self.at)):
            return
        # As far as the next angle, so that no stretch is searched twice.
        behind = self._until(self.at, "<>")
        if text.startswith(">", behind) and _is_tag(text[self.at : behind]):
            self.at = behind + 1

    def _close(self) -> None:
        at = self.at
        self.at += 1
        if not self.open:
            if self.text.startswith("(", self.at) and self.at < self.end:
                self.found.strays.append(at)
            return
        opened, image = self.open.pop()
        dead = not image and len(self.open) < self.dead
        self.dead = min(self.dead, len(self.open))
        if not self.text.startswith("(", self.at) or self.at >= self.end:
            if not image and not dead:
                self.found.brackets.append((opened, at))
            return
        link = None if dead else self._link(opened, at, image=image)
        if link is None:
            self.found.strays.append(at)
            return
        self.found.links.append(link)
        self.at = link.end
        if not image:
            self.dead = len(self.open)

    def _link(self, opened: int, closed: int, *, image: bool) -> Written | None:
        """The link whose label has just been closed, if a target and nothing else follows."""
        first = self._past_blanks(closed + 2)
        ends = self._target_end(first)
        if ends is None:
            return None
        start, stop, behind = ends
        at = self._past_blanks(behind)
        if at > behind:
            at = self._past_blanks(self._hover_text_end(at))
        if at >= self.end or self.text[at] != ")":
            return None
        label = self.text[opened + (2 if image else 1) : closed]
        return Written(opened, at + 1, label, self.text[start:stop], start, image)

    def _past_blanks(self, at: int) -> int:
        while at < self.end and self.text[at] in _BLANKS:
            at += 1
        return at

    def _target_end(self, at: int) -> tuple[int, int, int] | None:
        """Start and end of a target that begins here, and the offset behind it."""
        if self.text.startswith("<", at):
            stop = self._until(at + 1, "<>\n")
            return (at + 1, stop, stop + 1) if self.text.startswith(">", stop) else None
        depth, stop = 0, at
        while stop < self.end and self.text[stop] > " ":
            character = self.text[stop]
            if character == "(":
                depth += 1
            elif character == ")":
                depth -= 1
            if depth < 0:
                break
            if depth > _DEEPEST_PARENTHESES:
                return None
            stop += 2 if character == "\\" else 1
        stop = min(stop, self.end)
        return None if depth > 0 else (at, stop, stop)

    def _until(self, at: int, characters: str) -> int:
        while at < self.end and self.text[at] not in characters:
            at += 1
        return at

    def _hover_text_end(self, at: int) -> int:
        """Behind the text in quotes that follows a target; ``at`` where there is none."""
        closing = _CLOSING.get(self.text[at : at + 1])
        if closing is None:
            return at
        limit = min(self.end, at + _LONGEST_HOVER_TEXT)
        stop = at + 1
        while stop < limit and self.text[stop] != closing:
            stop += 2 if self.text[stop] == "\\" else 1
        return stop + 1 if stop < limit else at


def _is_tag(inside: str) -> bool:
    """Whether a text in angle brackets is a tag or an autolink, and no link in a comparison."""
    before, link, _ = inside.partition("](")
    address = "://" in before and " " not in before
    return not link or address or "'" in before or '"' in before


def _ticks(text: str, start: int, end: int) -> dict[int, list[int]]:
    """Offsets of runs of backticks by their length."""
    runs: dict[int, list[int]] = defaultdict(list)
    for at, behind in _tick_runs(text, start, end):
        runs[behind - at].append(at)
    return runs


def _tick_runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = text.find("`", start, end)
    while at >= 0:
        behind = _run_end(text, at, end)
        yield at, behind
        at = text.find("`", behind, end)


def _run_end(text: str, at: int, end: int) -> int:
    while at < end and text[at] == "`":
        at += 1
    return at
