"""The catalogue: headers are checked, and no value can change what a query asks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import QueryBoolean, QuerySolutions, Store

from ontology import BASE, PREFIXES
from ontology.iris import Iris
from queries.catalogue import (
    Parameter,
    ParameterError,
    ParameterType,
    QueryFileError,
    SavedQuery,
    load,
    parse,
)
from queries.lexer import Token, TokenKind, tokens_of

QUERIES = load()
# Tokens that a value of each type is written as.
WRITTEN = {
    ParameterType.IRI: [TokenKind.IRI],
    ParameterType.STRING: [TokenKind.STRING],
    ParameterType.INTEGER: [TokenKind.WORD],
    ParameterType.YEAR: [TokenKind.STRING, TokenKind.OTHER, TokenKind.OTHER, TokenKind.IRI],
    ParameterType.DAY: [TokenKind.STRING, TokenKind.OTHER, TokenKind.OTHER, TokenKind.IRI],
}
HOSTILE = [
    '" } DROP ALL #',
    "x> } ; ?s ?p <y",
    "1 } UNION { ?s ?p ?o",
    '2023"^^xsd:gYear',
    "$limit",
    "'''",
    "\\",
    "task:x#y z",
    "http://[x",
    "x:%zz",
    "\ud800",
    "2023\n",
    "2024-02-30",
    "20240301",
    "2024-W10-5",
    '2024-03-01"^^xsd:date',
    "٢٠٢٣",
    "-1",
]
values = st.one_of(
    st.text(),
    st.sampled_from(HOSTILE),
    st.from_regex(r"[a-z]+:[^ ]{0,20}"),
    st.integers().map(str),
)


def parameter_cases() -> list[tuple[str, str]]:
    return [(name, each.name) for name, saved in QUERIES.items() for each in saved.parameters]


@pytest.mark.parametrize(("name", "parameter"), parameter_cases())
@given(value=values)
def test_no_value_changes_the_tokens_of_a_query(name: str, parameter: str, value: str) -> None:
    saved = QUERIES[name]
    try:
        text = saved.bind({parameter: value})
    except ParameterError:
        with pytest.raises(ParameterError, match=rf"\A{parameter}: [^\r\n]+\Z"):
            saved.bind({parameter: value})
        return
    assert [token.kind for token in tokens_of(text)] == [
        kind for token in tokens_of(saved.text) for kind in kinds_once_bound(saved, token)
    ]


def kinds_once_bound(saved: SavedQuery, token: Token) -> list[TokenKind]:
    types = {f"${each.name}": each.type for each in saved.parameters}
    if token.kind is TokenKind.VARIABLE and token.text in types:
        return WRITTEN[types[token.text]]
    return [token.kind]


@given(value=st.text())
def test_a_text_arrives_as_it_was_given(value: str) -> None:
    """But for blanks around it, which a form's field gathers easily."""
    assume(value.strip())
    saved = parse("echo", "# title: t\n# param x: string = d | l\nSELECT ($x AS ?y) {}")
    found = Store().query(saved.bind({"x": value}))
    assert isinstance(found, QuerySolutions)
    assert [solution["y"].value for solution in found] == [value.strip()]


@given(value=values)
def test_an_iri_is_accepted_only_if_the_engine_accepts_it(value: str) -> None:
    saved = parse("echo", "# title: t\n# param x: iri = task:d | l\nSELECT ($x AS ?y) {}")
    try:
        text = saved.bind({"x": value})
    except ParameterError:
        return
    assert isinstance(Store().query(text), QuerySolutions)


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_runs_with_its_defaults(name: str, seed: Store) -> None:
    found = seed.query(QUERIES[name].bind({}), use_default_graph_as_union=True)
    assert not isinstance(found, QueryBoolean)
    list(found)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_declares_the_prefixes_it_uses_and_no_other(name: str) -> None:
    text = QUERIES[name].text
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>$", text, re.MULTILINE))
    used = {
        token.text.partition(":")[0]
        for line in text.splitlines()
        if not line.startswith("PREFIX")
        for token in tokens_of(line)
        if token.kind is TokenKind.NAME
    }
    assert set(declared) == used
    known = {**PREFIXES, **Iris().instance_prefixes}
    for prefix, iri in declared.items():
        assert known.get(prefix, iri) == iri
        assert prefix in known or not iri.startswith(BASE)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_says_what_it_answers(name: str) -> None:
    saved = QUERIES[name]
    assert saved.title
    assert saved.description.endswith(".")
    assert saved.tags
    assert all(each.label and each.label != each.name for each in saved.parameters)


