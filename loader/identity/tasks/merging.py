"""Merging: which forms of names are one task, what it is called, and what it stands below."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loader.fields.text import key_of
from loader.identity.constraints import Constraints, Groups
from loader.identity.corrections import NO_CORRECTIONS, Corrections, applied
from loader.identity.decisions import Decision
from loader.identity.keys import hash_of, slug_of
from loader.identity.ledger import Candidate, Ledger
from loader.identity.tasks.deciding import Joining, corrected, joinings
from loader.identity.tasks.forms import Form, SectionPath, forms_of
from loader.identity.tasks.hierarchy import broader_of
from loader.identity.tasks.spelling import misspelt
from loader.identity.tasks.vocabulary import ABBREVIATION, known_tasks, name_key
from loader.identity.things import Task
from loader.records import ReadingList


@dataclass(frozen=True, slots=True)
class Tasks:
    """Tasks that headings name.

    Attributes:
        things: The merged tasks, by key.
        of: Key of the task by section; sections that name none are not in it.
        named_exactly: Sections whose heading names the task without what stands above it.
        decisions: Why headings name one task, or do not.
        unmatched: A line for each correction that matches nothing.
    """

    things: tuple[Task, ...]
    of: Mapping[SectionPath, str]
    named_exactly: frozenset[SectionPath] = frozenset()
    decisions: tuple[Decision, ...] = ()
    unmatched: tuple[str, ...] = ()


def tasks_of(
    lists: Iterable[ReadingList], ledger: Ledger, corrections: Corrections = NO_CORRECTIONS
) -> Tasks:
    """The tasks that the headings of all lists name; their keys are pinned in the ledger.

    Args:
        lists: All lists.
        ledger: Keys given so far.
        corrections: What people know better.

    Cost: near-linear in the number of headings.
    """
    lists = sorted(lists, key=lambda found: found.snapshot.key)
    forms = forms_of(lists, corrections.renames("task"))
    about = applied(corrections, "task", [_references(form, ledger) for form in forms])
    joined, joins = _joined(forms, about.constraints)
    groups = sorted(joined, key=_label)
    labels = _labels(groups)
    keys = ledger.pin_apart("task", list(map(_candidate, groups, labels)))
    of = {
        section: key
        for key, group in zip(keys, groups, strict=True)
        for form in group
        for section, _ in form.sections
    }
    nested = broader_of(lists, of, dict(zip(keys, labels, strict=True)))
    things = [
        Task(key, label, _others(group, label), nested.broader.get(key, ()))
        for key, group, label in zip(keys, groups, labels, strict=True)
    ]
    decisions = [
        *joinings(dict(zip(keys, zip(labels, groups, strict=True), strict=True)), joins),
        *corrected(about.constraints, forms, of),
        *nested.decisions,
    ]
    return Tasks(
        tuple(sorted(things, key=lambda task: task.key)),
        of,
        frozenset(s for form in forms if form.context is None for s, _ in form.sections),
        tuple(decisions),
        about.unmatched,
    )


def _references(form: Form, ledger: Ledger) -> list[str]:
    """What corrections may name a form by: its name, the IRI given to it, or one it would get."""
    label, slug = f"label:{form.key}", slug_of(form.name)
    keys = ledger.pinned("task", [label]) | (set() if ledger.is_pinned("task", slug) else {slug})
    return [label, *(f"task/{key}" for key in sorted(keys))]


def _joined(
    forms: Sequence[Form], constraints: Constraints
) -> tuple[list[list[Form]], list[Joining]]:
    """Forms in groups that are one task each, and which of them were joined with which."""
    groups = Groups(len(forms), constraints.different)
    joins = [Joining(forms[p.one], forms[p.other], by_people=True) for p in constraints.same]
    for pair in constraints.same:
        groups.join(pair.one, pair.other)

    def join(one: int, other: int) -> None:
        if groups.join(one, other):
            joins.append(Joining(forms[one], forms[other]))

    by_name: dict[str, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        by_name[name_key(form.words)].append(number)
    for numbers in by_name.values():
        for number in numbers[1:]:
            join(numbers[0], number)
    counts = {name: sum(len(forms[n].sections) for n in found) for name, found in by_name.items()}
    words = {name: forms[found[0]].words for name, found in by_name.items()}
    for wrong, right in misspelt(counts, words).items():
        join(by_name[right][0], by_name[wrong][0])
    return [[forms[n] for n in group] for group in groups.all()], joins


def _labels(groups: Sequence[Sequence[Form]]) -> list[str]:
    """What each task is called; those that people parted are not called by one name.

    It is that of the group which lists write so, and others are called what most write.
    """
    labels = [_label(group) for group in groups]
    called = Counter(map(key_of, labels))
    return [
        label
        if called[key_of(label)] == 1 or any(form.key == key_of(label) for form in group)
        else min(group, key=_commonness).name
        for label, group in zip(labels, groups, strict=True)
    ]


def _commonness(form: Form) -> tuple[int, int, str]:
    """Order of forms, the commonest first."""
    return -len(form.lists), -len(form.sections), form.name


def _label(group: Sequence[Form]) -> str:
    """The commonest full form; of several as common the first. The table's name comes before all.

    A form is full if it is no abbreviation.
    """
    names = {name for words, name in known_tasks().items() for form in group if words == form.words}
    if names:
        return min(names)
    full = [form for form in group if not _is_short(form)] or list(group)
    return min(full, key=_commonness).name


def _is_short(form: Form) -> bool:
    """Whether a form is an abbreviation, or holds one."""
    return any(ABBREVIATION.fullmatch(token.strip(",;:&/")) for token in form.name.split())


def _others(group: Sequence[Form], label: str) -> tuple[str, ...]:
    """Names of a task besides its label, without those that differ from it in case or marks."""
    others: dict[str, str] = {}
    for form in sorted(group, key=lambda form: (-len(form.lists), form.name)):
        if form.key != (key_of(label) or label):
            others.setdefault(form.key, form.name)
    return tuple(sorted(others.values()))


def _candidate(group: Sequence[Form], label: str) -> Candidate:
    """What a task is known by, and the keys it may get."""
    evidence = {f"label:{form.key}" for form in group}
    for form in group:
        if form.context is None:
            evidence.update(
                f"label:{key_of(path[-1]) or path[-1]}" for (_, path), _ in form.sections
            )
    slug = slug_of(label)
    return Candidate(tuple(sorted(evidence)), (slug, f"{slug}-{hash_of(label)}"))
