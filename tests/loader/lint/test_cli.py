"""The command: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Collection
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loader.lint import Result as Found
from loader.lint.mending import mended
from loader.lint.rules import RULES, Rule
from server.cli import main

HEAD = "# Survey\n\n**CLIP in Medical Imaging: A Survey** \\\n*Zihao Zhao, Han Wu* \\\n"
CLEAN = f"{HEAD}[[paper](https://x.org/p)]\n"
MENDABLE = f"{HEAD}[[paper](https://x.org/p)] [[code]()]\n"
BROKEN = f"{HEAD}[[paper](https://x.org/p)] [x]()\n"


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["lint", *map(str, arguments)], input=stdin)


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = Path("papers.md")
    file.write_bytes(MENDABLE.encode())
    return file


def test_findings_go_to_output_and_the_summary_beside_it(listed: Path) -> None:
    result = run(listed)
    assert result.stdout == "papers.md:5:29: L001 [*] the link 'code' has no target\n"
    assert result.stderr == "1 problem in 1 list; --fix may mend 1\n"
    assert result.exit_code == 1


def test_a_clean_list_is_told_in_a_line(listed: Path) -> None:
    listed.write_text(CLEAN, encoding="utf-8")
    result = run(listed)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing found in 1 list\n")


def test_silenced_findings_are_counted(listed: Path) -> None:
    listed.write_text(f"<!-- curagraph: ignore-file L001 -->\n\n{BROKEN}", encoding="utf-8")
    result = run(listed)
    assert (result.exit_code, result.stderr) == (0, "nothing found in 1 list; 1 silenced\n")


def test_output_is_in_the_order_of_sources_lines_and_columns(listed: Path) -> None:
    other = Path("a.md")
    other.write_text(f"{BROKEN}{HEAD}[x]() [y]()\n", encoding="utf-8")
    found = run(listed, other).stdout
    places = [line.split(" ")[0] for line in found.splitlines() if "L001" in line]
    assert places == ["papers.md:5:29:", "a.md:5:28:", "a.md:10:1:", "a.md:10:7:"]
    assert run(listed, other).stdout == found


def test_selected_rules_alone_are_asked(listed: Path) -> None:
    assert run(listed, "--select", "D,V", "--select", "H").exit_code == 0
    assert run(listed, "--ignore", "L001").exit_code == 0
    assert run(listed, "--select", "L0").exit_code == 1


@pytest.mark.parametrize("option", ["--select", "--ignore", "--explain"])
def test_an_unknown_code_is_bad_usage(option: str, listed: Path) -> None:
    result = run(listed, option, "Z9")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Z9: no rule has this code" in result.stderr


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_every_format_is_printed(form: str, listed: Path) -> None:
    result = run(listed, "--format", form)
    assert "L001" in result.stdout
    assert result.exit_code == 1
    if form in {"json", "sarif"}:
        json.loads(result.stdout)


def test_what_cannot_be_read_is_told_and_the_rest_is_looked_at(listed: Path) -> None:
    Path("binary.md").write_bytes(b"\0")
    result = run("missing.md", listed, "binary.md")
    assert result.exit_code == 2
    assert result.stdout.startswith("papers.md:5:29")
    assert "Error: missing.md: no such file" in result.stderr
    assert "Error: binary.md: binary data" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_listed_and_explained(rule: Rule) -> None:
    assert any(line.split()[0] == rule.code for line in run("--rules").stdout.splitlines())
    explained = run("--explain", rule.code)
    assert explained.exit_code == 0
    assert f"{rule.code} {rule.name}" in explained.stdout
    assert "Instead of" in explained.stdout


def test_fix_mends_the_file_and_says_so(listed: Path) -> None:
    result = run(listed, "--fix")
    assert listed.read_text(encoding="utf-8") == CLEAN
    assert result.exit_code == 0
    assert result.stderr == "papers.md: 1 line mended\nnothing found in 1 list\n"
    assert run(listed, "--fix").stderr == "nothing found in 1 list\n"


def test_fix_keeps_line_ends_mark_permissions_and_links(listed: Path) -> None:
    raw = b"\xef\xbb\xbf" + MENDABLE.replace("\n", "\r\n").encode()[:-2]
    listed.write_bytes(raw)
    listed.chmod(0o640)
    link = Path("link.md")
    link.symlink_to(listed)
    assert run(link, "--fix").exit_code == 0
    assert listed.read_bytes() == raw.replace(b" [[code]()]", b"")
    assert stat.S_IMODE(listed.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(map(str, Path().iterdir())) == ["link.md", "papers.md"]


def test_fix_goes_on_until_nothing_is_left(listed: Path) -> None:
    listed.write_text(f"{HEAD}[[paper](https://x.org/p)] [[code]()] [[pdf]()]\n", encoding="utf-8")
    assert run(listed, "--fix").exit_code == 0
    assert listed.read_text(encoding="utf-8") == CLEAN


def test_fix_writes_nothing_over_what_somebody_else_wrote(
    listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(result: Found, codes: Collection[str]) -> Found:
        left = mended(result, codes)
        listed.write_text("# Another list\n", encoding="utf-8")
        return left

    monkeypatch.setattr("loader.lint.cli.mended", meanwhile)
    result = run(listed, "--fix")
    assert result.exit_code == 2
    assert result.stderr == "Error: papers.md: changed while it was looked at; run it again\n"
    assert listed.read_text(encoding="utf-8") == "# Another list\n"


def test_a_list_in_another_language_than_markdown_is_not_scanned(listed: Path) -> None:
    other = listed.rename("papers.rst")
    assert "L001" not in run(other, "--ignore", "E").stdout


def test_fix_does_not_touch_a_file_with_nothing_to_mend(listed: Path) -> None:
    listed.write_text(BROKEN, encoding="utf-8")
    before = listed.stat()
    assert run(listed, "--fix").exit_code == 1
    assert (listed.stat().st_mtime_ns, listed.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_fix_mends_what_is_selected_alone(listed: Path) -> None:
    assert run(listed, "--fix", "--ignore", "L001").exit_code == 0
    assert listed.read_text(encoding="utf-8") == MENDABLE


def test_fix_leaves_what_a_comment_silences(listed: Path) -> None:
    text = f"<!-- curagraph: ignore-file L001 -->\n\n{MENDABLE}"
    listed.write_text(text, encoding="utf-8")
    assert run(listed, "--fix").exit_code == 0
    assert listed.read_text(encoding="utf-8") == text


def test_diff_shows_and_writes_nothing(listed: Path) -> None:
    result = run(listed, "--diff")
    assert result.exit_code == 1
    assert "-[[paper](https://x.org/p)] [[code]()]\n+[[paper](https://x.org/p)]\n" in result.stdout
    assert listed.read_text(encoding="utf-8") == MENDABLE
    listed.write_text(BROKEN, encoding="utf-8")
    assert (run(listed, "--diff").stdout, run(listed, "--diff").exit_code) == ("", 0)


def test_standard_input_is_linted_and_its_mended_text_is_printed() -> None:
    raw = b"\xef\xbb\xbf" + MENDABLE.replace("\n", "\r\n").encode()
    assert run("-", stdin=raw).stdout.startswith("-:5:29: L001")
    result = run("-", "--fix", stdin=raw)
    assert result.stdout_bytes == raw.replace(b" [[code]()]", b"")
    assert "@@" in run("-", "--diff", stdin=raw).stdout
    left = run("-", "--fix", stdin=BROKEN.encode())
    assert left.stdout == BROKEN
    assert left.stderr.startswith("-:5:28: L001 the link 'x' has no target\n")


def test_a_file_that_cannot_be_written_is_one_line(listed: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    listed.parent.chmod(0o500)
    try:
        result = run(listed, "--fix")
    finally:
        listed.parent.chmod(0o700)
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert listed.read_text(encoding="utf-8") == MENDABLE


@pytest.mark.parametrize("line_end", ["\u2028", "\x0b", "\x85"])
def test_only_line_ends_of_markdown_end_a_line(line_end: str, listed: Path) -> None:
    listed.write_text(f"Text{line_end}.\n\n{MENDABLE}", encoding="utf-8")
    assert run(listed).stdout.startswith("papers.md:7:29")


def test_the_readme_shows_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[3]
    monkeypatch.chdir(root)
    readme = (root / "README.md").read_text(encoding="utf-8")
    _, _, shown = readme.partition("$ curagraph lint ")
    arguments, _, printed = shown.partition("```")[0].partition("\n")
    result = run(*arguments.split())
    assert printed == result.stdout + result.stderr
