"""Author lines: a line of names becomes names in printed order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from loader.fields.names import (
    is_built_like_name,
    is_called,
    is_full_name,
    is_group,
    is_ideographic_name,
    is_initials,
    is_name,
)
from loader.fields.text import has_letter, key_of, plain
from loader.fields.words import words_of
from loader.fields.years import year_of

_TRUNCATED = re.compile(
    r"\b(?:o?et\.?,? ?al\b|el\.? al\b|and others\b|and \d+ (?:more|others)\b|\betc\b)|(?:\.\.\.|…)",
    re.IGNORECASE,
)
# Footnote marks: asterisks, daggers, section signs and digits that follow a name.
_MARKS = re.compile(
    r"[*∗⁎†‡§¶♯#^✉\U0001F4E7]|(?<=[^\W\d_])[0-9⁰¹²³⁴-⁹]+\b|(?<=[.,;\s])[0-9⁰¹²³⁴-⁹]{1,2}(?=[,;\s]|$)"
)
_ASIDE = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
# What copying from a page of a journal leaves behind.
_PASTED = re.compile(r"\bView(?: ORCID)? Profile\s?")
_AND = re.compile(r"\s*(?:&|\band\b|\bund\b)\s*")
# "Hyeonseob Namand Bohyung Han": a blank is missing before "and"; not so in "Armand Joulin".
_GLUED_AND = re.compile(r"(?:(?<=\w [A-Z][a-z])|(?<=\w [A-Z][a-z]{2}))and (?=[A-Z]\w+ [A-Z])")
# "Yanda MengDongxu Gao": copied from a page whose marks parted them; not so in "McPartlon".
_GLUED_NAMES = re.compile(
    r"(?<=[a-zß-ÿ])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLe)(?<!\bVan)(?=[A-ZÀ-Þ][a-zß-ÿ])"
)
_HARD = re.compile(r"\s*[;；、|]\s*")
_COMMA = re.compile(r"\s*[,，]\s*")
_LEADING = re.compile(r"^(?:by|authors?|作者)\b\s*:?\s*", re.IGNORECASE)
# The stop that ends a line, as opposed to one that ends an initial ("Ronald M.").
_FULL_STOP = re.compile(r"(?<=\w\w)\.$")
_STOPPED = re.compile(r"\b[A-Z]\.,")
_UNSTOPPED_LAST = re.compile(r"[\s.-][A-Z]$")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|inc|llc|ltd)\.?", re.IGNORECASE)
_LONGEST_NAME = 80
_REMEMBERED = 1 << 14
# Nobody counts up more names than this only to cut the rest.
_MOST_BEFORE_ET_AL = 12
# Words that are names of several, given name and surname in turn, with nothing between them.
_FEWEST_OF_SEVERAL = 8
_SPOILED = 0.3


def authors_of(text: str, *, inverted_first: bool = False) -> tuple[tuple[str, ...] | None, bool]:
    """The names of an author line, in order, and whether the line cuts them short.

    Args:
        text: The line.
        inverted_first: Whether a list of two single words is one name, surname first, as in
            bibliographies that begin with the authors.

    Returns:
        The names (``None`` where the line holds none) and ``True`` after "et al.".

    >>> authors_of("Yang Liu, Guanbin Li, Xiang Wan & Tsung-Hui Chang")
    (('Yang Liu', 'Guanbin Li', 'Xiang Wan', 'Tsung-Hui Chang'), False)
    >>> authors_of("*Liyue Shen,  Serena Yeung * ")
    (('Liyue Shen', 'Serena Yeung'), False)
    >>> authors_of("Mildenhall et al.")
    (('Mildenhall',), True)
    >>> authors_of("Kim, Dahun and Cho, Donghyeon and Kweon, In So")
    (('Dahun Kim', 'Donghyeon Cho', 'In So Kweon'), False)
    >>> authors_of("LeCun, Yann, Yoshua Bengio, and Geoffrey Hinton.")
    (('Yann LeCun', 'Yoshua Bengio', 'Geoffrey Hinton'), False)
    """
    said = plain(text)
    line = _PASTED.sub("", _LEADING.sub("", said))
    cut = _TRUNCATED.search(line)
    whole = line[: cut.start()] if cut else line
    # "by Tesauro, Gerald": two surnames would have "and" between them.
    inverted_first = inverted_first or cut is not None or _LEADING.match(said) is not None
    bare = _ASIDE.sub(_without_aside, _MARKS.sub("", whole))
    bare = bare.strip(" ,.;:") if cut else bare
    if _STOPPED.search(bare) and _UNSTOPPED_LAST.search(bare):
        # The stop behind the last initial ended the line as well, and is gone.
        bare += "."
    names = tuple(_names_in(_parts(bare, inverted_first=inverted_first)))
    if not names or any(len(name) > _LONGEST_NAME for name in names):
        return None, False
    return names, cut is not None


def _without_aside(found: re.Match[str]) -> str:
    """Nothing for an affiliation in brackets; a name in them stays: "Alexei (Alyosha) Efros"."""
    return found.group() if is_called(found.string, found.start(), found.end()) else " "


def without_marks(text: str) -> str:
    """A text without the footnote marks that stand behind names.

    >>> without_marks("Wei Liu1, Shuchang Zhou*")
    'Wei Liu, Shuchang Zhou'
    """
    return _MARKS.sub("", text)


def _parts(line: str, *, inverted_first: bool) -> list[str]:
    """The names of a line, given names first, before what holds no name is left out."""
    people = [part for group in _HARD.split(_unglued(line)) for part in _AND.split(group)]
    people = [part for person in people for part in _GLUED_AND.split(person)]
    people = [part.strip(" ,，") for part in people if part.strip(" ,，")]
    if len(people) > 1 and _all_inverted(people):
        return [_turned(part) for part in people]
    parts = [part.strip() for person in people for part in _COMMA.split(person)]
    parts = [part for part in parts if part]
    pairs = [person for person in people if _is_pair(person)]
    if len(people) == 1 and len(pairs) == 1 and inverted_first and len(parts[0].split()) == 1:
        return [_turned(people[0])]
    if len(people) > 1 and pairs == people[-1:] and _is_pair_among_whole(people):
        return [*parts[:-2], _turned(people[-1])]
    # "Wu, C. and Guo,": of the last only the surname may be left.
    paired = parts[: len(parts) // 2 * 2]
    if _alternates(paired) or (paired == parts and _takes_turns(people, parts)):
        turned = [f"{given} {name}" for name, given in zip(paired[::2], paired[1::2], strict=True)]
        return [*turned, *parts[len(paired) :]]
    joined = _with_initials(parts)
    if not joined and _first_is_inverted(people, parts, bibliographic=inverted_first):
        return [f"{parts[1]} {parts[0]}", *parts[2:]]
    return joined or parts


def _unglued(line: str) -> str:
    """A line of names that copying has run into one another, parted.

    >>> _unglued("Kaizhong DengYanda MengDongxu Gao"), _unglued("Ronan McPartlon")
    ('Kaizhong Deng, Yanda Meng, Dongxu Gao', 'Ronan McPartlon')
    >>> _unglued("Yihong Xu Yutong Ban Laura Leal Radu Horaud")
    'Yihong Xu, Yutong Ban, Laura Leal, Radu Horaud'
    """
    if "," in line:
        return line
    words = line.split()
    if len(words) >= _FEWEST_OF_SEVERAL and len(words) % 2 == 0:
        pairs = [" ".join(words[n : n + 2]) for n in range(0, len(words), 2)]
        if all(is_name(pair) and pair.istitle() for pair in pairs):
            return ", ".join(pairs)
    if len(_GLUED_NAMES.findall(line)) < 2:  # noqa: PLR2004
        return line
    names = _GLUED_NAMES.split(line)
    whole = all(" " in n and (is_name(n) or is_built_like_name(n)) for n in names)
    return ", ".join(names) if whole else line


def _is_pair(person: str) -> bool:
    """Whether a text reads "Surname, Given"."""
    halves = _COMMA.split(person)
    if len(halves) != 2:  # noqa: PLR2004
        return False
    surname, given = (half.strip() for half in halves)
    if is_full_name(surname) and " " in given and not is_initials(given.split()[-1]):
        # "David Ha, Andrew Dai" are two.
        return False
    return 0 < len(surname.split()) <= 3 and 0 < len(given.split()) <= 3 and bool(surname and given)  # noqa: PLR2004


def _is_pair_among_whole(people: Sequence[str]) -> bool:
    """Whether the last of several is "Le, Quoc V" behind names that are whole."""
    surname, given = _COMMA.split(people[-1])
    before = [part for person in people[:-1] for part in _COMMA.split(person)]
    turned = " " not in surname and is_initials(given.split()[-1])
    return turned and all(map(is_full_name, before))


def _all_inverted(people: Sequence[str]) -> bool:
    """Whether persons parted by "and" or semicolons are each "Surname, Given"."""
    pairs = sum(_is_pair(person) for person in people)
    others = [person for person in people if not _is_pair(person)]
    # A person without a comma may stand among them; a list of several is another notation.
    return pairs >= 2 and pairs >= 2 * len(others) and all("," not in other for other in others)  # noqa: PLR2004


def _turned(person: str) -> str:
    surname, comma, given = person.partition(",")
    return f"{given.strip()} {surname.strip()}" if comma else person


def _alternates(parts: Sequence[str]) -> bool:
    """Whether surnames and initials take turns: "Wiles, O., Koepke, A.S.", "Li, Z"."""
    if len(parts) < 2 or len(parts) % 2:  # noqa: PLR2004
        return False
    surnames = [part for part in parts[::2] if not is_initials(part)]
    # "BAO, Y.": a short surname in capitals looks like initials.
    return all(map(is_initials, parts[1::2])) and len(surnames) > (1 - _SPOILED) * len(parts) / 2


def _with_initials(parts: Sequence[str]) -> list[str]:
    """Names with the initials that a comma parts from surnames now and then; empty if none are.

    >>> _with_initials(["Sun S.", "Akhtar", "N.", "Song", "H."])
    ['S. Sun', 'N. Akhtar', 'H. Song']
    """
    joined: list[str] = []
    count = 0
    for part in parts:
        surname, _, last = part.rpartition(" ")
        if surname and is_initials(last) and not is_initials(surname):
            joined.append(f"{last} {surname.rstrip('.')}")
        elif not is_initials(part):
            joined.append(part)
        elif joined and " " not in _bare(joined[-1]):
            joined[-1] = f"{part} {joined[-1]}"
            count += 1
        else:
            return []
    return joined if count > 1 else []


def _takes_turns(people: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether surnames and given names take turns: "Qin, Chengwei, Zhang, Aston, and Yang, Diyi".

    A list of surnames looks much the same; it has one alone behind "and", and no initials.
    """
    surnames, given = parts[::2], parts[1::2]
    if len(parts) < 4 or any(" " in _bare(name) or is_initials(name) for name in surnames):  # noqa: PLR2004
        return False
    if any(len(name.split()) > 3 for name in given):  # noqa: PLR2004
        return False
    if len(people) > 1 and _is_pair(people[-1]):
        return True
    if len(people) == 1 and any(" " in name and is_initials(name.split()[-1]) for name in given):
        return True
    # "Mnih, Volodymyr, Silver, David, et al.": who is called by them has them behind his surname.
    called = sum(map(_is_given, given))
    return called > 1 and called > 2 * sum(map(_is_given, surnames))


