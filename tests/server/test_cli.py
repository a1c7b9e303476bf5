"""The command line: what each command prints, and one line and an exit code for what goes wrong."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import click
import pytest
import rdflib
from click.testing import CliRunner, Result

from loader.publishing import SnapshotStore
from server.cli import COMMANDS, main
from server.settings import SETTINGS

TEXT = "# Papers\n\n`KDD 2023` **A title** \\\n*Ada One* \\\n[[paper](https://x.org/p)]\n"


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def refused(result: Result, code: int = 2) -> str:
    """The one line that a failing command prints."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("Error: ")
    return lines[0]


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "papers.md"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_parse_prints_one_entry_a_line(seed_list: Path) -> None:
    result = run("parse", seed_list)
    entries = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(entries) == 13
    assert entries[7] == {
        "source": str(seed_list),
        "line": 49,
        "end_line": 51,
        "title": "Multi-modal Understanding and Generation for Medical Images and Text via "
        "Vision-Language Pre-Training",
        "authors": [
            "Jong Hak Moon", "Hyungyung Lee", "Woncheol Shin", "Young-Hak Kim", "Edward Choi",
        ],
        "authors_truncated": False,
        "venue": "JBHI",
        "year": 2022,
        "links": [
            {"kind": "paper", "url": "https://arxiv.org/abs/2105.11333"},
            {"kind": "code", "url": "https://github.com/SuperSupermoon/MedViLL"},
        ],
        "section_path": ["Medical Visual Question Answering"],
    }  # fmt: skip


def test_parse_tells_what_it_leaves_out_beside_the_entries(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"{TEXT}\n- [Another](https://x.org/q)\n", encoding="utf-8")
    result = run("parse", file)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.startswith(f"{file}:7: has a link and is in no entry")


def test_parse_of_a_folder_goes_on_after_a_bad_file_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\0")
    (tmp_path / "b.md").write_text(TEXT, encoding="utf-8")
    result = run("parse", tmp_path)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["title"] == "A title"
    assert "a.md: binary data" in result.stderr


def test_what_the_system_refuses_is_one_line(listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "store/x")

    monkeypatch.setattr("loader.build.load", full)
    message = refused(run("build", listed, "--store", listed.parent / "store"))
    assert message == "Error: store/x: No space left on device"


def test_parse_reads_standard_input() -> None:
    result = run("parse", "-", stdin=TEXT.encode())
    assert json.loads(result.stdout)["title"] == "A title"


