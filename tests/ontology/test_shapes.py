"""The shapes: a good graph conforms, and each kind of damage is caught and placed."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

import ontology
from loader.identity import resolve
from loader.identity.ledger import Ledger
from loader.mapping import graphs_of
from loader.reading import read
from loader.records import ListSnapshot
from loader.validation import violations_of
from ontology import BASE, PREFIXES
from ontology.iris import Iris

TEXT = """\
# Papers

## Grounding

`KDD 2023` **A title** \\
*Ada One, Ben Two* \\
[[paper](https://arxiv.org/abs/2105.11333)] [[code](https://github.com/a/b)]
"""
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
PAPER = f"<{BASE}paper/arxiv-2105.11333>"


def graph() -> Store:
    snapshot = ListSnapshot(key="papers", source="papers.md", content="0" * 64)
    store = Store()
    store.extend(graphs_of(resolve([read(snapshot, TEXT)], Ledger()), Iris()))
    return store


def test_what_the_loader_makes_conforms() -> None:
    assert violations_of(graph()) == []


DAMAGE = {
    "a title lost": ("DELETE WHERE { PAPER dcterms:title ?t }", "one title"),
    "a title in a language": (
        """DELETE { PAPER dcterms:title ?t } INSERT { PAPER dcterms:title "x"@en }
           WHERE { PAPER dcterms:title ?t }""",
        "plain text",
    ),
    "an arXiv identifier with its version": (
        """DELETE { PAPER fabio:hasArXivId ?i } INSERT { PAPER fabio:hasArXivId "2105.11333v2" }
           WHERE { PAPER fabio:hasArXivId ?i }""",
        "without a version",
    ),
    "a DOI with its resolver": (
        'INSERT DATA { PAPER prism:doi "https://doi.org/10.1/x" }',
        "without a resolver",
    ),
    "an ACL identifier in a language": (
        'INSERT DATA { PAPER cg:aclAnthologyId "2020.acl-main.1"@en }',
        "ACL Anthology, a plain text",
    ),
    "two forums at OpenReview": (
        'INSERT DATA { PAPER cg:openReviewId "YicbFdNTTy", "r1lfF2NYvH" }',
        "at most one identifier at OpenReview",
    ),
    "an address for a number at Semantic Scholar": (
        'INSERT DATA { PAPER cg:semanticScholarId "https://www.semanticscholar.org/paper/x" }',
        "forty hexadecimal digits",
    ),
    "a PubMed identifier with its scheme": (
        'INSERT DATA { PAPER fabio:hasPubMedId "pmid:34693536" }',
        "is a number",
    ),
    "a number in PubMed Central without its letters": (
        'INSERT DATA { PAPER fabio:hasPubMedCentralId "7251955" }',
        "behind PMC",
    ),
    "a year that is an integer": (
        """DELETE { PAPER fabio:hasPublicationYear ?y }
           INSERT { PAPER fabio:hasPublicationYear 2023 }
           WHERE { PAPER fabio:hasPublicationYear ?y }""",
        "gYear",
    ),
    "two authors at one position": (
        """INSERT DATA { PAPER cg:hasAuthorship <urn:x> . <urn:x> a cg:Authorship ; cg:position 1 ;
                         cg:author <urn:y> ; cg:nameAsListed "X" }""",
        "stand at one position",
    ),
    "a gap in the positions": (
        "DELETE { ?a cg:position 2 } INSERT { ?a cg:position 3 } WHERE { ?a cg:position 2 }",
        "without a gap",
    ),
    "an authorship without a name": ("DELETE WHERE { ?a cg:nameAsListed ?n }", "one printed name"),
    "an author without a state": ("DELETE WHERE { ?a cg:identityStatus ?s }", "one state"),
    "a task outside any scheme": ("DELETE WHERE { ?t skos:inScheme ?s }", "belongs to a scheme"),
    "a task broader than itself": (
        "INSERT { ?t skos:broader ?t } WHERE { ?t a cg:Task }",
        "broader than itself",
    ),
    "a task heading that is no concept": (
        "DELETE WHERE { ?s skos:closeMatch ?task }",
        "no concept of its list's scheme",
    ),
    "a heading below itself": (
        "INSERT { ?s skos:broader ?s } WHERE { ?s a cg:Section }",
        "stands below itself",
    ),
    "an entry without a line": ("DELETE WHERE { ?e cg:startLine ?n }", "begins on one line"),
    "an entry that ends before it begins": (
        "DELETE { ?e cg:endLine ?n } INSERT { ?e cg:endLine 1 } WHERE { ?e cg:endLine ?n }",
        "not after its last",
    ),
    "an entry of two years": (
        """INSERT { ?e fabio:hasPublicationYear "2022"^^xsd:gYear } WHERE { ?e a cg:Entry }""",
        "at most one year",
    ),
    "an entry that names an edition": (
        """DELETE { ?e cg:namesVenue ?v } INSERT { ?e cg:namesVenue ?edition }
           WHERE { ?e cg:namesVenue ?v . ?edition schema:superEvent ?v }""",
        "one series, journal or repository",
    ),
    "an entry that names a string": (
        'INSERT { ?e cg:namesAuthor "Ada One" } WHERE { ?e a cg:Entry }',
        "is a person",
    ),
    "an entry that names authors without their names": (
        "DELETE WHERE { ?e cg:byline ?names }",
        "prints no byline",
    ),
    "a repository without an address": (
        "DELETE WHERE { ?r schema:codeRepository ?u }",
        "one address",
    ),
    "an edition as a venue": (
        """DELETE { PAPER cg:venue ?v } INSERT { PAPER cg:venue ?e }
           WHERE { PAPER cg:venue ?v . ?e schema:superEvent ?v }""",
        "never an edition",
    ),
    "an edition of no series": ("DELETE WHERE { ?e schema:superEvent ?s }", "one series"),
    "a place left out without a reason": (
        "INSERT DATA { <urn:x> a cg:LeftOut ; cg:startLine 3 }",
        "one reason",
    ),
    "an entry of no paper": ("DELETE WHERE { PAPER a ?t }", "speaks of one paper"),
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda name: name.replace(" ", "-"))
def test_damage_is_caught(damage: str) -> None:
    update, message = DAMAGE[damage]
    store = Store()
    # An update speaks of the default graph; the shapes judge the union anyway.
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in graph())
    store.update(PROLOGUE + update.replace("PAPER", PAPER))
    assert any(message in violation.message for violation in violations_of(store))


def test_a_violation_says_where_it_comes_from() -> None:
    damaged = [quad for quad in graph() if not str(quad.predicate).endswith("nameAsListed>")]
    first = violations_of(damaged)[0]
    assert first.places == (("papers", 5),)
    assert str(first).startswith("papers:5: An authorship has one printed name.")
    assert f"<{BASE}paper/arxiv-2105.11333#author-" in str(first)


def test_the_shapes_parse_and_name_every_shape() -> None:
    shapes = parse(ontology.file("shapes.ttl").read_bytes(), format=RdfFormat.TURTLE)
    subjects = {quad.subject for quad in shapes if isinstance(quad.subject, NamedNode)}
    assert len(subjects) > 10