def _bare(surname: str) -> str:
    """A surname without the particles before it."""
    said = surname.split()
    while len(said) > 1 and said[0].lower() in words_of("particle"):
        del said[0]
    return " ".join(said)


def _is_given(name: str) -> bool:
    """Whether a name is a given name that few people have for a surname."""
    return key_of(name.partition(" ")[0]) in words_of("given")


def _first_is_inverted(people: Sequence[str], parts: Sequence[str], *, bibliographic: bool) -> bool:
    """Whether only the first author is inverted, as the MLA style has it.

    Then the first part is a surname, the second a given name, and the rest are whole names.
    """
    if len(parts) < 3 or not _COMMA.search(people[0]):  # noqa: PLR2004
        return False
    surname, given, *others = parts
    one_word = len([word for word in surname.split() if word[0].isupper()]) == 1
    whole = all(len(other.split()) > 1 for other in others)
    if not (one_word and whole and is_name(surname)):
        return False
    words = given.split()
    short = len(words) == 1 or (len(words) == 2 and is_initials(words[-1]))  # noqa: PLR2004
    # "Kuba, Jakub Grudzien, Ruiqing Chen, Jun Wang": one name among whole ones is a surname.
    alone = surname[1:].islower() and len(others) > 1
    return short or ((bibliographic or alone) and len(words) <= 3)  # noqa: PLR2004


