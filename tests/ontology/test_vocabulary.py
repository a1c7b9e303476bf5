"""The vocabulary: defined once, documented whole, known wherever it is written."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from rdflib import Namespace as RdflibNamespace

import ontology
from ontology import BASE, CG, PREFIXES, RDF, RDFS, SKOS
from ontology.iris import KINDS, Iris
from ontology.terms import definitions, known_terms, own_terms


@pytest.mark.parametrize("name", ["curagraph.ttl", "shapes.ttl"])
def test_two_parsers_read_the_same_from_a_file(name: str) -> None:
    content = ontology.file(name).read_text(encoding="utf-8")
    ours = list(parse(content, format=RdfFormat.TURTLE))
    assert len(rdflib.Graph().parse(data=content, format="turtle")) == len(ours) > 0


@pytest.mark.parametrize("iri", sorted(term.value for term in own_terms()))
def test_every_own_term_is_documented(iri: str) -> None:
    said = {triple.predicate for triple in definitions() if triple.subject == NamedNode(iri)}
    assert {RDF.type, RDFS.label, RDFS.comment, SKOS.example, RDFS.isDefinedBy} <= said


def test_the_prefixes_of_the_files_are_those_of_the_code() -> None:
    for name in ("curagraph.ttl", "shapes.ttl"):
        for line in ontology.file(name).read_text(encoding="utf-8").splitlines():
            if line.startswith("@prefix"):
                _, prefix, iri, _ = line.split()
                known = PREFIXES.get(prefix.rstrip(":"))
                assert known in {None, iri.strip("<>")}, line


def test_namespaces_that_rdflib_knows_too_agree() -> None:
    for prefix, iri in PREFIXES.items():
        theirs = getattr(rdflib, prefix.upper(), None)
        if isinstance(theirs, RdflibNamespace):
            assert str(theirs) == iri


@pytest.fixture(scope="module")
def seed(seed_store: Path) -> Store:
    name = (seed_store / "current").read_text(encoding="utf-8").strip()
    return Store.read_only(str(seed_store / "snapshots" / name / "db"))


def written_by_the_loader(seed: Store) -> Iterator[NamedNode]:
    """Predicates and classes of every graph but the vocabulary's own."""
    for quad in seed:
        if quad.graph_name != Iris().graph("ontology"):
            yield quad.predicate
            if quad.predicate == RDF.type and isinstance(quad.object, NamedNode):
                yield quad.object


def test_every_term_the_loader_writes_is_known(seed: Store) -> None:
    assert set(written_by_the_loader(seed)) - known_terms() == set()


def test_a_misspelt_term_would_be_noticed() -> None:
    assert CG.Entri not in known_terms()
    assert NamedNode("http://purl.org/spar/fabio/hasArXivID") not in known_terms()


def test_no_statement_uses_the_other_schema_org(seed: Store) -> None:
    terms = (node for quad in seed for node in (quad.subject, quad.predicate, quad.object))
    assert not [
        t for t in terms if isinstance(t, NamedNode) and t.value.startswith("http://schema.org")
    ]


def context() -> dict[str, Any]:
    document = json.loads(ontology.file("context.jsonld").read_text(encoding="utf-8"))
    inside: dict[str, Any] = document["@context"]
    return inside


def expanded(term: str) -> str:
    prefix, _, name = term.partition(":")
    return str(context()[prefix]) + name


def test_the_context_has_a_short_name_for_every_term_of_lists_and_entities(seed: Store) -> None:
    named = set()
    for value in context().values():
        target = value.get("@id", "") if isinstance(value, dict) else str(value)
        if ":" in target and not target.startswith("http"):
            named.add(expanded(target))
    graphs = {Iris().graph("entities"), Iris().graph("list/medical-vision-language")}
    for quad in seed:
        if quad.graph_name in graphs and quad.predicate != RDF.type:
            assert quad.predicate.value in named
        elif quad.graph_name in graphs:
            assert str(quad.object).strip("<>") in named


def test_the_contexts_prefixes_are_those_of_the_code() -> None:
    for prefix, iri in context().items():
        if isinstance(iri, str) and iri.startswith("http"):
            assert PREFIXES[prefix] == iri


@pytest.mark.parametrize("kind", KINDS)
def test_an_iri_and_its_local_path_say_the_same(kind: str) -> None:
    iris = Iris("https://other.example/kg/")
    node = getattr(iris, kind)("key")
    assert node.value == f"https://other.example/kg/{kind}/key"
    assert iris.path_of(node.value) == f"/{kind}/key"
    assert iris.path_of(f"{node.value}#part") == f"/{kind}/key#part"
    assert iris.path_of(f"{BASE}{kind}/key") is None


def test_a_namespace_gives_terms_and_prints_as_its_iri() -> None:
    assert CG["a-b"].value == f"{BASE}ontology#a-b"
    assert f"{CG}" == f"{BASE}ontology#"
    with pytest.raises(AttributeError):
        CG.__wrapped__  # noqa: B018


def spelt_in(file: Path) -> Iterator[str]:
    """Addresses written out in a module, docstrings left out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in docstrings:
            yield from re.findall(r"https?://(?!example\.)[\w.-]+\.\w+", text)


@pytest.mark.parametrize("package", ["loader", "server", "queries"])
def test_addresses_are_spelt_in_the_ontology_alone(package: str) -> None:
    root = Path(ontology.__file__).parent.parent
    found = {
        str(file.relative_to(root)): spelt
        for file in (root / package).rglob("*.py")
        # The linter's rules show lines as curators write them.
        if not file.is_relative_to(root / "loader" / "lint" / "rules")
        and (spelt := list(spelt_in(file)))
    }
    assert found == {}
