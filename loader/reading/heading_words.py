"""What words of a heading say it groups by, from ``data/section-kinds.toml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from loader.fields.text import has_letter, key_of
from loader.fields.venues import venues
from loader.fields.years import is_date, without_years, year_of
from loader.reading.headings import fillers, known_words, meaning_of
from loader.records import SectionKind
from loader.tables import table

# A heading of more words is a sentence.
_MOST_WORDS = 14
_LONGEST = 300
_MONTH = re.compile(r"\d{1,2}\s?月")
_ISSUE = re.compile(r"\bof the (?:week|month|day|year)\b|\bweek(?:ly)? (?:#\s?)?\d", re.IGNORECASE)
_OPEN_YEARS = re.compile(
    r"(?:papers? )?(?:year|before|until|since|from|after|up to|pre|earlier than|older than) ?|"
    r"(?: and)? (?:before|earlier|older|later|onwards?|now|present)$|\d{4} now$|"
    r" (?:q[1-4]|h[12]|spring|summer|fall|autumn|winter)$"
)
# "AAAI-20".
_GLUED_YEAR = re.compile(r"([A-Z][A-Za-z&]{1,11})[-'’]?\d\d")
# "Datasets for VQA": what a heading speaks of first is what stands below it.
_PHRASE_END = re.compile(
    r"\s(?:for|of|on|in|with|to|from|about|by|at|as|towards?|via|used|based on)\s|[:：(（]| [-–—] "
)
_REMARK = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*")
_FRONT_MATTER = re.compile(r"(?:layout|title|category|categories|date|tags)\s?:\s?\S")
_SORTED_BY = re.compile(
    r"(?:^|\s)by (?:framework|architecture|year|venue|task|origin|content|date|category|topic"
    r"|type|time|method|hot|author|conference)"
)
_APPENDED = re.compile(r"(?:appendix|note|news|updates?|disclaimer|tips?)\s?[:：]", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[?？!！。…]\s*$")
_AND = re.compile(r"\s*(?:[/&+,，、]|\band\b|\bor\b)\s*", re.IGNORECASE)
_OPENING = re.compile(r"^[(（][^()（）]*[)）]\s*")
_MODELS = re.compile(r"models|m?llms?|vlms?|plms?")
_NUMBERED = re.compile(r"(?:\s|^)(?:[0-9]{1,3}|[ivx]{1,4})$")
# GoogleNet, Inceptionv3, M2Det: one word that holds a version, or ends as architectures do.
_MODEL = re.compile(
    r"[A-Za-z][A-Za-z-]*(?:[Nn]et|NET|CNN|BERT|GPT|Former|LSTM|YOLO)(?:[sv-]?\d*(?:\.\d)?)?"
    r"|[A-Z][A-Za-z]{2,}[- ]?[vV]\d(?:\.\d)?"
)


@cache
def _group(name: str) -> frozenset[str]:
    return frozenset(map(key_of, _han(name)))


@cache
def _han(name: str) -> tuple[str, ...]:
    """A group of words as it is written: Chinese has no blanks to part them from others."""
    return tuple(table("section-kinds").get("headings", {}).get(name, []))


def kind_by_words(name: str, text: str) -> SectionKind:
    """What a heading groups by, told by itself.

    Args:
        name: The heading without number, marks and translation.
        text: The heading as it stands.

    >>> kind_by_words("Datasets for VLM Evaluation", "Datasets for VLM Evaluation").name
    'RESOURCE_TYPE'
    >>> kind_by_words("Why Backdoor Learning?", "Why Backdoor Learning?").name
    'OTHER'
    >>> kind_by_words("Image Captioning", "3. Image Captioning").name
    'TASK'
    """
    words = key_of(name).split()
    phrase = " ".join(words)
    told = meaning_of(name).kind
    if told is SectionKind.TASK and meaning_of(_REMARK.sub(" ", name)).kind is SectionKind.VENUE:
        told = SectionKind.VENUE
    if _is_time(name, text, words):
        kind = SectionKind.YEAR
    elif not has_letter(name) or not words:
        kind = SectionKind.OTHER
    elif told is SectionKind.VENUE or _is_event(name, words):
        kind = SectionKind.VENUE
    elif phrase in _group("tasks"):
        kind = SectionKind.TASK
    elif _is_sentence(name, words):
        kind = SectionKind.OTHER
    elif told is not SectionKind.TASK and not _names_papers(words):
        kind = _of_parts(name) or _of_others(words) or told
    else:
        last = SectionKind.OTHER if is_method(name) else SectionKind.TASK
        kind = _of_phrase(words) or _of_parts(name) or _of_head(name, words) or last
    return kind


def _is_time(name: str, text: str, words: Sequence[str]) -> bool:
    """Whether a heading is a year, a month, a week, or all years before one."""
    if any(meaning_of(each).kind is SectionKind.YEAR for each in (text, name)):
        return True
    if _MONTH.fullmatch(name) or _ISSUE.search(name):
        return True
    year = year_of(name)
    if year is None:
        return False
    rest = _OPEN_YEARS.sub(" ", " ".join(words))
    return is_date(rest.strip()) or not without_years(" ".join(rest.split()))


def _is_event(name: str, words: Sequence[str]) -> bool:
    """Whether a heading names a place of publication, or that places are below it."""
    phrase = " ".join(words)
    if phrase in _group("events") or words[-1:] in (["conference"], ["conferences"], ["journals"]):
        return True
    glued = _GLUED_YEAR.fullmatch(_REMARK.sub(" ", name).strip())
    if glued is not None and key_of(glued[1]) in venues():
        return True
    rest = [word for word in without_years(phrase).split() if word not in fillers()]
    named = [word for word in rest if word not in _group("prizes")]
    return bool(named) and len(named) < len(rest) and " ".join(named) in venues()


def _is_sentence(name: str, words: Sequence[str]) -> bool:
    """Whether a heading speaks to its reader rather than names something."""
    if _SENTENCE_END.search(name) or len(words) > _MOST_WORDS or len(name) > _LONGEST:
        return True
    if _FRONT_MATTER.match(name) or _APPENDED.match(name):
        return True
    if not name.isascii() and any(said in name for said in _han("han_sentence")):
        return True
    words = key_of(_REMARK.sub(" ", name)).split() or words
    return len(words) > 2 and not _group("sentence").isdisjoint(words)


def _names_papers(words: Sequence[str]) -> bool:
    """Whether a heading says "papers" and no subject."""
    works = known_words("works")
    rest = [word for word in words if word not in works and word not in fillers()]
    return (
        len(rest) < len(words)
        and all(word in _group("papers") or word.isdigit() for word in rest)
        and not works.isdisjoint(words)
    )


def _of_phrase(words: Sequence[str]) -> SectionKind | None:
    """What a heading groups by whose words name no subject at all."""
    if _names_papers(words):
        return SectionKind.RESOURCE_TYPE
    others = _of_others(words)
    if others is not None:
        return others
    without = [word for word in words if word not in fillers()]
    for phrase in (words, without, _behind(without, "plain")):
        kind = _of_words(_NUMBERED.sub("", " ".join(phrase)))
        if kind is not None:
            return kind
    nouns = " ".join(_behind(without, "adjectives"))
    if nouns in _group("resources"):
        return SectionKind.RESOURCE_TYPE
    if without and without[-1] in {"read", "reads", "reading", "readings"}:
        return SectionKind.RESOURCE_TYPE
    opening = without or words
    opened = opening[0] in _group("opens") and len(words) > 1
    behind = words[words.index(opening[0]) + 1 :][:1]
    joined = (
        opened and bool(behind) and (behind[0] in known_words("joins") or behind[0] in fillers())
    )
    about = words[-1] in _group("about") or (words[0] in _group("about") and "of" in words)
    sorts = words[0] in {"by", "type", "types"} or words[:2] == ["last", "update"]
    return SectionKind.OTHER if joined or about or sorts else None


def _of_others(words: Sequence[str]) -> SectionKind | None:
    """What a heading that begins with "Other" groups by: resources, or what has no place."""
    if words[0] not in {"other", "others", "more", "misc"} or len(words) == 1:
        return None
    named = words[-1] in _group("resources")
    return SectionKind.RESOURCE_TYPE if named else SectionKind.OTHER


def _behind(words: Sequence[str], name: str) -> Sequence[str]:
    """Words from the first on that is of no such group; the last one in any case."""
    first = next((n for n, word in enumerate(words) if word not in _group(name)), len(words) - 1)
    return words[max(first, 0) :]


def _of_words(phrase: str) -> SectionKind | None:
    """What a whole phrase of the table says."""
    if phrase in _group("resources") or phrase in _group("alone"):
        return SectionKind.RESOURCE_TYPE
    if phrase in _group("vague") or phrase in _group("meta"):
        return SectionKind.OTHER
    told = known_words_kind(phrase)
    return told if told is not None else None


def known_words_kind(phrase: str) -> SectionKind | None:
    """What the table says of a phrase, papers or not."""
    if not phrase:
        return None
    kind = meaning_of(phrase).kind
    return None if kind in {SectionKind.TASK, SectionKind.YEAR} else kind


def _of_parts(name: str) -> SectionKind | None:
    """What a heading groups by each of whose parts is known: "Talks/Slides"."""
    parts = [key_of(part) for part in _AND.split(name) if key_of(part)]
    if len(parts) < 2:
        return None
    kinds = {_of_phrase(part.split()) or _of_head(part, part.split()) for part in parts}
    if None in kinds:
        return None
    return SectionKind.RESOURCE_TYPE if SectionKind.RESOURCE_TYPE in kinds else SectionKind.OTHER


def _of_head(name: str, words: Sequence[str]) -> SectionKind | None:
    """What the noun of a heading's first phrase says, where it names a kind of resource."""
    opened = _PHRASE_END.split(_OPENING.sub("", name), maxsplit=1)[0]
    head = key_of(opened).split()
    if not head or " ".join(head[-2:]) in _group("tasks"):
        return None
    if not name.isascii() and any(head[-1].endswith(said) for said in _han("han_resources")):
        return SectionKind.RESOURCE_TYPE
    if _SORTED_BY.search(" ".join(words)):
        return SectionKind.OTHER
    dated = len(head) < len(words) and _names_papers(head) and year_of(name)
    return SectionKind.RESOURCE_TYPE if dated or _ends_in_resource(opened, head, words) else None


