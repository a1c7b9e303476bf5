"""Loading a remote store: Oxigraph's server on the loopback device, by both of its interfaces."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from click.testing import CliRunner
from pyoxigraph import Quad, RdfFormat, Store, parse

from loader import remote_store
from loader.remote_store import pieces
from server.cli import main
from tests.oxigraph import needs_oxigraph, oxigraph

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = "https://example.org/own"
NONE = {"http://127.0.0.1:9/": "cannot be reached"}


@pytest.fixture
def remote() -> Iterator[str]:
    """The address of an empty store."""
    with oxigraph() as address:
        yield address


def everything(address: str) -> set[Quad]:
    reply = httpx.get(f"{address}/store", headers={"Accept": "application/n-quads"})
    return set(parse(reply.content, RdfFormat.N_QUADS))


def published(store: Path) -> set[Quad]:
    name = (store / "current").read_text(encoding="utf-8").strip()
    return set(Store.read_only(str(store / "snapshots" / name / "db")))


def a_list(folder: Path, name: str) -> Path:
    path = folder / f"{name}.md"
    path.write_text(
        f"# {name}\n\n- [A paper that is on the list {name}](https://arxiv.org/abs/2101.00001), "
        "Ada Author, CVPR 2021\n- [Another one with a “quoted” \\\\ word](https://a.example/x), "
        "Ben Writer, ICML 2022\n",
        encoding="utf-8",
    )
    return path


@needs_oxigraph
@pytest.mark.parametrize("interface", ["store", "update"])
def test_a_remote_store_holds_what_was_built(
    tmp_path: Path, remote: str, interface: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Built again without a list, its graph is gone there too; what others put there stays."""
    monkeypatch.setattr(remote_store, "GRAPH_BYTES", 20_000)
    monkeypatch.setattr(remote_store, "UPDATE_BYTES", 20_000)
    httpx.put(
        f"{remote}/store?graph={OWN}",
        content="<a:a> <a:b> 1 .",
        headers={"Content-Type": "text/turtle"},
    )
    kept = everything(remote)
    store, into = tmp_path / "store", f"{remote}/{interface}"
    lists = [str(a_list(tmp_path, name)) for name in ("one", "two")]
    for chosen in (lists, lists[:1]):
        result = CliRunner().invoke(
            main, ["build", *chosen, "--only", "--store", str(store), "--into", into]
        )
        assert result.exit_code == 0, result.output
        built = published(store)
        assert f"loaded {len({each.graph_name for each in built})} graphs" in result.output
        assert everything(remote) == built | kept


@needs_oxigraph
def test_an_address_that_is_no_store_is_one_line(tmp_path: Path, remote: str) -> None:
    command = ["build", str(a_list(tmp_path, "one")), "--store", str(tmp_path / "s")]
    for into, why in {f"{remote}/nothing": "status 404", **NONE}.items():
        result = CliRunner().invoke(main, [*command, "--into", into])
        assert result.exit_code == 2
        assert why in result.stderr
        assert result.stderr.count("\n") == 1


def test_a_document_is_cut_between_lines() -> None:
    text = b"<a:a> <a:b> <a:c> .\n" * 10
    found = list(pieces(io.BytesIO(text), 45))
    assert [len(each) for each in found] == [40] * 5
    assert b"".join(found) == text


def test_a_document_with_blank_nodes_is_not_cut() -> None:
    text = b"<a:a> <a:b> <a:c> .\n" * 10 + b"<a:a> <a:b> _:c .\n"
    assert list(pieces(io.BytesIO(text), 45)) == [text]
