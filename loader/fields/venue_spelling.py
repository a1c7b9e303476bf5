"""Venues that are written wrong: the one that was most likely meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from loader.fields.venue_names import squeezed, words_of
from loader.fields.venue_reading import read_venue
from loader.fields.venue_records import Venue
from loader.fields.venue_table import Known, VenueTable, venues

# A wrong letter in a shorter acronym makes another word as easily: ECL is no ACL.
_SHORTEST = 4
# From here on, of so many letters one may be wrong.
_LETTERS_A_MISTAKE = 7
# How many letters an acronym needs for one of them to be wrong, and for one more or less.
_WRONG, _MORE_OR_LESS = 7, 6
_LONG = 12


def nearest(label: str) -> Venue | None:
    """The known venue that a misspelt label most likely means, or ``None``.

    From four letters on two neighbours may have changed places or one been doubled, from six on
    one left out or added, from seven on one be wrong, and one in seven of a long name; the first
    letter is always right, and an acronym of up to five letters is written in capitals. Between
    two venues that are as near there is no telling. A label that is spelt right has no nearest
    venue: it is one.

    Distances: optimal string alignment, which counts swapped neighbours as one mistake.

    >>> nearest("NeruIPS").acronym, nearest("CPVR").acronym, nearest("Nature Comunications").acronym
    ('NeurIPS', 'CVPR', 'Nature Communications')
    >>> nearest("ECL"), nearest("ICXR"), nearest("CVPR"), nearest("Stanford")
    (None, None, None, None)
    """
    key = squeezed(label)
    # "MLPs" and "t-SNE" are no acronyms of venues, whatever is near to them.
    acronym = label.isalpha() and label.isupper()
    if read_venue(label).venue is not None:
        return None
    found = _nearest(key, words_of(label), venues())
    if len(key) >= _MORE_OR_LESS or acronym or found is None:
        return found
    # "Arixv": whoever wrote it writes the venue's own name without capitals.
    own = not found.acronym.isupper() and sorted(key) == sorted(squeezed(found.acronym))
    return found if own else None


@lru_cache(maxsize=1 << 12)
def _nearest(key: str, said: tuple[str, ...], table: VenueTable) -> Venue | None:
    found: dict[str, tuple[int, Venue]] = {}
    allowed = max(1, len(key) // _LETTERS_A_MISTAKE)
    if len(key) < _SHORTEST:
        return None
    by_length = _by_length(table)
    for length in range(len(key) - allowed, len(key) + allowed + 1):
        for spelling, known in by_length.get(length, ()):
            # "IJSR" is a journal as good as "IJRS", by which nobody calls that of remote sensing.
            if len(key) < _MORE_OR_LESS and spelling != squeezed(known.venue.acronym):
                continue
            distance = OSA.distance(key, spelling, score_cutoff=allowed)
            if (
                distance <= allowed
                and _plausible(key, spelling)
                and _is_slip(said, known.venue, table)
            ):
                best = found.get(known.venue.acronym)
                if best is None or distance < best[0]:
                    found[known.venue.acronym] = (distance, known.venue)
    ranked = sorted(found.values(), key=lambda each: each[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


@lru_cache(maxsize=2)
def _by_length(table: VenueTable) -> Mapping[int, Sequence[tuple[str, Known]]]:
    found: dict[int, list[tuple[str, Known]]] = defaultdict(list)
    for spelling, known in table.spellings():
        # A word of another meaning is near to many a word, a name of several is not.
        if len(spelling) >= (_SHORTEST if known.sure else _LONG):
            found[len(spelling)].append((spelling, known))
    return found


def _plausible(said: str, meant: str) -> bool:
    """Whether one was mistyped for the other, rather than another word written."""
    if said[0] != meant[0]:
        return False
    doubled = _undoubled(said) == _undoubled(meant)
    if len(said) == len(meant):
        swapped = sorted(said) == sorted(meant)
        return swapped or len(said) >= _WRONG or (doubled and len(said) > _SHORTEST)
    return doubled or min(len(said), len(meant)) >= _MORE_OR_LESS


def _is_slip(said: Sequence[str], meant: Venue, table: VenueTable) -> bool:
    """Whether no word that is written wrong is another word of venues' names.

    "Annals of Botany" is no slip for the annals of biology, "Scientific Report" is one.
    """
    for name in (meant.name, *meant.aliases):
        words = words_of(name)
        if len(words) == len(said) and len(said) > 1:
            wrong = [(a, b) for a, b in zip(said, words, strict=True) if a != b]
            return not any(table.has_word(a) and _singular(a) != _singular(b) for a, b in wrong)
    return True


def _singular(word: str) -> str:
    return word.removesuffix("s")


def _undoubled(text: str) -> str:
    return "".join(c for n, c in enumerate(text) if n == 0 or text[n - 1] != c)