@pytest.mark.parametrize("name", [n for n, q in QUERIES.items() if q.kind == "select"])
def test_a_table_comes_in_an_order(name: str) -> None:
    words = {token.text for token in tokens_of(QUERIES[name].text)}
    assert "ORDER" in words


def test_the_name_of_a_parameter_is_never_that_of_the_format() -> None:
    """`?format=` belongs to the address."""
    assert "format" not in {parameter for _, parameter in parameter_cases()}


def test_another_base_moves_our_things_and_not_the_vocabulary() -> None:
    text = QUERIES["papers-on-a-task"].bind({}, Iris("https://kg.example/"))
    assert "<https://kg.example/task/medical-visual-question-answering>" in text
    assert f"<{BASE}ontology#>" in text


def test_a_parameter_that_is_not_there_is_refused() -> None:
    with pytest.raises(
        ParameterError, match="'nothing' is no parameter of authors-in-order; it has paper"
    ):
        QUERIES["authors-in-order"].bind({"nothing": "x"})
    with pytest.raises(ParameterError, match="it has none"):
        QUERIES["dblp-view"].bind({"x": "y"})


def test_an_empty_value_is_none() -> None:
    saved = QUERIES["authors-in-order"]
    assert saved.bind({"paper": ""}) == saved.bind({})


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("iri", "task:x", f"<{BASE}task/x>"),
        ("iri", "<https://example.org/x>", "<https://example.org/x>"),
        ("iri", "<urn:isbn:1>", "<urn:isbn:1>"),
        ("iri", "list:a#section-b", f"<{BASE}list/a#section-b>"),
        ("string", 'say "hi"\n', '"say \\"hi\\""'),
        ("integer", "007", "7"),
        ("year", " 2023 ", '"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
    ],
)
def test_a_value_becomes_a_term(kind: str, value: str, term: str) -> None:
    assert Parameter("x", ParameterType(kind), "", "X").term(value, Iris()) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("iri", "no iri"),
        ("iri", "x> <y"),
        ("iri", "http://[x"),
        ("iri", "relative/path"),
        ("iri", "http://x/%zz"),
        ("iri", "tsk:x"),
        ("iri", "paper:é"),
        ("string", "\ud800"),
        ("string", "x" * 2001),
        ("integer", "1.5"),
        ("integer", "-1"),
        ("integer", "٣"),
        ("integer", "1" * 10),
        ("year", "23"),
        ("year", "20230"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: str, value: str) -> None:
    with pytest.raises(ParameterError, match=r"^x: "):
        Parameter("x", ParameterType(kind), "", "X").term(value, Iris())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("SELECT * {}", "q.rq: has no '# title:' line"),
        ("# title: t\n# param x = 1\nSELECT $x {}", "is not of the form"),
        ("# title: t\n# param x: date = 1\nSELECT $x {}", "is not of the form"),
        ("# title: t\nSELECT $x {}", "q.rq: $x is not declared"),
        ("# title: t\n# param x: iri = a:b\nSELECT * {}", "q.rq: the parameter x is used nowhere"),
        ("# title: t\nINSERT DATA {}", "q.rq: holds no SELECT"),
    ],
)
def test_a_file_of_another_form_is_refused(content: str, message: str) -> None:
    with pytest.raises(QueryFileError, match=re.escape(message)):
        parse("q", content)


def test_a_header_line_may_be_continued() -> None:
    saved = parse("q", "# title: T\n# description: One\n# description: two.\n# or not\nASK {}")
    assert saved.description == "One two."
    assert saved.kind == "ask"


def test_a_label_that_is_not_given_is_the_name() -> None:
    saved = parse("q", "# title: T\n# param x: integer = 3\nSELECT * {} LIMIT $x")
    assert saved.parameters == (Parameter("x", ParameterType.INTEGER, "3", "x"),)


def test_a_folder_of_queries_can_be_loaded(tmp_path: Path) -> None:
    (tmp_path / "b.rq").write_text("# title: B\nASK {}")
    (tmp_path / "a.rq").write_text("# title: A\nASK {}")
    (tmp_path / "c.txt").write_text("not one")
    assert list(load(tmp_path)) == ["a", "b"]
