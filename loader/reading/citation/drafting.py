"""From candidates to drafts: where each title is, and what the text around it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from loader.fields.labels import is_label, kind_of_label
from loader.fields.links import kind_of
from loader.fields.names import is_group
from loader.fields.text import key_of
from loader.fields.venues import names_venue, read_venue, venues
from loader.fields.years import is_date, without_years, year_of
from loader.reading.blocks import Line
from loader.reading.candidates import Anchor, Candidate, Draft
from loader.reading.citation.bars import fields_behind, with_barred_venues
from loader.reading.citation.bylines import byline_of
from loader.reading.citation.credits import credits_of, is_credit_text
from loader.reading.citation.flat import BREAK, GAP, Flat, flat_of, is_author_year, is_credit
from loader.reading.citation.named_titles import places_of
from loader.reading.citation.pieces import Piece, pieces_around, pieces_of, sentences
from loader.reading.citation.plain_titles import plain_title
from loader.reading.citation.tagged_venues import (
    tag_before,
    with_tagged_venues,
    with_trailing_venues,
)
from loader.reading.citation.titles import Place, Style, count_words
from loader.reading.citation.trimming import Title, trim
from loader.reading.citation.venue_like import is_dated_venue, is_prose
from loader.records import LinkKind

# Longer than any entry; what is longer is prose or an attack, and would cost more than its length.
LONGEST_HEAD = 20_000
LONGEST_FIELD = 1_500
LONGEST_TITLE = 400
# Items are read beside those of their depth first, and then in the groups that come of it.
_REMEMBERED = 1 << 12
# More words than this name no tool.
_MOST_WORDS_OF_NAME = 2
_FIELD = re.compile(r"^\W*([^\W\d][^:：\n]{0,30}?)\s*[:：]\s*(.*)$", re.DOTALL)
_FIELDS = {
    **dict.fromkeys(("authors", "author", "by", "作者"), "authors"),
    **dict.fromkeys(
        ("venue", "publisher", "published", "conference", "journal", "publication", "pub"), "venue"
    ),
    **dict.fromkeys(("proceedings", "会议", "期刊", "发表"), "venue"),
    **dict.fromkeys(("date", "year", "time", "时间", "日期", "年份"), "date"),
}
_YEAR_LAST = re.compile(r"(?<=[\w)?!])\.? ([12]\d{3})$")
# A title that marks set off may hold its authors.
_BYLINED = frozenset({Style.STRONG, Style.LINKED})
# Share of entries with a year at the end of the title that makes it a habit.
_MANY = 0.4
# Words between quotes that are a title, whatever the entries beside it look like.
_QUOTED_TITLE = 3
# Share of entries below which what looks like authors before the title are words of it.
_RARELY = 0.2


@dataclass(slots=True)
class _Field:
    """What a line below a title says: a named value, pieces of text, and links."""

    name: str | None = None
    value: str = ""
    pieces: Sequence[Piece] = ()
    anchors: Sequence[Anchor] = ()


def drafts_of(candidates: Sequence[Candidate]) -> list[Draft]:
    """Drafts of candidates that stand together, read in the style that most of them are in."""
    read = [(candidate, flat_of(candidate.head)) for candidate in candidates]
    read = [(candidate, flat) for candidate, flat in read if len(flat.text) <= LONGEST_HEAD]
    chosen = _chosen(read)
    dated = sum(_before_year(flat, place) is not None for _, flat, place in chosen)
    if dated > 1 and dated >= _MANY * len(chosen):
        chosen = [(one, flat, _before_year(flat, place) or place) for one, flat, place in chosen]
    bylined = sum(
        byline_of(flat.text[place.start : place.end]) is not None
        for _, flat, place in chosen
        if place.style in _BYLINED
    )
    habit = bylined > max(1, 0.5 * len(chosen))
    drafts = _with_groups([_draft(one, place, bylines=habit) for one, _, place in chosen])
    barred = [fields_behind(flat.text, place.end) for _, flat, place in chosen]
    drafts = with_barred_venues(drafts, barred)
    tags = [tag_before(flat.text[: place.start]) for _, flat, place in chosen]
    return with_trailing_venues(with_tagged_venues(drafts, tags))


def _with_groups(drafts: list[Draft]) -> list[Draft]:
    """Drafts with a group for authors where most of the others name theirs: "*OpenAI*"."""
    if sum(draft.authors is not None for draft in drafts) <= 0.5 * len(drafts):
        return drafts
    return [draft if draft.authors else replace(draft, authors=draft.group) for draft in drafts]


@lru_cache(maxsize=_REMEMBERED)
def _places(head: tuple[Line, ...]) -> tuple[Place, ...]:
    return places_of(flat_of(head))


@lru_cache(maxsize=_REMEMBERED)
def _plain(head: tuple[Line, ...], authors_first: bool | None, whole: bool) -> Place | None:  # noqa: FBT001 (a cache's key)
    return plain_title(flat_of(head), authors_first=authors_first, whole=whole)


def _chosen(
    read: Sequence[tuple[Candidate, Flat]],
) -> list[tuple[Candidate, Flat, Place]]:
    """Candidates with the place of their title, those without one left out."""
    found = [_places(candidate.head) for candidate, _ in read]
    plain = [
        None if places else _plain(candidate.head, None, candidate.titled)
        for (candidate, _), places in zip(read, found, strict=True)
    ]
    votes = Counter(places[0].style if places else Style.PLAIN for places in found)
    style = max(votes, key=lambda style: votes[style], default=Style.PLAIN)
    unmarked = [place for place in plain if place is not None]
    authors_first = _authors_first(unmarked)
    chosen: list[tuple[Candidate, Flat, Place]] = []
    for (candidate, flat), places, unmarked_place in zip(read, found, plain, strict=True):
        place = next((place for place in places if place.style is style), None)
        if style is Style.STRONG and places and _is_quoted_behind(flat, places[0], place):
            place = places[0]
        if place is None and places and style is Style.PLAIN and candidate.titled:
            place = _plain(candidate.head, None, whole=True)
        if place is None:
            place = places[0] if places else unmarked_place
        if place is unmarked_place is not None and authors_first is not None:
            place = _plain(candidate.head, authors_first, candidate.titled)
        if place is not None:
            chosen.append((candidate, flat, place))
    return chosen


def _is_quoted_behind(flat: Flat, quoted: Place, strong: Place | None) -> bool:
    """Whether a quoted title stands right behind a strong name of a few words."""
    if quoted.style is not Style.QUOTED or strong is None:
        return False
    near = 0 <= quoted.start - strong.end <= len('**: "')
    words = count_words(flat.text[quoted.start : quoted.end])
    name = count_words(flat.text[strong.start : strong.end])
    return near and words >= _QUOTED_TITLE > name - 1


def _authors_first(unmarked: Sequence[Place]) -> bool | None:
    """Whether the authors stand before unmarked titles: as a rule, never, or now and then."""
    count = sum(place.authors_first for place in unmarked)
    if count > 0.5 * len(unmarked):
        return True
    return False if 0 < count < _RARELY * len(unmarked) else None


def _before_year(flat: Flat, place: Place) -> Place | None:
    """A title without the year that ends it: "A corpus of adverse drug events 2015. [pdf]"."""
    if place.style not in {Style.PLAIN, Style.NAMED}:
        return None
    found = _YEAR_LAST.search(flat.text, max(place.start, place.end - 40), place.end)
    if found is None or not is_date(found.group(1)):
        return None
    return replace(place, end=found.start())


@lru_cache(maxsize=_REMEMBERED)
def _draft(candidate: Candidate, place: Place, *, bylines: bool) -> Draft:
    """A draft of a candidate whose title is known; ``bylines`` where most titles hold authors."""
    flat = flat_of(candidate.head)
    title = _title(flat, place)
    fields = [_field(line) for line in candidate.fields]
    told = [piece for one in fields for piece in one.pieces]
    around = pieces_around(flat, place.start, title.end, place.name)
    byline = byline_of(title.text) if place.style in _BYLINED else None
    if byline is not None and not (byline.surely or bylines):
        # "Detection by Symmetric Factors, Random Walks and Cuts": others may be credited.
        credited = candidate.authors or credits_of([*around, *told]).authors
        byline = None if byline.few or credited else byline
    if byline is not None:
        title.text = byline.title
        title.pieces.extend(pieces_of(byline.credit))
    trim(title)
    credit = credits_of([*title.pieces, *around, *told])
    named = {one.name: one.value for one in fields if one.name}
    authors, venue, date = credit.authors, credit.venue, credit.date
    below = [anchor for one in fields for anchor in one.anchors]
    for anchor in (*flat.anchors, *below):
        own = anchor.href == place.href
        known = authors and (anchor in below or _is_own_line(authors, flat, candidate.fields))
        if is_author_year(anchor.label) and not known:
            # "[Knuth (1970)](…)": who and when, as the text of the link.
            authors, date = without_years(anchor.label).strip(" ()"), date or anchor.label
        elif venue is None and not own:
            venue = _venue_as_label(anchor)
        if date is None and not own and is_label(anchor.label) and year_of(anchor.label):
            # A label such as "arXiv (2022)".
            date = anchor.label
    anchors = [_on_title(anchor, place) for anchor in flat.anchors]
    return Draft(
        line=candidate.line,
        end_line=candidate.end_line,
        title=title.text,
        authors=candidate.authors or named.get("authors") or authors,
        venue=candidate.venue or named.get("venue") or venue,
        date=candidate.date or named.get("date") or date,
        anchors=(*anchors, *below, *candidate.anchors),
        authors_first=credit.authors_first or place.authors_first,
        name=title.name,
        titled=candidate.titled,
        marked=place.style is not Style.PLAIN,
        group=next((text for text in credit.unknown if is_group(text)), None),
        remark=next((p.text for p in around if p.aside and p.behind and is_label(p.text)), None),
        described=place.style is Style.LINKED and _is_described(flat, title),
    )


def _is_described(flat: Flat, title: Title) -> bool:
    """Whether a title is a few words that prose goes on to tell of: "[Seurat](…) is a tool for"."""
    few = count_words(title.text) <= _MOST_WORDS_OF_NAME
    return few and is_prose(flat.text[title.end : title.end + LONGEST_TITLE])


def _is_own_line(authors: str, flat: Flat, fields: Sequence[Line]) -> bool:
    """Whether several authors stand on a line of their own, as opposed to within another text."""
    several = "," in authors or " and " in authors or "&" in authors
    lines = (*flat.text.split(BREAK), *(line.text for line in fields))
    return several and any(line.strip(" .*,") == authors for line in lines)


def _venue_as_label(anchor: Anchor) -> str | None:
    """The venue that labels the link to a paper: "[[ICLR](…)] A title", "[Widgets 3 (2022)](…)"."""
    label = anchor.label
    if is_label(label):
        known = read_venue(label).venue
        # "[arXiv](…)" names the file, not where the paper appeared; its address tells as much.
        return label if known is not None and known.acronym != "arXiv" else None
    if venues().known(label) is not None and kind_of("", anchor.href) is LinkKind.PAPER:
        # Where the paper is, a word that means something else as well is a venue: "[Nature](…)".
        return label
    # A name beside a year that is nobody's.
    dated = is_dated_venue(label) or (is_credit(label) and not names_venue(label))
    return label if dated and "et al" not in label else None


def _on_title(anchor: Anchor, place: Place) -> Anchor:
    """A link, known as that of the title where its text is the title."""
    said = is_label(anchor.label) or names_venue(anchor.label)
    return replace(anchor, on_title=True) if anchor.href == place.href and not said else anchor


def _title(flat: Flat, place: Place) -> Title:
    title = Title(flat.text[place.start : place.end], place.end)
    if place.name is not None:
        title.name = flat.text[slice(*place.name)].strip(" ,.:：")
    if place.style is Style.LINKED:
        title.text, title.end = _continued(flat, place)
    return title


def _continued(flat: Flat, place: Place) -> tuple[str, int]:
    """A title of which only the first part is the text of a link, and where it ends."""
    text, behind = flat.text[place.start : place.end], flat.text[place.end : place.end + 500]
    words = count_words(text)
    colon = text.rstrip().endswith(":") or behind.lstrip(" ").startswith((":", "："))
    goes_on = behind[:1] == " " and behind.lstrip(" ")[:1].isalnum()
    tagged = any(run.code and 0 <= run.start - place.end <= 1 for run in flat.runs)
    if tagged or not ((colon and words <= 5) or (goes_on and words <= 4)):
        return text, place.end
    ends = (behind.find(mark) for mark in ("|", GAP, "("))
    rest = behind[: min((end for end in ends if end >= 0), default=len(behind))]
    # A line that begins with a small letter goes on with the title: "… from Images⏎and Text, …".
    cuts = (
        found
        for found in re.finditer(r"[,.]\s+|\n(?![ a-z])", rest)
        if is_credit_text(rest[found.end() :])
    )
    cut = next(cuts, None)
    rest = rest[: cut.start()] if cut is not None else rest
    bare = rest.strip(" :：")
    if count_words(rest) < 2 or is_credit_text(bare):
        return text, place.end
    # "[vLLM](…): vLLM: Easy, Fast and Cheap": the name is said twice.
    title = bare if key_of(bare).startswith(key_of(text)) else text + rest
    return title, place.end + len(rest)


def _field(line: Line) -> _Field:
    """What a line below a title tells."""
    flat = flat_of((line,))
    found = _FIELD.match(flat.text.replace(GAP, " "))
    label = key_of(found.group(1)) if found else ""
    if not found or not label:
        prose = len(flat.text) > LONGEST_FIELD or (len(flat.text) > 200 and is_prose(flat.text, 3))
        return _Field(pieces=() if prose else pieces_around(flat, 0, 0), anchors=flat.anchors)
    value = found.group(2).strip()
    if year_of(value) is not None and is_credit_text(flat.text) and names_venue(label):
        # "arXiv preprint arXiv:2312.00080 (2023)": the colon is the identifier's.
        return _Field(pieces=pieces_around(flat, 0, 0), anchors=flat.anchors)
    if label in _FIELDS:
        # "Published" may say when: "Published: 2026-04-18" names no venue.
        name = "date" if is_date(value.strip(" *_")) else _FIELDS[label]
        return _Field(name, value, anchors=flat.anchors)
    if kind_of_label(label) is None:
        # "intro: CVPR 2018. ETH Zurich": of what else is told, a venue is of use.
        told = [Piece(part) for part in sentences(value[:LONGEST_FIELD]) if names_venue(part)]
        return _Field(pieces=told[:1], anchors=flat.anchors)
    anchors = [_labelled(anchor, found.group(1)) for anchor in flat.anchors]
    return _Field(pieces=[Piece(value)] if is_credit_text(value) else (), anchors=anchors)


def _labelled(anchor: Anchor, label: str) -> Anchor:
    """A link that says itself what it is, or else is what the line's label says."""
    said = is_label(anchor.label) or names_venue(anchor.label)
    return anchor if said else replace(anchor, label=label)
