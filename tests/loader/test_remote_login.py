"""Loading a remote store that wants to know who asks: tokens, logins, where they must not be."""

from __future__ import annotations

import base64
import http.server
import threading
from typing import TYPE_CHECKING, ClassVar

import pytest
from click.testing import CliRunner, Result

from loader.errors import RemoteStoreError
from loader.publishing import SnapshotStore
from loader.remote_login import auth_from
from loader.remote_store import load_into
from ontology import BASE
from server.cli import main
from tests.loader.test_remote_store import a_list
from tests.writable import TOKEN, writable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OTHER_BASE = "https://graph.example/"
NAME, PASSWORD = "ada", "pass: word"


@pytest.fixture
def database(seed_store: Path) -> Path:
    """What was built of the shipped list."""
    published = SnapshotStore(seed_store).published()
    assert published is not None
    return published / "db"


def secret(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "secret"
    file.write_text(f"{text}\n", encoding="utf-8")
    file.chmod(mode)
    return file


def build_into(folder: Path, into: str, *options: object) -> Result:
    chosen = ["--store", folder / "built", "--into", into, *options]
    return CliRunner().invoke(main, ["build", str(a_list(folder, "one")), *map(str, chosen)])


@pytest.mark.parametrize("interface", ["rdf-graph-store", "sparql"])
def test_a_token_opens_a_writable_server(tmp_path: Path, interface: str) -> None:
    """Graphs of another base are nobody's there: they are loaded as anybody's would be."""
    with writable(tmp_path) as writing:
        into, token = f"{writing.live.url}{interface}", secret(tmp_path, TOKEN)
        result = build_into(tmp_path, into, "--into-token-file", token, "--base", OTHER_BASE)
        assert result.exit_code == 0, result.output
        assert "loaded 6 graphs" in result.output
        text = f"ASK {{ GRAPH <{OTHER_BASE}graph/list/one> {{ ?s ?p ?o }} }}"
        assert b"true" in writing.live.query(text).body


@pytest.mark.parametrize("interface", ["rdf-graph-store", "sparql"])
def test_a_server_keeps_the_graphs_that_are_built_on_its_own_machine(
    tmp_path: Path, interface: str, database: Path
) -> None:
    """Its ledger and its manifest would know nothing of them; the next build would undo them."""
    with writable(tmp_path) as writing:
        before = writing.live.get("/export/nq").body
        auth = auth_from(secret(tmp_path, TOKEN), None)
        with pytest.raises(RemoteStoreError, match="status 403") as caught:
            load_into(f"{writing.live.url}{interface}", database, BASE, auth=auth)
        assert "curagraph build" in str(caught.value)
        assert "\n" not in str(caught.value)
        assert writing.live.get("/export/nq").body == before


@pytest.mark.parametrize("shown", ["another-token", None])
def test_who_is_not_known_is_told_how_to_say_who_asks(
    tmp_path: Path, shown: str | None, database: Path
) -> None:
    auth = auth_from(secret(tmp_path, shown) if shown else None, None)
    with writable(tmp_path) as writing:
        url = f"{writing.live.url}rdf-graph-store"
        with pytest.raises(RemoteStoreError, match="--into-token-file") as caught:
            load_into(url, database, BASE, auth=auth)
        assert "another-token" not in str(caught.value)


class Basic(http.server.BaseHTTPRequestHandler):
    """An update endpoint behind a password."""

    seen: ClassVar[list[str | None]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        shown = self.headers.get("Authorization")
        self.seen.append(shown)
        wanted = "Basic " + base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()
        self.send_response(204 if shown == wanted else 401)
        if shown != wanted:
            self.send_header("WWW-Authenticate", 'Basic realm="here"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def guarded() -> Iterator[tuple[str, type[Basic]]]:
    """The address of such an endpoint, and what it saw."""

    class Own(Basic):
        seen: ClassVar[list[str | None]] = []

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Own)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/update", Own
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_password_is_told_to_who_asks_for_it_alone(
    tmp_path: Path, guarded: tuple[str, type[Basic]]
) -> None:
    url, endpoint = guarded
    result = build_into(tmp_path, url, "--into-login-file", secret(tmp_path, f"{NAME}:{PASSWORD}"))
    assert result.exit_code == 0, result.output
    assert endpoint.seen[0] is None
    assert all(endpoint.seen[1:])
    assert PASSWORD not in result.output


def test_a_wrong_password_loads_nothing(
    tmp_path: Path, guarded: tuple[str, type[Basic]], database: Path
) -> None:
    auth = auth_from(None, secret(tmp_path, "ada:hidden"))
    with pytest.raises(RemoteStoreError, match="status 401") as caught:
        load_into(guarded[0], database, BASE, auth=auth)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    ("option", "content", "mode", "why"),
    [
        ("--into-token-file", "hidden", 0o644, "chmod 600"),
        ("--into-token-file", "hid den", 0o600, "letters, digits"),
        ("--into-token-file", "", 0o600, "holds no token"),
        ("--into-login-file", "ada:hidden", 0o602, "chmod 600"),
        ("--into-login-file", "hidden", 0o600, "a colon"),
        ("--into-login-file", ":hidden", 0o600, "a colon"),
        ("--into-login-file", "", 0o600, "holds no login"),
    ],
)
def test_a_secret_that_is_not_safe_is_refused_before_anything_is_built(
    tmp_path: Path, option: str, content: str, mode: int, why: str
) -> None:
    result = build_into(tmp_path, "http://127.0.0.1:9/", option, secret(tmp_path, content, mode))
    assert result.exit_code == 2
    assert why in result.stderr
    assert "hidden" not in result.output
    assert not (tmp_path / "built").exists()


def test_two_secrets_are_one_too_many(tmp_path: Path) -> None:
    file = secret(tmp_path, "ada:hidden")
    options = ["--into-login-file", file, "--into-token-file", file]
    result = build_into(tmp_path, "http://127.0.0.1:9/", *options)
    assert result.exit_code == 2
    assert "not both" in result.stderr


def test_an_address_must_not_hold_a_password(tmp_path: Path) -> None:
    result = build_into(tmp_path, "http://ada:hidden@127.0.0.1:9/")
    assert result.exit_code == 2
    assert "--into-login-file" in result.stderr
    assert "hidden" not in result.output
    assert not (tmp_path / "built").exists()
