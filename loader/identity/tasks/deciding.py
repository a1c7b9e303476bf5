"""Why headings were taken for one task, or were not, each step told in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import networkx as nx
from rapidfuzz.distance import OSA

from loader.fields.heading_names import bare_heading
from loader.fields.text import key_of
from loader.identity.constraints import Constraints, Pair
from loader.identity.decisions import Decision, Verdict
from loader.identity.tasks.forms import Form, SectionPath
from loader.identity.tasks.names import squeezed, words_of
from loader.identity.tasks.vocabulary import name_key


class Joining(NamedTuple):
    """Two forms that were joined, and whether people said that they are one task's."""

    one: Form
    other: Form
    by_people: bool = False


def joinings(
    tasks: Mapping[str, tuple[str, Sequence[Form]]], joins: Sequence[Joining]
) -> Iterator[Decision]:
    """Why forms are one task, each beside the label, and what stands above gave a meaning to.

    Args:
        tasks: Label and forms of each task, by its key.
        joins: Which forms were joined with which.
    """
    steps = _Steps(joins)
    for key, (label, group) in tasks.items():
        for form in group:
            if form.context is not None:
                yield _told_by_context(key, form)
            if form.key == (key_of(label) or label):
                continue
            beside, found = label, _rule(form, label)
            if found is None:
                # It was joined with another form, and that one with the label.
                step = steps.towards(form, label, group)
                if step.by_people:
                    continue
                beside = (step.other if step.one is form else step.one).name
                found = _rule(form, beside) or _one_letter(form, beside)
            yield Decision("task", key, Verdict.SAME, *found, (beside, form.name))


class _Steps:
    """Which forms were joined with which, step by step."""

    def __init__(self, joins: Iterable[Joining]) -> None:
        self._graph: nx.Graph[int] = nx.Graph()
        for each in joins:
            self._graph.add_edge(id(each.one), id(each.other), joining=each)

    def towards(self, form: Form, label: str, group: Sequence[Form]) -> Joining:
        """The first step from a form to one that the label, or a synonym of it, is of."""
        meant, written = name_key(words_of(label)), key_of(label) or label
        ends = [id(each) for each in group if each.key == written or name_key(each.words) == meant]
        paths = (nx.shortest_path(self._graph, id(form), end) for end in ends)
        _, following, *_ = min(paths, key=len)
        found: Joining = self._graph.edges[id(form), following]["joining"]
        return found


def _told_by_context(key: str, form: Form) -> Decision:
    (list_key, path), _ = min(form.sections)
    heading = bare_heading(path[-1])
    evidence = f"“{heading}” below “{form.context}” in {list_key} means “{form.name}”."
    if form.context not in {bare_heading(step) for step in path}:
        evidence = f"“{heading}” in a list on “{form.context}” ({list_key}) means “{form.name}”."
    between = (heading, form.context or "")
    return Decision("task", key, Verdict.SAME, "what-stands-above", evidence, between)


def _rule(form: Form, name: str) -> tuple[str, str] | None:
    """The rule that joined a form to another name, and what speaks for it; ``None`` if none did."""
    plain, other = squeezed(words_of(form.name)), squeezed(words_of(name))
    if plain == other:
        return "same-words", f"“{form.name}” and “{name}” have the same words."
    if squeezed(form.words) == other:
        return "abbreviation", f"“{form.name}” stands for “{name}”."
    if name_key(form.words) == name_key(words_of(name)):
        return "known-synonym", f"data/tasks.toml calls “{form.name}” and “{name}” one task."
    if OSA.distance(squeezed(form.words), other) == 1:
        return _one_letter(form, name)
    return None


def _one_letter(form: Form, name: str) -> tuple[str, str]:
    return "one-letter", f"“{form.name}” is one letter away from “{name}”."


def corrected(
    constraints: Constraints, forms: Sequence[Form], of: Mapping[SectionPath, str]
) -> Iterator[Decision]:
    """What people said of forms."""
    told: list[tuple[Verdict, Pair]] = [(Verdict.SAME, pair) for pair in constraints.same]
    told += [(Verdict.DIFFERENT, pair) for pair in constraints.different]
    for verdict, pair in told:
        one, other = forms[pair.one], forms[pair.other]
        key = of[one.sections[0][0]]
        yield Decision("task", key, verdict, "correction", pair.reason, (one.name, other.name))