def _ends_in_resource(opened: str, head: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the first phrase of a heading ends in a kind of resource."""
    first, joined, _ = opened.rpartition(" and ")
    before = key_of(first).split()
    beside = " ".join(before) in _group("beside")
    if joined and before and not beside and not (_of_phrase(before) or _of_head(first, before)):
        # "Training Objectives and Frameworks" are no frameworks alone.
        return False
    resources = _group("resources")
    if any(" ".join(head[-n:]) in resources for n in (1, 2, 3)):
        return True
    if _MODELS.fullmatch(head[-1]) and not _group("released").isdisjoint(head[:-1]):
        return True
    last = head[-1] in known_words("works") and len(head) == len(words)
    return last and " ".join(head[:-1]) in resources


def is_method(name: str) -> bool:
    """Whether a heading sorts by method: a model's name, "GAN-based", "BERT Series".

    >>> [is_method(name) for name in ("CNN-based", "BERT Series", "YOLOv3", "DenseNet", "OCR")]
    [True, True, True, True, False]
    """
    words = key_of(name).split()
    if not words:
        return False
    if words[-1] in _group("ways") and words[-2:-1] and words[-2] in _group("suffixes"):
        words = words[:-1]
    if words[-1] in _group("suffixes") or words[-1] in _group("sorted"):
        return len(words) > 1 and words[-2] != "time"
    if len(words) <= 4 and {" ".join(words), " ".join(words[-2:])} & _group("models"):
        return True
    last = name.rsplit(maxsplit=1)[-1]
    return len(words) <= 3 and _MODEL.fullmatch(last) is not None


def names_list(text: str) -> bool:
    """Whether the title of a document names a list and no subject.

    >>> names_list("Awesome Pruning"), names_list("RAG-Survey"), names_list("Machine Learning")
    (True, True, False)
    """
    words = key_of(text.replace("_", " ").replace("-", " ")).split()
    glued = re.search(r"[A-Za-z](?:Papers?|Survey|List)\b", text) is not None
    han = any(len(word) > 1 and not word.isascii() and word in text for word in _group("lists"))
    return glued or han or not _group("lists").isdisjoint(words) or len(words) > _MOST_WORDS


def is_listing(name: str) -> bool:
    """Whether a heading within a document is the title of a list: "Awesome X"."""
    return key_of(name).startswith("awesome ")


def is_resource_too(name: str) -> bool:
    """Whether a heading that names a task names a kind of resource beside others of them.

    >>> is_resource_too("Video"), is_resource_too("Video Captioning")
    (True, False)
    """
    return key_of(name) in _group("tasks") and meaning_of(name).kind is SectionKind.RESOURCE_TYPE
