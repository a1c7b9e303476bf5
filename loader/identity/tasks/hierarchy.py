"""Sub-tasks: which tasks stand below others, as lists nest their headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from loader.identity.decisions import Decision, Verdict
from loader.identity.tasks.forms import SectionPath, task_sections, tasks_above
from loader.identity.tasks.names import words_of
from loader.records import ReadingList


@dataclass(frozen=True, slots=True)
class Nested:
    """How tasks are nested.

    Attributes:
        broader: Keys of the tasks that a task stands below, by its key.
        decisions: Where lists nest two tasks in opposite ways, and which way was taken.
    """

    broader: Mapping[str, tuple[str, ...]]
    decisions: tuple[Decision, ...]


def broader_of(
    lists: Iterable[ReadingList], of: Mapping[SectionPath, str], names: Mapping[str, str]
) -> Nested:
    """Which tasks stand below which, without circles.

    A task stands below the nearest task heading above it. Where that makes a circle, what more
    lists say holds, then what words say ("image segmentation" is below "segmentation").

    Args:
        lists: All lists.
        of: Key of the task by section.
        names: What each task is called, by its key.
    """
    words = {key: frozenset(words_of(name)) for key, name in names.items()}
    votes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for reading_list in lists:
        list_key = reading_list.snapshot.key
        above = tasks_above(reading_list)
        for section in task_sections(reading_list):
            task = of[list_key, section.path]
            over = (of[list_key, each.path] for each in above.get(section.path, ()))
            parent = next((key for key in over if key != task), None)
            if parent is not None:
                votes[task, parent].add(list_key)

    def strength(edge: tuple[str, str]) -> tuple[int, bool, tuple[str, str]]:
        narrow, broad = edge
        said = words[broad] < words[narrow]
        return -len(votes[edge]), not said, edge

    graph: nx.DiGraph[str] = nx.DiGraph()
    decisions = []
    for edge in sorted(votes, key=strength):
        narrow, broad = edge
        graph.add_nodes_from(edge)
        if nx.has_path(graph, broad, narrow):
            decisions.append(_contradicted(edge, votes, names))
        else:
            graph.add_edge(narrow, broad)
    broader = {key: tuple(sorted(graph.successors(key))) for key in sorted(graph)}
    return Nested({key: found for key, found in broader.items() if found}, tuple(decisions))


def _contradicted(
    edge: tuple[str, str], votes: Mapping[tuple[str, str], set[str]], names: Mapping[str, str]
) -> Decision:
    """Why one task does not stand below another although some list has it so."""
    narrow, broad = edge
    against = votes.get((broad, narrow), set())
    said = sorted(votes[edge])
    nest = "nests" if len(said) == 1 else "nest"
    other = f"{', '.join(sorted(against))} the other way round" if against else "others in a circle"
    evidence = (
        f"{', '.join(said)} {nest} “{names[narrow]}” below “{names[broad]}”, and {other}, "
        "which holds."
    )
    return Decision("task", narrow, Verdict.DIFFERENT, "nested-both-ways", evidence, edge)
