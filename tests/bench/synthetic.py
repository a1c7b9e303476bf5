"""A graph of made-up papers, as large as wanted: `python -m tests.bench.synthetic STORE [PAPERS]`.

Lists of entries go through the loader's own identity and mapping, so that every saved query finds
what it asks for. Who writes follows a Yule-Simon process (each authorship is a new name's, or that
of one drawn from all authorships so far), which gives the many with one paper and the few with
hundreds that bibliographies show; venues follow Zipf's law. The same number gives the same graph:
34,000 papers come to 3,523,227 statements.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Quad, Store

import queries.rdf
from loader.identity import resolve
from loader.identity.ledger import Ledger
from loader.mapping import graph_quads, graphs_of
from loader.mapping.description import Release, description_triples
from loader.publishing import Manifest, SnapshotStore, load
from loader.records import Entry, Link, LinkKind, ListSnapshot, ReadingList, Section, SectionKind
from loader.storage.layout import snapshot_name
from ontology.iris import Iris
from ontology.terms import definitions

PAPERS = 100_000
PAPERS_A_LIST = 500
TASKS_A_LIST = 10
NEW_NAME = 0.35
AUTHORS = (1, 2, 2, 3, 3, 4, 5, 6, 8, 12)
VENUES = ("CVPR", "NeurIPS", "ICML", "ICLR", "ACL", "EMNLP", "ICCV", "ECCV", "AAAI", "MICCAI")
# fmt: off
WORDS = (
    "graph", "vision", "language", "medical", "image", "report", "deep", "sparse", "robust",
    "neural", "contrastive", "attention", "retrieval", "question", "answering", "caption",
    "segmentation", "grounding", "transfer", "learning", "model",
)
SYLLABLES = (
    "ka", "le", "mi", "no", "ra", "sen", "tu", "vi", "wo", "yan",
    "zel", "bor", "chi", "dra", "fen", "gul", "hal", "jin", "kor", "lam",
)
# fmt: on


def name_of(number: int) -> str:
    """A name for a number, another for each.

    Surnames are of one person each: where hundreds share one, as papers without any co-author in
    common, identity would tell every paper's author from every other's.
    """
    rest, family = number, ""
    while rest or not family:
        family += SYLLABLES[rest % 20]
        rest //= 20
    given = SYLLABLES[number % 19] + SYLLABLES[number % 17]
    return f"{given.title()} {family.title()}on"


def entries(count: int, seed: int = 1) -> Iterator[Entry]:
    """Made-up entries, in the order in which they stand in their lists."""
    chance = random.Random(seed)  # noqa: S311 - nobody has to guess it
    authorships: list[int] = []
    names = 0
    weights = [1 / rank for rank in range(1, len(VENUES) + 1)]
    for number in range(count):
        authors: dict[int, None] = {}
        for _ in range(chance.choice(AUTHORS)):
            if not authorships or chance.random() < NEW_NAME:
                author, names = names, names + 1
            else:
                author = chance.choice(authorships)
            authors[author] = None
            authorships.append(author)
        year = min(2026, 2026 - int(chance.expovariate(0.25)))
        words = " ".join(chance.choices(WORDS, k=6))
        identifier = f"{number // 10_000 + 1001}.{number % 10_000:05}"
        links = [Link(LinkKind.PAPER, f"https://arxiv.org/abs/{identifier}")]
        if chance.random() < 0.5:
            links.append(Link(LinkKind.CODE, f"https://github.com/lab{number % 997}/code{number}"))
        venue = chance.choices(VENUES, weights)[0]
        line = 10 + number % PAPERS_A_LIST * 2
        task = number % PAPERS_A_LIST * TASKS_A_LIST // PAPERS_A_LIST
        title = f"{words.capitalize()} {number}"
        yield Entry(
            line=line,
            end_line=line + 1,
            title=title,
            authors=tuple(map(name_of, authors)),
            authors_truncated=False,
            venue=venue,
            venue_as_listed=f"{venue} {year}",
            year=year,
            links=tuple(links),
            section_path=(f"Task {task} of {number // PAPERS_A_LIST % 40}",),
            raw=f"- {title}",
        )


def lists(count: int) -> list[ReadingList]:
    """Made-up lists with that many papers in all."""
    made = list(entries(count))
    found = []
    for number, start in enumerate(range(0, count, PAPERS_A_LIST)):
        chosen = tuple(made[start : start + PAPERS_A_LIST])
        paths = dict.fromkeys(entry.section_path for entry in chosen)
        first = {path: next(e.line for e in chosen if e.section_path == path) for path in paths}
        sections = tuple(Section(path, first[path] - 1, SectionKind.TASK) for path in paths)
        key = f"list-{number}"
        snapshot = ListSnapshot(key, f"{key}.md", hashlib.sha256(key.encode()).hexdigest())
        found.append(ReadingList(snapshot, f"List {number}", sections, chosen))
    return found


def publish(root: Path, count: int) -> Manifest:
    """Publish the graph of ``count`` papers in a store."""
    store, ledger, iris = SnapshotStore(root), Ledger(), Iris()
    resolved = resolve(lists(count), ledger)
    created = datetime(2026, 1, 1, tzinfo=UTC)

    def quads() -> Iterator[Quad]:
        yield from graphs_of(resolved, iris)
        yield from graph_quads(definitions(), iris.graph("ontology"))
        yield from graph_quads(queries.rdf.triples(iris), iris.graph("queries"))

    def describe(filled: Store, digest: str) -> Iterator[Quad]:
        release = Release(snapshot_name(created, digest), created, "curagraph bench")
        return graph_quads(description_triples(filled, resolved, release, iris), iris.graph("void"))

    with store.building() as workplace:
        digest, total = load(workplace, quads(), describe)
        manifest = Manifest(
            id=snapshot_name(created, digest),
            created=created.isoformat(),
            content=digest,
            base=iris.base,
            quads=total,
            lists=(),
            counts={"papers": len(resolved.works)},
            software="curagraph bench",
        )
        with store.switching():
            store.publish(workplace, manifest, ledger)
    return manifest


def main(root: str, count: int) -> None:
    """Publish and say what."""
    manifest = publish(Path(root), count)
    papers = manifest.counts["papers"]
    sys.stdout.write(f"{manifest.id}: {papers:,} papers, {manifest.quads:,} statements\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else PAPERS)
