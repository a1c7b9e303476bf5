"""What lists write before and behind a venue's name: proceedings, tracks, awards, workshops."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loader.fields.venue_names import is_ordinal, words

# What surrounds a name and is no part of it.
AROUND = " ,.:;-–—|·•_*'‘’`\"“”/~<>⚡👍🔥⭐✨#"
_STARTS = words("in in: at by from to proc proc. proceedings openreview openreview.net")
_AFTER_START = words("of the for in at by to")
# "IEEE S&P Workshop", "Workshop of the ACL"
_BEFORE_PARENT = _AFTER_START | words("ieee acm usenix")
# "Accepted to NeurIPS", "Published in Nature".
_REPORTS = words("accepted published appeared appears appear presented submitted")
# Tracks, awards and remarks at the end of a venue text.
_REMARKS = words(
    "oral orals spotlight spotlights poster posters highlight highlights best outstanding "
    "distinguished award awards awarded winner runner-up candidate finalist honorable honourable "
    "mention notable top paper papers track tracks main conference demo demos demonstration "
    "demonstrations system industry industrial short long full student abstract abstracts extended "
    "tutorial tutorials position d&b db&b db datasets dataset benchmark benchmarks & and accepted "
    "appear to in published submitted "
    "press preprint journal proceedings volume special issue early access under review "
    "competition invited talk survey session regular resource tiny applied ads research creative "
    "arts senior area chair nominee nomination presentation openreview conditionally version "
    "forthcoming lbr blogpost blogposts nier seip seet seis"
)
# Remarks that are words of names as well: taken off only where the name without them is known.
_SOFT = words(
    "journal proceedings conference & and in to track main top volume special issue access "
    "industrial research applied system review survey session regular arts senior area chair "
    "student competition preprint access early dataset datasets abstract benchmark benchmarks "
    "paper papers version full short long press"
)
# MLGWorkShop
_GLUED = re.compile(r"(?<=[A-Z])(?=[Ww]ork[Ss]hops?\b)")
_POSSESSIVE = re.compile(r"['’]s$")
_WORKSHOP = re.compile(r"workshops?|wksp?|ws|w", re.IGNORECASE)


def starts_cut(name: str) -> str:
    """A name without ``In``, ``Proceedings of the``, ``Accepted to`` and a number before it.

    >>> starts_cut("In Proceedings of the 24th CVPR"), starts_cut("Accepted at ICLR")
    ('CVPR', 'ICLR')
    """
    award, at, where = name.partition("@")
    if at and where.strip() and is_remark(award.strip()):
        # "Best Paper Award @ ICLR Workshop"
        name = where
    said = name.split()
    first = 0
    while first < len(said) - 1:
        word = said[first].casefold()
        after = first > 0 and word in _AFTER_START
        if not (word in _STARTS or word in _REPORTS or after or is_ordinal(word)):
            break
        first += 1
    return " ".join(said[first:])


def remarks_cut(name: str) -> Iterator[str]:
    """A name with fewer and fewer remarks at its end: tracks, awards.

    The first is the name without those that are never part of one; the further ones are for
    names that a table knows.

    >>> list(remarks_cut("NeurIPS Datasets and Benchmarks Track"))[-1]
    'NeurIPS'
    >>> next(remarks_cut("ICML Oral")), next(remarks_cut("Mind Journal"))
    ('ICML', 'Mind Journal')
    """
    said = name.split()
    hard = len(said)
    while hard > 1 and is_remark_word(said[hard - 1]) and said[hard - 1].casefold() not in _SOFT:
        hard -= 1
    yield _joined(said[:hard])
    last = hard
    while last > 1 and is_remark_word(said[last - 1]):
        last -= 1
        yield _joined(said[:last])


def is_remark(text: str) -> bool:
    """Whether a text is nothing but a track or an award.

    >>> is_remark("Best Paper Award"), is_remark("CVPR")
    (True, False)
    """
    return bool(text) and all(map(is_remark_word, text.split()))


def workshop_cut(name: str) -> tuple[str, str] | None:
    """The first word of what a workshop belongs to and what else is said, or ``None``.

    >>> workshop_cut("ICLR Workshop"), workshop_cut("CVPR-W"), workshop_cut("Workshop at ICML")
    (('ICLR', ''), ('CVPR', ''), ('ICML', ''))
    >>> workshop_cut("ICML ES-FoMo Workshop"), workshop_cut("GenBio@NeurIPS")
    (('ICML', 'ES-FoMo'), ('NeurIPS', 'GenBio'))
    """
    before, at, after = name.partition("@")
    if at and before.strip() and after.strip():
        return after.strip(AROUND), before.strip(AROUND)
    said = _GLUED.sub(" ", name.replace("_", " ")).split()
    rest = [word for word in said if not _WORKSHOP.fullmatch(word.strip("()[],:.'’"))]
    if rest and len(rest) < len(said):
        while len(rest) > 1 and rest[0].casefold() in _BEFORE_PARENT:
            rest = rest[1:]
        return _POSSESSIVE.sub("", rest[0].strip(AROUND)), " ".join(rest[1:])
    if (
        len(said) == 1
        and len(name) > len("WW")
        and name.endswith("W")
        and name[:-1].rstrip("-_")[-1:].isupper()
    ):
        return name[:-1].rstrip("-_"), ""
    return None


def findings_cut(name: str) -> str | None:
    """The conference whose Findings a name means, or ``None``.

    >>> findings_cut("Findings of the Association for Computational Linguistics: EMNLP")
    'EMNLP'
    >>> findings_cut("ACL Findings"), findings_cut("Findings")
    ('ACL', None)
    """
    said = [word.strip("()[],:.-_") for word in re.split(r"[\s:-]+", name)]
    rest = [word for word in said if word and word.casefold() != "findings"]
    if len(rest) == len([word for word in said if word]):
        return None
    while rest and rest[0].casefold() in _AFTER_START:
        rest = rest[1:]
    return (rest[-1] if " ".join(rest).startswith("Association for") else " ".join(rest)) or None


def is_remark_word(word: str) -> bool:
    """Whether a word is one of a track's or an award's name, or a number among them."""
    bare = word.casefold().strip("()[],.:;!*'\"")
    if bare in _REMARKS or word.strip("()%").isdecimal():
        return True
    # "Datasets/Benchmarks"
    return "/" in bare and all(part in _REMARKS for part in bare.split("/"))


def _joined(said: list[str]) -> str:
    return " ".join(said).strip(AROUND)
