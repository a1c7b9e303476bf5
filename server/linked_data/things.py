"""Which IRIs name a thing that has a document: the only door from a request to a query.

A key becomes part of a query in one way only: it matches the alphabet below and is then joined
to the base as an IRI. Whatever else a request holds (quotes, angle brackets, blanks, percent
signs, another scheme) was never minted and names nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import NamedNode

    from ontology.iris import Iris

KINDS = ("paper", "author", "venue", "task", "repo", "list", "scheme")
"""The first path segment of every IRI that has a document."""

_KEY = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_LONGEST_KEY = 512
_PATH = re.compile(r"/(?P<kind>[a-z]+)/(?P<key>[^/#]+)(?:#[A-Za-z0-9_-]+)?")


def thing_named(kind: str, key: str, iris: Iris) -> NamedNode | None:
    """The IRI of a kind and a key, or None where no such IRI can have been minted.

    >>> from ontology.iris import Iris
    >>> thing_named("paper", "arxiv-2105.11333", Iris()).value
    'https://w3id.org/curagraph/paper/arxiv-2105.11333'
    >>> thing_named("paper", "x> ?p ?o } #", Iris()) is None
    True
    """
    if kind not in KINDS or len(key) > _LONGEST_KEY or not _KEY.fullmatch(key):
        return None
    minters: Mapping[str, Callable[[str], NamedNode]] = {
        "paper": iris.paper,
        "author": iris.author,
        "venue": iris.venue,
        "task": iris.task,
        "repo": iris.repo,
        "list": iris.list,
        "scheme": iris.scheme,
    }
    return minters[kind](key)


def thing_of(iri: str, iris: Iris) -> tuple[str, NamedNode] | None:
    """The kind and the IRI of the thing whose document describes an IRI; hash nodes included.

    >>> from ontology.iris import Iris
    >>> kind, thing = thing_of("https://w3id.org/curagraph/paper/arxiv-1#author-2", Iris())
    >>> kind, thing.value
    ('paper', 'https://w3id.org/curagraph/paper/arxiv-1')
    >>> thing_of("javascript:alert(1)", Iris()) is None
    True
    """
    path = iris.path_of(iri)
    found = _PATH.fullmatch(path) if path else None
    if found is None:
        return None
    thing = thing_named(found["kind"], found["key"], iris)
    return None if thing is None else (found["kind"], thing)
