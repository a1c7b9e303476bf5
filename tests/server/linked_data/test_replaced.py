"""Papers found to be one: the younger address still answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from loader.build import build
from loader.identity.corrections import Corrections, Grouping
from loader.publishing import SnapshotStore
from tests.servers import Live, serving

ONE = """# Parsing

**Sparse Grammars for Parsing** \\
*Ada One, Ben Two* \\
[[paper](https://arxiv.org/abs/2101.00001)]
"""
OTHER = """# Tagging

**A Theory of Dialects** \\
*Ada One, Ben Two* \\
[[paper](https://doi.org/10.1234/other)]
"""
# A third list knows both titles' links to be one paper's.
BOTH = """# All

**A Theory of Dialects** \\
*Ada One, Ben Two* \\
[[paper](https://doi.org/10.1234/other)] [[arXiv](https://arxiv.org/abs/2101.00001)]
"""
OLD, YOUNG = "arxiv-2101.00001", "doi-10-1234-other"


def rebuild(folder: Path, **texts: str) -> None:
    """Build some lists, after what was built before."""
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    build(paths, SnapshotStore(folder / "store"))


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server over three builds: one paper, another, and a list that shows they are one."""
    folder = tmp_path_factory.mktemp("merged")
    rebuild(folder, one=ONE)
    rebuild(folder, other=OTHER)
    rebuild(folder, both=BOTH)
    with serving(folder / "store") as live:
        yield live


def test_the_page_of_the_younger_leads_to_the_older_for_good(merged: Live) -> None:
    reply = merged.get(f"/paper/{YOUNG}", "text/html")
    assert reply.status == 308
    assert reply.headers["Location"].endswith(f"/paper/{OLD}")
    assert merged.get(f"/paper/{OLD}", "text/html").status == 200


@pytest.mark.parametrize("suffix", ["", ".ttl", ".jsonld", ".bib", ".csl.json"])
def test_every_document_of_the_younger_leads_to_the_same_of_the_older(
    merged: Live, suffix: str
) -> None:
    reply = merged.get(f"/paper/{YOUNG}{suffix}", "text/turtle" if not suffix else None)
    assert reply.status == 308
    assert reply.headers["Location"].endswith(f"/paper/{OLD}{suffix}")


def test_the_graph_says_what_the_younger_was_replaced_by(merged: Live) -> None:
    reply = merged.query(
        "SELECT ?old ?new { ?old <http://purl.org/dc/terms/isReplacedBy> ?new }", "text/csv"
    )
    base = "https://w3id.org/curagraph/paper/"
    assert reply.body.decode().splitlines()[1:] == [f"{base}{YOUNG},{base}{OLD}"]


def test_what_was_never_there_is_not_found(merged: Live) -> None:
    assert merged.get("/paper/doi-10-1234-nothing", "text/html").status == 404
    assert merged.get("/paper/doi-10-1234-nothing.ttl").status == 404


def test_papers_parted_again_answer_for_themselves(tmp_path: Path) -> None:
    rebuild(tmp_path, one=ONE)
    rebuild(tmp_path, other=OTHER)
    rebuild(tmp_path, both=BOTH)
    rebuild(tmp_path, both=OTHER.replace("Tagging", "All"))
    with serving(tmp_path / "store") as live:
        assert live.get(f"/paper/{YOUNG}.ttl").status == 200
        assert live.get(f"/paper/{OLD}.ttl").status == 200


CODE = """# All

**A Theory of Dialects** \\
*Ada One, Ben Two* \\
`ECCV 2020` \\
[[paper](https://doi.org/10.1234/other)] [[code](https://github.com/ada/one)]

**Sparse Grammars for Parsing** \\
*Cy Three* \\
`ICML 2021` \\
[[paper](https://arxiv.org/abs/2101.00001)] [[code](https://github.com/ben/two)]
"""
MOVED = Corrections(
    same=[
        Grouping("venue", "It was renamed.", ["label:ECCV", "label:ICML"]),
        Grouping("repo", "It moved.", ["url:github.com/ada/one", "url:github.com/ben/two"]),
    ]
)


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server over two builds: venues and repositories, and people who say which are one."""
    folder = tmp_path_factory.mktemp("moved")
    path = folder / "all.md"
    path.write_text(CODE, encoding="utf-8")
    store = SnapshotStore(folder / "store")
    build([str(path)], store)
    build([str(path)], store, corrections=MOVED)
    with serving(folder / "store") as live:
        yield live


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("venue/icml", "venue/eccv"),
        ("repo/github.com--ben--two", "repo/github.com--ada--one"),
    ],
)
def test_a_venue_and_a_repository_that_people_joined_to_another_lead_there(
    moved: Live, old: str, new: str
) -> None:
    reply = moved.get(f"/{old}", "text/html")
    assert reply.status == 308
    assert reply.headers["Location"].endswith(f"/{new}")
    assert moved.get(f"/{new}", "text/html").status == 200
