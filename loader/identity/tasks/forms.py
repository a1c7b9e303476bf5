"""Forms of names: every way in which headings of all lists write what they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from loader.fields.text import key_of
from loader.identity.tasks.abbreviations import known_abbreviations
from loader.identity.tasks.context import named
from loader.identity.tasks.names import Words
from loader.records import ReadingList, Section, SectionKind

# A section: the key of its list, and its path of headings.
SectionPath = tuple[str, tuple[str, ...]]


@dataclass(slots=True)
class Form:
    """A way of writing the name of a task.

    Attributes:
        name: As most headings write it.
        words: In words, abbreviations written out.
        context: What stood above and gave it its meaning, if anything did.
        sections: The sections that write it so, with the line of their headings.
        lists: Keys of the lists that they are in.
        spellings: How often it is written in which way.
    """

    name: str
    words: Words
    context: str | None = None
    sections: list[tuple[SectionPath, int]] = field(default_factory=list)
    lists: set[str] = field(default_factory=set)
    spellings: Counter[str] = field(default_factory=Counter)

    @property
    def key(self) -> str:
        """The name for comparing."""
        return key_of(self.name) or self.name

    @property
    def first(self) -> tuple[str, int]:
        """The first place that writes it so: list and line."""
        return min((section[0], line) for section, line in self.sections)


def task_sections(reading_list: ReadingList) -> Iterator[Section]:
    """Headings of a list that name tasks, its title among them where it names one."""
    if reading_list.subject is not None:
        yield reading_list.subject
    yield from (each for each in reading_list.sections if each.kind is SectionKind.TASK)


def tasks_above(reading_list: ReadingList) -> Mapping[tuple[str, ...], tuple[Section, ...]]:
    """For each path of a list the task headings above it, the nearest first."""
    kinds = {section.path: section for section in reading_list.sections}
    found: dict[tuple[str, ...], tuple[Section, ...]] = {}
    for path in kinds:
        above = (kinds.get(path[:n]) for n in range(len(path) - 1, 0, -1))
        found[path] = tuple(
            each for each in above if each is not None and each.kind is SectionKind.TASK
        )
    return found


def forms_of(lists: Sequence[ReadingList], renames: Mapping[str, str]) -> list[Form]:
    """Every form of a name in all lists, in the order of names.

    Args:
        lists: The lists, in a fixed order.
        renames: What is to be read for what lists write, by its words.
    """
    everywhere = known_abbreviations(sorted(set(_texts(lists))))
    forms: dict[tuple[str, Words], Form] = {}
    for reading_list in lists:
        told = {**everywhere, **known_abbreviations(_texts([reading_list]))}
        above = tasks_above(reading_list)
        key = reading_list.snapshot.key
        for section in task_sections(reading_list):
            over = [each.path[-1] for each in above.get(section.path, ())]
            heading = renames.get(key_of(section.path[-1]), section.path[-1])
            found = named(heading, over, reading_list.title, told)
            form = forms.setdefault(
                (key_of(found.name) or found.name, found.words),
                Form(found.name, found.words, found.context),
            )
            form.sections.append(((key, section.path), section.line))
            form.lists.add(key)
            form.spellings[found.name] += 1
    for form in forms.values():
        form.name = min(form.spellings, key=lambda name: (-form.spellings[name], name))
    return [forms[key] for key in sorted(forms)]


def _texts(lists: Iterable[ReadingList]) -> list[str]:
    """Headings and titles of lists."""
    texts: list[str] = []
    for reading_list in lists:
        texts.append(reading_list.title)
        texts.extend(section.path[-1] for section in task_sections(reading_list))
    return texts
