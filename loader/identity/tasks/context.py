"""What a heading names where it stands: "Image" below "Generation" is image generation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from loader.fields.heading_names import bare_heading
from loader.fields.text import key_of
from loader.fields.years import without_years
from loader.identity.tasks.names import Words, singular, words_of
from loader.identity.tasks.vocabulary import (
    ABBREVIATION,
    domains,
    expansions,
    group,
    known_tasks,
    phrases,
)

_TOKEN = re.compile(r"[A-Za-z0-9]+")
_REMARK = re.compile(r"\s*[(\[（][^()（）\[\]]*[)）\]]")
_ALTERNATIVES = re.compile(r"\s*/\s*")
_LONGEST_SUBJECT = 5
_LONGEST_CONTEXT = 80
_GLUED = re.compile(r"(?<=[A-Za-z])(?:Papers?|Survey|List)$")
_BY = re.compile(r"\sby\s\S+$")


@dataclass(frozen=True, slots=True)
class Named:
    """What a heading names.

    Attributes:
        name: The whole name, for people.
        words: The name in words, abbreviations written out.
        context: What stands above and gave the name its meaning, if anything did.
    """

    name: str
    words: Words
    context: str | None = None


def named(heading: str, above: Sequence[str], subject: str, told: Mapping[str, Words]) -> Named:
    """What a task heading names.

    Args:
        heading: Its text.
        above: Texts of the task headings above it, the nearest first.
        subject: Title of the list.
        told: What abbreviations stand for in this list.

    >>> named("Image", ["Generation"], "A list", {}).name
    'Image Generation'
    >>> named("Segmentation", [], "Awesome GAN for Medical Imaging", {}).name
    'Medical Image Segmentation'
    >>> named("Offline", [], "Awesome Deep Reinforcement Learning", {}).name
    'Offline Reinforcement Learning'
    >>> named("Analysis", ["Graph Neural Networks"], "A list", {}).name
    'Analysis (Graph Neural Networks)'
    >>> named("RL", [], "A list", {}).words
    ('reinforcement', 'learning')
    """
    name = shown(heading)
    words = spelt_out(name, told)
    whole, dash, part = name.rpartition(" - ")
    if dash and spelt_out(part, told) in group("qualifiers"):
        # "Reinforcement learning - hierarchical" says above what stands above elsewhere.
        name, words, above = part, spelt_out(part, told), [whole, *above]
    remark = _remark_of(name, heading)
    contexts = (*above, subject_of(subject) or subject)
    found = (
        _qualified(name, words, above, subject, told)
        or _object(name, words, above, told)
        or _in_domain(_process(name, words), above, subject, told)
        or _dependent(name, words, remark, contexts, told)
    )
    if found is not None:
        return found
    return Named(f"{name} ({remark})" if remark else name, words)


def _remark_of(name: str, heading: str) -> str:
    """The remark in brackets behind a name, unless it explains an abbreviation.

    >>> _remark_of("Visual Grounding", "Visual Grounding (Referring)")
    'Referring'
    >>> _remark_of("Question Answering", "Question Answering (QA)")
    ''
    """
    bare = bare_heading(heading)
    behind = bare.removeprefix(name).strip()
    remark = behind.strip("()[]（） ")
    framed = bare.startswith(name) and _REMARK.fullmatch(behind)
    return remark if framed and not any(map(ABBREVIATION.fullmatch, (remark, name))) else ""


def shown(heading: str) -> str:
    """A heading's name as it is shown: without number, marks, remarks and what changes nothing.

    >>> shown("2. Attack Papers"), shown("Papers on Model Compression"), shown("GNNs (Graph Nets)")
    ('Attack', 'Model Compression', 'GNNs')
    """
    bare = bare_heading(heading)
    without = " ".join(_REMARK.sub(" ", bare).split()).strip(" :-–—,")
    tokens = (without or bare).replace("_", " ").split()
    before = next((n for n in (2, 1) if _is_filler(tokens[:n], "before") and tokens[n:]), 0)
    tokens = tokens[before:]
    while len(tokens) > 1 and _is_filler(tokens[-1:], "behind"):
        if not tokens[-2][-1:].isalnum() or tokens[-2].lower() in {"and", "or", "of", "to", "for"}:
            break
        tokens = tokens[:-1]
    return " ".join(tokens).strip(" :-–—,") or bare


def _is_filler(tokens: Sequence[str], name: str) -> bool:
    said = " ".join(singular(word) for token in tokens for word in key_of(token).split())
    return said in phrases(name)


def spelt_out(name: str, told: Mapping[str, Words] | None = None) -> Words:
    """The words of a name, with abbreviations that are told or known written out."""
    told = told or {}
    found: list[str] = []
    for token in name.replace("-", " ").split():
        bare = token.strip(" ,;:/&+")
        words = words_of(bare) if _TOKEN.fullmatch(bare) else ()
        short = words[0] if len(words) == 1 and ABBREVIATION.fullmatch(bare) else ""
        meant = told.get(short) or told.get(key_of(bare)) or expansions().get(short)
        found.append(" ".join(meant) if short and meant else token)
    return words_of(" ".join(found)) if found else words_of(name)


@cache
def subject_of(title: str) -> str:
    """What a list is about, by its title, or nothing where that tells nothing.

    >>> subject_of("Awesome Deep Reinforcement Learning"), subject_of("MT Reading List")
    ('Reinforcement Learning', 'MT')
    >>> subject_of("Anomaly Detection Learning Resources"), subject_of("Deprecated")
    ('Anomaly Detection', '')
    """
    bare = _GLUED.sub(" paper", _BY.sub("", bare_heading(title).replace("_", "-")))
    tokens = without_years(bare).replace("-", " ").replace("/", " ").replace("(", " ").split()
    tokens = [token.strip("()[]:,;.") for token in tokens]
    said = [singular(key_of(token)) for token in tokens]
    if "awesome" in said:
        # What stands before it is the name of who keeps the list.
        tokens, said = tokens[said.index("awesome") :], said[said.index("awesome") :]
    elif phrases("naming").isdisjoint(said):
        return ""
    keep = [word not in phrases("listing") for word in said]
    while tokens and not keep[0]:
        tokens, keep, said = tokens[1:], keep[1:], said[1:]
    # "Reinforcement Learning" ends in a word that others only add: "Pruning with Deep Learning".
    keep = [
        kept or (word == "learning" and n > 0)
        for n, (kept, word) in enumerate(zip(keep, said, strict=True))
    ]
    while tokens and not keep[-1]:
        tokens, keep = tokens[:-1], keep[:-1]
    if (
        tokens
        and said[len(tokens) - 1] == "learning"
        and words_of(" ".join(tokens[:-1])) in known_tasks()
    ):
        tokens = tokens[:-1]
    return " ".join(tokens) if len(tokens) <= _LONGEST_SUBJECT else ""


def _qualified(
    name: str, words: Words, above: Sequence[str], subject: str, told: Mapping[str, Words]
) -> Named | None:
    """A qualifier with what it qualifies: the task above, or what the list is about."""
    if words not in group("qualifiers"):
        return None
    for each in (*map(shown, above), subject_of(subject)):
        over = spelt_out(each, told)
        if over and over[-1] in phrases("qualifiable") and over not in group("qualifiers"):
            over_name = known_tasks().get(over, each)
            return Named(f"{name} {over_name}", (*words, *over), each)
    return None


def _object(
    name: str, words: Words, above: Sequence[str], told: Mapping[str, Words]
) -> Named | None:
    """What a process is done to, below the process: "Image" below "Generation"."""
    over = shown(above[0]) if above else ""
    if words not in group("modalities") or spelt_out(over, told) not in group("processes"):
        return None
    return Named(f"{name} {over}", spelt_out(f"{name} {over}", told), over)


def _dependent(
    name: str, words: Words, remark: str, contexts: Sequence[str], told: Mapping[str, Words]
) -> Named | None:
    """A name that says nothing alone, with what stands above it or what the list is about."""
    if words not in group("dependent"):
        return None
    context = shown(next(filter(None, contexts), ""))
    over = spelt_out(context, told)
    if not over or over == words:
        return None
    context = known_tasks().get(over, context)[:_LONGEST_CONTEXT]
    if remark:
        # "Training (Parallelism)" and "Training (Fault-tolerant)" are two things of one list.
        told_by = f"{name} ({remark}; {context})"
        return Named(told_by, (*words, *key_of(remark).split(), "@", *over), context)
    return Named(f"{name} ({context})", (*words, "@", *over), context)


def _process(name: str, words: Words) -> Words | None:
    """The process that a name is, if it is one; of "detection / localization" the first."""
    if words in group("processes"):
        return words
    parts = [words_of(part) for part in _ALTERNATIVES.split(name)]
    alternatives = len(parts) > 1 and all(part in group("processes") for part in parts)
    return parts[0] if alternatives else None


def _in_domain(
    process: Words | None, above: Sequence[str], subject: str, told: Mapping[str, Words]
) -> Named | None:
    """A process with what it is done to, as the nearest words above that tell of it say."""
    if process is None:
        return None
    special = any(process in domain.processes for domain in domains())
    for each in (*above, subject):
        over = spelt_out(each, told)
        for domain in domains():
            if (process in domain.processes) is not special:
                continue
            if any(_holds(over, words) for words in domain.words):
                name = f"{domain.noun} {' '.join(process).title()}"
                return Named(name, words_of(name), shown(each)[:_LONGEST_CONTEXT])
    return None


def _holds(words: Words, part: Words) -> bool:
    """Whether some words stand in a row among others.

    >>> _holds(("awesome", "medical", "imaging"), ("medical", "imaging"))
    True
    """
    size = len(part)
    return any(words[n : n + size] == part for n in range(len(words) - size + 1))