def _names_in(parts: Iterable[str]) -> Iterator[str]:
    """Names among the parts of a line: what holds a letter; a suffix belongs to the name before."""
    name = ""
    for part in parts:
        text = " ".join(_FULL_STOP.sub("", part.strip()).split())
        if name and _SUFFIX.fullmatch(text):
            name = f"{name} {text}"
        elif has_letter(text):
            if name:
                yield name
            name = text
    if name:
        yield name


def _holds_title_word(text: str) -> bool:
    """Whether a text that is no name holds a word of titles, short ones aside ("In So Kweon")."""
    return any(len(word) > 3 and word in words_of("title") for word in key_of(text).split())  # noqa: PLR2004


@lru_cache(maxsize=_REMEMBERED)
def reads_as_authors(text: str) -> bool:
    """Whether a text is an author line and neither a title nor an institution.

    >>> reads_as_authors("Tongzhou Wang, Phillip Isola"), reads_as_authors("Agnolucci et al.")
    (True, True)
    >>> reads_as_authors("Nanjing University of Aeronautics"), reads_as_authors("Purdue")
    (False, False)
    >>> reads_as_authors("Deep Learning, Graph Networks")
    False
    """
    said = plain(text)
    line = _LEADING.sub("", said)
    cut = _TRUNCATED.search(line)
    names, _ = authors_of(line)
    if names is None:
        return False
    doubtful = [name for name in names if not is_name(name)]
    # "OpenAI et al."
    group = cut is not None and len(names) == 1 and is_group(names[0])
    others = [name for name in doubtful if not (group or is_built_like_name(name))]
    if any(_holds_title_word(name) or year_of(name) for name in others):
        return False
    if cut is not None:
        # "Vaswani, A., Shazeer, N., ... & Polosukhin, I.": the last of them stands behind the gap.
        rest = line[cut.end() :].strip(" .,;:*)")
        ended = not rest or (rest[0] == "&" and is_name(rest[1:].replace(",", " ")))
        capital = all(name[0].isupper() for name in doubtful)
        return not others and capital and ended and len(names) <= _MOST_BEFORE_ET_AL
    if len(names) == 1:
        introduced = line != said
        return not doubtful and (introduced or _is_surely_name(names[0]))
    if len(doubtful) > len(others) and not _vouched_for(names, len(doubtful) - len(others)):
        return False
    # Marks and broken accents spoil a name or two.
    return len(others) <= _SPOILED * len(names)


def _vouched_for(names: Iterable[str], doubtful: int) -> bool:
    """Whether full names stand beside those made of common words: "Ofir Press and Lior Wolf"."""
    full = (name for name in names if is_name(name) and is_full_name(name) and name[:2] != "A ")
    return sum(1 for _ in full) >= doubtful


def _is_initial(word: str) -> bool:
    return len(word) == len("C.") and word[1] == "." and word[0].isupper()


def _is_surely_name(text: str) -> bool:
    """Whether a name that stands alone is one: a word or an acronym alone may be anything."""
    words = text.split()
    # Neither initials nor particles make a name too long: "Hasan Abed Al Kader Hammoud".
    particles = words_of("particle")
    spelt = sum(not is_initials(word) and key_of(word) not in particles for word in words)
    # "Int. J. Soc. Netw. Min." is a journal.
    cut = any(word.endswith(".") and not is_initials(word) for word in words)
    short = len(words) <= 4 or (spelt <= 4 and not cut)  # noqa: PLR2004 (words of a name)
    # "MONICA C. VROMAN": an acronym has no initials in its midst.
    capitals = text.isupper() and not any(map(_is_initial, words[1:-1]))
    few = len(words) > 1 and short and not capitals
    return few or is_ideographic_name(text)
