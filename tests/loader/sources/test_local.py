"""Sources: what can be named, and one clear line for what cannot be read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from loader.errors import SourceError
from loader.records import Markup
from loader.sources import Source, key_of_list, sources_of
from loader.sources.metadata import metadata_of
from loader.sources.text import read_limited

TEXT = "# A list\n\n**A title** \\\n*Ada One* \\\n[p](https://x.org)\n"


def sources(name: str | Path) -> list[Source]:
    found = list(sources_of(str(name)))
    assert all(isinstance(source, Source) for source in found)
    return [source for source in found if isinstance(source, Source)]


def failure(name: str) -> str:
    with pytest.raises(SourceError) as caught:
        list(sources_of(name))
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(name)
    return message


def test_a_file_is_a_source(tmp_path: Path) -> None:
    file = tmp_path / "my list.md"
    file.write_text(TEXT, encoding="utf-8")
    (source,) = sources(file)
    assert source.text == TEXT
    assert (source.snapshot.key, source.snapshot.source) == ("my-list", str(file))
    assert len(source.snapshot.content) == 64


def test_a_folder_is_every_list_in_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.md", "c.RST", "sub/a.markdown", ".git/x.md", "notes.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [(source.snapshot.key, source.snapshot.markup) for source in sources(tmp_path)] == [
        ("b", Markup.MARKDOWN),
        ("c", Markup.RESTRUCTUREDTEXT),
        ("a", Markup.MARKDOWN),
    ]


def test_a_bad_file_does_not_hide_the_others_of_its_folder(tmp_path: Path) -> None:
    for name in ("a.md", "c.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.md").write_bytes(b"\0")
    first, second, third = sources_of(str(tmp_path))
    assert isinstance(first, Source)
    assert isinstance(second, SourceError)
    assert "b.md: binary data" in str(second)
    assert isinstance(third, Source)


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    (source,) = sources("-")
    assert (source.text, source.snapshot.key) == (TEXT, "standard-input")


def test_line_ends_and_a_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    (source,) = sources(file)
    assert source.text == TEXT


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "no such file or folder" in failure(str(tmp_path / "missing.md"))


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "", "a/\udcff"])
def test_what_can_be_no_name_is_missing(name: str) -> None:
    with pytest.raises(SourceError, match="no such file or folder"):
        list(sources_of(name))


def test_a_folder_that_vanishes_or_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanished(*_: object) -> None:
        raise FileNotFoundError(2, "No such file or directory", str(tmp_path / "gone"))

    monkeypatch.setattr(Path, "rglob", vanished)
    assert f"{tmp_path / 'gone'}: cannot be read: No such file" in failure(str(tmp_path))


def test_a_folder_without_lists_is_named(tmp_path: Path) -> None:
    assert "no Markdown file in this folder" in failure(str(tmp_path))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "binary data"),
        (b"fine\ncaf\xe9\n", "not valid UTF-8 (byte 0xe9)"),
        (b" \n\n", "empty"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, raw: bytes, why: str) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(raw)
    assert why in failure(str(file))


def test_bad_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"one\ntwo \xff\n")
    assert failure(str(file)).startswith(f"{file}:2:")


def test_a_file_too_large_for_a_list_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    with file.open("wb") as sparse:
        sparse.truncate(100 * 1024 * 1024)
    assert "larger than 64 MB" in failure(str(file))


def test_the_limit_is_the_last_size_that_is_read() -> None:
    assert read_limited(io.BytesIO(b"abc"), "x", largest=3) == b"abc"
    with pytest.raises(SourceError):
        read_limited(io.BytesIO(b"abcd"), "x", largest=3)


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    loop = tmp_path / "loop.md"
    loop.symlink_to(tmp_path / "a.md")
    (tmp_path / "a.md").mkdir()
    (tmp_path / "a.md" / "b.md").mkdir()
    assert "no Markdown file" in failure(str(loop))


def test_a_readme_is_called_by_its_folder(tmp_path: Path) -> None:
    (tmp_path / "awesome-things").mkdir()
    (tmp_path / "awesome-things" / "README.md").write_text(TEXT, encoding="utf-8")
    (source,) = sources(tmp_path / "awesome-things" / "README.md")
    assert source.snapshot.key == "awesome-things"


def test_a_list_name_without_letters_still_gets_a_key() -> None:
    assert key_of_list("清单").startswith("list-")
    assert key_of_list("清单") != key_of_list("论文")


def test_a_very_long_list_name_still_gives_a_key_that_is_a_file_name() -> None:
    first, second = (key_of_list("x" * 300 + end) for end in "ab")
    assert first != second
    assert len(first) <= 120


METADATA = """\
["a.md"]
key = "awesome"
title = "Awesome"
repository = "https://github.com/owner/name"
home = "https://github.com/owner/name/blob/main/README.md"
commit = "0123456789abcdef0123456789abcdef01234567"
licence = "https://creativecommons.org/licenses/by/4.0/"
"""


def test_what_lists_toml_says_of_a_list_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "lists.toml").write_text(METADATA, encoding="utf-8")
    (source,) = sources(tmp_path / "a.md")
    found = source.snapshot
    assert (found.key, found.title) == ("awesome", "Awesome")
    assert found.permalink == (
        "https://github.com/owner/name/blob/0123456789abcdef0123456789abcdef01234567/README.md"
    )


def test_a_list_that_lists_toml_does_not_name_has_no_metadata(tmp_path: Path) -> None:
    (tmp_path / "lists.toml").write_text(METADATA, encoding="utf-8")
    assert metadata_of(tmp_path / "b.md") is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[", "cannot be read"),
        ('["a.md"]\nkye = "x"', "unknown field 'kye'"),
        ('["a.md"]\nkey = 3', "text fields only"),
        ('["a.md"]\nkey = "a/b"', "key = 'a/b' is not of its form"),
        ('["a.md"]\ncommit = "HEAD"', "commit = 'HEAD' is not of its form"),
        ('["a.md"]\nhome = "javascript:alert(1)"', "home = "),
    ],
)
def test_bad_metadata_is_named(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "lists.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"lists\.toml") as caught:
        list(sources_of(str(tmp_path / "a.md")))
    assert why in str(caught.value)
