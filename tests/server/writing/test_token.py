"""The token: a server without a safe one does not start, a request without it writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from server.cli import main
from server.errors import TokenUnusable
from server.writing.token import token_in
from tests.writable import MINE, TOKEN, UPDATE, Writing

if TYPE_CHECKING:
    from tests.servers import Live

INSERT = f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:s> <urn:p> 1 }} }}"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("content", "mode", "why"),
    [
        (None, 0o600, "cannot be read"),
        (b"", 0o600, "holds no token"),
        (b"\nsecond-line\n", 0o600, "holds no token"),
        (b"   \n", 0o600, "holds no token"),
        (b"secret", 0o604, "chmod 600"),
        (b"secret", 0o602, "chmod 600"),
        (b"two words", 0o600, "letters, digits"),
        (b"\xff\xfe", 0o600, "letters, digits"),
    ],
)
def test_a_token_that_is_not_safe_is_refused(
    tmp_path: Path, content: bytes | None, mode: int, why: str
) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
        file.chmod(mode)
    with pytest.raises(TokenUnusable, match=why) as caught:
        token_in(file)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_folder_holds_no_token(tmp_path: Path) -> None:
    with pytest.raises(TokenUnusable, match="is no file"):
        token_in(tmp_path)


@pytest.mark.parametrize("options", [[], ["--token-file", "missing"]])
def test_a_writable_server_without_a_token_does_not_start(
    mixed_store: Path, options: list[str]
) -> None:
    command = ["serve", "--store", str(mixed_store), "--port", "0", "--writable", *options]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("header", "challenge"),
    [
        (None, 'Bearer realm="curagraph"'),
        ("Bearer", 'Bearer realm="curagraph"'),
        (f"Basic {TOKEN}", 'Bearer realm="curagraph"'),
        ("Bearer other", 'Bearer realm="curagraph", error="invalid_token"'),
        (f"Bearer {TOKEN}x", 'Bearer realm="curagraph", error="invalid_token"'),
        ("Bearer \xe9", 'Bearer realm="curagraph", error="invalid_token"'),
    ],
)
def test_without_the_token_nothing_is_written(
    writing: Writing, header: str | None, challenge: str
) -> None:
    shown = {} if header is None else {"Authorization": header}
    reply = writing.live.ask("POST", "/sparql", INSERT.encode(), {"Content-Type": UPDATE, **shown})
    assert reply.status == 401
    assert reply.headers["Www-Authenticate"] == challenge
    assert TOKEN not in reply.body.decode()
    assert writing.values() == []


def test_a_token_in_an_address_or_a_form_is_no_token(writing: Writing) -> None:
    body = urlencode({"update": INSERT, "access_token": TOKEN}).encode()
    path = f"/sparql?access_token={TOKEN}"
    assert writing.live.ask("POST", path, body, {"Content-Type": FORM}).status == 401
    assert writing.values() == []


def test_the_scheme_may_be_written_in_any_case(writing: Writing) -> None:
    headers = {"Content-Type": UPDATE, "Authorization": f"bearer {TOKEN}"}
    assert writing.live.ask("POST", "/sparql", INSERT.encode(), headers).status == 204


def test_the_token_is_in_no_output(writing: Writing) -> None:
    assert writing.insert(1).status == 204
    assert writing.update("nonsense").status == 400
    process = writing.live.process
    process.terminate()
    output, errors = process.communicate(timeout=20)
    assert TOKEN not in output + errors


def test_a_server_that_is_not_writable_refuses_with_the_reason(live: Live) -> None:
    for headers in ({}, {"Authorization": f"Bearer {TOKEN}"}):
        fields: dict[str, Any] = {"Content-Type": UPDATE, **headers}
        reply = live.ask("POST", "/sparql", INSERT.encode(), fields)
        assert reply.status == 403
        assert "--writable" in reply.problem["detail"]
