"""Sites that are built again and again, as `curagraph build` builds them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ontology import DCTERMS, FOAF
from ontology.iris import Iris
from server.cli import main

ARXIV = "https://arxiv.org/abs/2105.11333"
DOI = "https://doi.org/10.1109/abc.2020.1"


def entry(title: str, *authors: str, link: str | None = None, **more: Any) -> dict[str, Any]:
    links = [{"kind": "paper", "url": link}] if link else []
    return {"title": title, "links": links, **({"authors": authors} if authors else {}), **more}


class Site:
    """A store, the lists it was built of, and the authors in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(
        self,
        lists: Mapping[str, Sequence[dict[str, Any]]],
        *,
        corrections: str = "",
        only: bool = False,
    ) -> str:
        """Build some lists, with those that were built before unless these only; what was said."""
        files = []
        for key, entries in lists.items():
            files.append(self._folder / f"{key}.jsonl")
            files[-1].write_text("".join(f"{json.dumps(each)}\n" for each in entries))
        table = self._folder / "corrections.toml"
        table.write_text(corrections, encoding="utf-8")
        return self._run(
            "build", *files, "--corrections", table, *(["--only"] if only else []),
        )  # fmt: skip

    def authors(self) -> dict[str, str]:
        """Names of authors by key."""
        return {
            _key(quad.subject): quad.object.value
            for quad in self._quads()
            if quad.predicate == FOAF.name and isinstance(quad.object, Literal)
        }

    def replaced(self) -> dict[str, str]:
        """What keys of authors lead to."""
        return {
            _key(quad.subject): _key(quad.object)
            for quad in self._quads()
            if quad.predicate == DCTERMS.isReplacedBy and _is_author(quad.subject)
        }

    def explain(self, thing: str) -> str:
        return self._run("explain", thing)

    def _quads(self) -> Any:
        return parse(self._run("export", "nq"), format=RdfFormat.N_QUADS)

    def _run(self, *arguments: str | Path) -> str:
        done = CliRunner().invoke(main, [*map(str, arguments), "--store", str(self._folder / "s")])
        assert done.exit_code == 0, done.output
        return done.stdout


def _is_author(thing: object) -> bool:
    return isinstance(thing, NamedNode) and thing.value.startswith(Iris().author("").value)


def _key(thing: object) -> str:
    assert isinstance(thing, NamedNode)
    return thing.value.rpartition("/")[2]