@pytest.mark.parametrize("command", ["parse", "build"])
def test_what_cannot_be_read_is_one_line(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("binary.md").write_bytes(b"\0\1\2")
    Path("latin.md").write_bytes(b"caf\xe9")
    Path("nothing.md").write_text("# No papers\n", encoding="utf-8")
    with Path("huge.md").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    for name, why in {
        "missing.md": "no such file or folder",
        "empty": "no Markdown file",
        "binary.md": "binary data",
        "latin.md": "not valid UTF-8",
        "huge.md": "larger than 64 MB",
        "nothing.md": "no entries found",
    }.items():
        message = refused(run(command, name))
        assert message.startswith(f"Error: {name}")
        assert why in message
    assert not Path("store/current").exists()


def test_build_tells_what_it_built(tmp_path: Path, seed_list: Path) -> None:
    result = run("build", seed_list, "--store", tmp_path / "store")
    assert result.exit_code == 0
    assert re.match(
        r"Published \S+: 13 papers, 81 authors, 8 venues, 5 tasks, 5 repositories, 1 list; ",
        result.stdout,
    )
    assert "medical-vision-language: 13 entries\n" in result.stdout


def test_build_tells_what_it_left_out_and_what_it_does_not_know(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    text = TEXT.replace("KDD", "Nowhere") + "\n- [Another](https://x.org/q)\n"
    file.write_text(text, encoding="utf-8")
    output = run("build", file, "--store", tmp_path / "store").stdout
    assert "a: 1 entry, 1 place left out" in output
    assert f"{file}:7: has a link and is in no entry" in output
    assert "venue not in data/venues.toml: Nowhere\n" in output


def test_a_thing_that_is_not_in_the_graph_is_an_error(seed_store: Path) -> None:
    values = ("-p", "list=list:nothing", "--store", seed_store)
    message = refused(run("query", "curation-queue", *values))
    assert message == "Error: list: this graph holds no list list:nothing"


def test_build_says_once_how_to_ask_what_lists_lack(listed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text(TEXT.replace("A title", "Another title").replace("/p", "/q"), encoding="utf-8")
    one = run("build", listed, "--store", tmp_path / "one").stdout
    two = run("build", listed, other, "--store", tmp_path / "two").stdout
    assert one.count("lacks:") == two.count("lacks:") == 1
    assert "list=list:papers\n" in one
    assert "list=list:KEY\n" in two


def test_build_goes_on_after_a_failing_source_and_says_so(listed: Path, tmp_path: Path) -> None:
    result = run("build", "missing.md", listed, "--store", tmp_path / "store")
    assert result.exit_code == 1
    assert result.stdout.startswith("Published ")
    assert result.stderr == "Error: missing.md: no such file or folder; check the path\n"


def test_build_keeps_earlier_lists_unless_told_otherwise(listed: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    other = listed.with_name("other.md")
    other.write_text(TEXT.replace("A title", "Another"), encoding="utf-8")
    run("build", listed, "--store", store)
    assert "kept from earlier builds: papers" in run("build", other, "--store", store).stdout
    assert "kept" not in run("build", other, "--only", "--store", store).stdout


@pytest.mark.parametrize("base", ["example.org/", "https://example.org", "urn:x/", "https://a b/"])
def test_a_base_that_is_no_address_is_refused(base: str, listed: Path, tmp_path: Path) -> None:
    result = run("build", listed, "--base", base, "--store", tmp_path / "store")
    assert result.exit_code == 2
    assert "address that ends in /" in result.stderr


def test_a_build_that_changes_nothing_says_so(listed: Path, tmp_path: Path) -> None:
    run("build", listed, "--store", tmp_path / "store")
    again = run("build", listed, "--no-validate", "--store", tmp_path / "store")
    assert again.stdout.startswith("Unchanged since ")


def test_validate_judges_the_published_graph(seed_store: Path) -> None:
    result = run("validate", "--store", seed_store)
    assert result.exit_code == 0
    assert "conforms to its shapes" in result.stdout


def test_validate_names_what_breaks_a_shape_and_its_line(listed: Path, tmp_path: Path) -> None:
    from pyoxigraph import Store  # noqa: PLC0415

    from ontology import CG  # noqa: PLC0415

    store = tmp_path / "store"
    run("build", listed, "--store", store)
    published = SnapshotStore(store).published()
    assert published is not None
    database = Store(str(published / "db"))
    for quad in list(database.quads_for_pattern(None, CG.nameAsListed, None, None)):
        database.remove(quad)
    del database
    result = run("validate", "--store", store)
    assert result.exit_code == 1
    assert result.stdout.startswith("papers:3: An authorship has one printed name.")
    assert result.stderr.startswith("Error: 1 violations")


@pytest.mark.parametrize("arguments", [("validate",), ("query", "-"), ("export", "nq")])
def test_without_a_graph_every_command_says_to_build_one(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    message = refused(run(*arguments, "--store", tmp_path / "none", stdin=b"ASK {}"))
    assert "curagraph build" in message


def test_a_saved_query_is_run_by_name_with_parameters(seed_store: Path) -> None:
    result = run(
        "query", "authors-in-order", "-p", "paper=paper:arxiv-2105.11333", "--store", seed_store
    )
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["name"] for row in rows][:2] == ["Jong Hak Moon", "Hyungyung Lee"]


def test_a_query_comes_from_a_file_or_standard_input(seed_store: Path, tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?p a <https://schema.org/ScholarlyArticle> }"
    file = tmp_path / "count.rq"
    file.write_text(text, encoding="utf-8")
    assert run("query", file, "--store", seed_store).stdout.split() == ["n", "13"]
    piped = run("query", "-", "--format", "json", "--store", seed_store, stdin=text.encode())
    assert json.loads(piped.stdout)["results"]["bindings"][0]["n"]["value"] == "13"


def test_a_graph_query_gives_turtle(seed_store: Path) -> None:
    text = b"CONSTRUCT WHERE { ?s <http://xmlns.com/foaf/0.1/name> ?o }"
    turtle = run("query", "-", "--store", seed_store, stdin=text).stdout
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) == 81


@pytest.mark.parametrize(
    ("arguments", "stdin", "why"),
    [
        (("query", "no-such-query"), b"", "neither a file nor a saved query"),
        (("query", "-"), b"SELECT", "Line 1, column"),
        (("query", "-"), b"INSERT DATA { <urn:a> <urn:b> <urn:c> }", "update"),
        (("query", "authors-in-order", "-p", "paper=not an iri"), b"", "paper: "),
        (("query", "authors-in-order", "-p", "nobody=x"), b"", "'nobody' is no parameter"),
        (("query", "-", "--format", "ttl"), b"SELECT * { ?s ?p ?o }", "ormat"),
    ],
)
def test_a_query_that_cannot_be_answered_is_one_line(
    arguments: tuple[str, ...], stdin: bytes, why: str, seed_store: Path
) -> None:
    assert why in refused(run(*arguments, "--store", seed_store, stdin=stdin))


@pytest.mark.parametrize("arguments", [("-p", "x=1"), ("-p", "x")])
def test_parameters_go_with_saved_queries(arguments: tuple[str, ...], seed_store: Path) -> None:
    name = "-" if "=" in arguments[1] else "authors-in-order"
    result = run("query", name, *arguments, "--store", seed_store, stdin=b"ASK {}")
    assert result.exit_code == 2
    assert "--param" in result.stderr


# rdflib's own reader of JSON-LD speaks of what rdflib itself deprecates.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize(
    ("form", "parser"), [("nt", "nt"), ("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")]
)
def test_an_export_parses_back(form: str, parser: str, seed_store: Path, tmp_path: Path) -> None:
    file = tmp_path / f"graph.{form}"
    assert run("export", form, "-o", file, "--store", seed_store).exit_code == 0
    graph = rdflib.Graph() if form != "jsonld" else rdflib.Dataset(default_union=True)
    graph.parse(file, format=parser)
    assert len({*graph.subjects(rdflib.RDF.type, rdflib.FOAF.Person)}) == 81
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_an_export_without_a_file_goes_to_standard_output(seed_store: Path) -> None:
    lines = run("export", "nq", "--store", seed_store).stdout.splitlines()
    manifest = SnapshotStore(seed_store).manifest()
    assert manifest is not None
    assert len(lines) == manifest.quads


def test_an_export_that_cannot_be_written_is_one_line(seed_store: Path, tmp_path: Path) -> None:
    target = tmp_path / "none" / "graph.nq"
    assert "cannot be written" in refused(run("export", "nq", "-o", target, "--store", seed_store))


def test_every_setting_is_an_option_of_serve_with_its_variable() -> None:
    text = " ".join(run("serve", "--help").stdout.split())
    for setting in SETTINGS:
        assert setting.option in text
        assert setting.variable in text.replace(" ", "") or setting.variable in text


def test_a_bad_setting_is_one_line(seed_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURAGRAPH_QUERY_TIMEOUT", "soon")
    assert "CURAGRAPH_QUERY_TIMEOUT" in refused(run("serve", "--store", seed_store))


def test_a_closed_pipe_is_no_traceback(seed_store: Path) -> None:
    """It ends as other programs do that write into one: 128 and the number of the signal."""
    command = f"{{ {sys.executable} -m server.cli export nq --store {seed_store}; echo $? >&2; }}"
    piped = ["/bin/sh", "-c", f"{command} | head -n 1"]
    done = subprocess.run(piped, capture_output=True, text=True, check=False)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == "141\n"


def test_an_error_names_what_was_given_and_what_to_do(
    seed_store: Path, seed_list: Path, tmp_path: Path
) -> None:
    nowhere, missing, broken = tmp_path / "no" / "x.nq", tmp_path / "no.toml", tmp_path / "x.toml"
    broken.write_text("[[same", encoding="utf-8")
    build = ("build", seed_list, "--store", tmp_path / "store", "--corrections")
    assert refused(run("export", "nq", "-o", nowhere, "--store", seed_store)) == (
        f"Error: {nowhere}: cannot be written: there is no folder {nowhere.parent}; make it first"
    )
    assert refused(run(*build, missing)) == (
        f"Error: {missing}: the corrections cannot be read: there is no such file; name another, "
        "or none"
    )
    assert refused(run(*build, broken)).startswith(
        f"Error: {broken}: the corrections cannot be read as TOML"
    )


def test_a_port_that_cannot_be_had_is_told_with_what_to_do(seed_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert refused(run("serve", "--store", seed_store, "--port", port)) == (
            f"Error: Cannot listen on 127.0.0.1:{port}: something listens there already; stop it, "
            "or give --port another"
        )
    assert "ports go up to 65535" in refused(run("serve", "--store", seed_store, "--port", "65536"))
    elsewhere = ("--host", "192.0.2.1", "--store", seed_store)  # RFC 5737: nobody's
    assert "no address of this machine" in refused(run("serve", *elsewhere))


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_command_serves_until_it_is_told_to_stop(
    command: str, seed_store: Path, tmp_path: Path
) -> None:
    store = seed_store if command == "serve" else tmp_path / "store"
    arguments = [sys.executable, "-m", "server.cli", command, "--store", str(store), "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        line = next(line for line in server.stdout if line.startswith("Curagraph is at "))
        address = line.split()[3]
        with urllib.request.urlopen(f"{address}health") as answer:  # noqa: S310 (our own server)
            assert answer.status == 200
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert COMMANDS[name][1] == command.get_short_help_str(limit=100)
    assert COMMANDS[name][1] in " ".join(run("--help").stdout.split())


def test_a_query_and_help_wait_for_nothing_that_reads_lists() -> None:
    """Importing that takes a second."""
    for arguments in (["--help"], ["query", "--help"]):
        code = (
            "import sys; from server.cli import main; main(sys.argv[1:], standalone_mode=False);"
            "sys.exit('loader.reading' in sys.modules or 'loader.identity.resolver' in sys.modules)"
        )
        command = [sys.executable, "-c", code, *arguments]
        assert subprocess.run(command, check=False, capture_output=True).returncode == 0
