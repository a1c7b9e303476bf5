"""Tasks: what the headings of lists name, merged over all lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from loader.fields.text import key_of
from loader.identity.decisions import Decision
from loader.identity.keys import slug_of
from loader.identity.ledger import Ledger
from loader.identity.things import Task
from loader.records import ReadingList, SectionKind

# A section: the key of its list, and its path of headings.
SectionPath = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Tasks:
    """Tasks that headings name.

    Attributes:
        things: The merged tasks.
        of: Key of the task by section; sections that name none are not in it.
        decisions: Why headings name one task, or do not.
    """

    things: tuple[Task, ...]
    of: Mapping[SectionPath, str]
    decisions: tuple[Decision, ...] = ()


def tasks_of(lists: Iterable[ReadingList], ledger: Ledger) -> Tasks:
    """The tasks that the headings of all lists name; their keys are pinned in the ledger."""
    things: dict[str, Task] = {}
    of: dict[SectionPath, str] = {}
    for reading_list in lists:
        for section in reading_list.sections:
            if section.kind is not SectionKind.TASK:
                continue
            label = section.path[-1]
            evidence = [f"label:{key_of(label) or label}"]
            key = ledger.pin("task", evidence, lambda label=label: slug_of(label))  # type: ignore[misc]
            things.setdefault(key, Task(key, label))
            of[reading_list.snapshot.key, section.path] = key
    return Tasks(tuple(things[key] for key in sorted(things)), of)
