"""Mapping: what a list says and what it comes to, as statements with their provenance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from loader.identity import resolve
from loader.identity.ledger import Ledger
from loader.mapping import graphs_of
from loader.reading import read
from loader.records import ListSnapshot
from ontology import BASE, CG, DCTERMS, FABIO, FOAF, FRBR, PRISM, PROV, RDF, RDFS, SCHEMA, XSD
from ontology.iris import Iris

IRIS = Iris()
PERMALINK = "https://github.com/owner/name/blob/0123456789abcdef0123456789abcdef01234567/README.md"
TEXT = """\
# Papers

## Grounding

`KDD 2023` **A <script>title</script> of "ours"** \\
*Ada One, Ben Two et al.* \\
[[paper](https://arxiv.org/abs/2105.11333v2)] [[code](https://github.com/A/B)]
[[project](https://a.github.io/b)] [[code](https://aka.ms/x)] [[data](docs/data.md)]
[[paper](https://doi.org/10.1145/1.2)]
"""


def mapped(text: str = TEXT, **known: Any) -> Store:
    snapshot = ListSnapshot(key="papers", source="papers.md", content="f" * 64, **known)
    store = Store()
    store.extend(graphs_of(resolve([read(snapshot, text)], Ledger()), IRIS))
    return store


def values(store: Store, subject: NamedNode, predicate: NamedNode) -> list[str]:
    return sorted(str(q.object) for q in store.quads_for_pattern(subject, predicate, None, None))


def subjects(store: Store, kind: NamedNode) -> list[NamedNode]:
    found = (quad.subject for quad in store.quads_for_pattern(None, RDF.type, kind, None))
    return [node for node in found if isinstance(node, NamedNode)]


PAPER = IRIS.paper("arxiv-2105.11333")


def test_a_paper_has_its_identifiers_without_version_and_in_lower_case() -> None:
    store = mapped(TEXT.replace("10.1145/1.2", "10.1145/ABC"))
    assert values(store, PAPER, FABIO.hasArXivId) == ['"2105.11333"']
    assert values(store, PAPER, PRISM.doi) == ['"10.1145/abc"']


def test_a_title_is_a_plain_string_without_markup() -> None:
    store = mapped()
    assert values(store, PAPER, DCTERMS.title) == [r'"A title of \"ours\""']
    assert values(store, PAPER, RDFS.label) == values(store, PAPER, DCTERMS.title)


def test_years_are_years_and_positions_are_integers() -> None:
    store = mapped()
    year = Literal("2023", datatype=XSD.gYear)
    assert values(store, PAPER, FABIO.hasPublicationYear) == [str(year)]
    first = NamedNode(f"{PAPER.value}#author-1")
    assert values(store, first, CG.position) == [str(Literal(1))]


def test_authors_cut_short_have_no_count() -> None:
    store = mapped()
    assert values(store, PAPER, CG.authorCount) == []
    assert len(values(store, PAPER, CG.hasAuthorship)) == 2


def test_each_version_has_its_own_year_venue_and_pages() -> None:
    store = mapped()
    preprint, published = (NamedNode(f"{PAPER.value}#{v}") for v in ("preprint", "published"))
    assert values(store, PAPER, FRBR.realization) == [str(preprint), str(published)]
    assert values(store, preprint, FABIO.hasPublicationYear) == [
        str(Literal("2021", datatype=XSD.gYear))
    ]
    assert values(store, preprint, FOAF.page) == ["<https://arxiv.org/abs/2105.11333v2>"]
    assert values(store, published, CG.venue) == [str(IRIS.venue("kdd"))]
    assert values(store, published, FOAF.page) == ["<https://doi.org/10.1145/1.2>"]


def test_links_are_what_they_are() -> None:
    store = mapped()
    assert values(store, PAPER, CG.code) == [str(IRIS.repo("github.com--a--b"))]
    assert values(store, PAPER, CG.codePage) == ["<https://aka.ms/x>"]
    assert values(store, PAPER, CG.projectPage) == ["<https://a.github.io/b>"]


def test_a_relative_link_makes_no_iri() -> None:
    assert values(mapped(), PAPER, CG.dataset) == []


def test_an_entry_says_where_it_stands() -> None:
    store = mapped()
    (entry,) = subjects(store, CG.Entry)
    node = IRIS.list("papers")
    assert values(store, entry, CG.startLine) == [str(Literal(5))]
    assert values(store, entry, CG.endLine) == [str(Literal(9))]
    assert values(store, entry, SCHEMA.item) == [str(PAPER)]
    assert values(store, entry, CG.inList) == [str(node)]
    assert values(store, entry, CG.inSection) == [f"<{node.value}#section-grounding>"]
    assert values(store, entry, PROV.wasQuotedFrom) == [f"<{node.value}#snapshot-fffffff>"]
    assert values(store, entry, PROV.value) == [str(Literal("\n".join(TEXT.splitlines()[4:9])))]
    assert values(store, entry, CG.venueAsListed) == ['"KDD 2023"']


def test_an_entry_keeps_what_its_list_says_of_authors_venue_and_year() -> None:
    """Whom and what the words mean is said beside the words; "et al." is kept."""
    store = mapped()
    (entry,) = subjects(store, CG.Entry)
    assert values(store, entry, CG.byline) == ['"Ada One, Ben Two et al."']
    assert values(store, entry, CG.namesAuthor) == [
        str(IRIS.author("ada-one")),
        str(IRIS.author("ben-two")),
    ]
    assert values(store, entry, CG.namesVenue) == [str(IRIS.venue("kdd"))]
    year = Literal("2023", datatype=XSD.gYear)
    assert values(store, entry, FABIO.hasPublicationYear) == [str(year)]
    assert values(store, entry, CG.code) == [str(IRIS.repo("github.com--a--b"))]


def test_a_venue_that_the_heading_names_is_named_by_the_entry() -> None:
    store = mapped(TEXT.replace("`KDD 2023` ", "").replace("## Grounding", "## KDD 2023"))
    (entry,) = subjects(store, CG.Entry)
    assert values(store, entry, CG.venueAsListed) == []
    assert values(store, entry, CG.namesVenue) == [str(IRIS.venue("kdd"))]


def test_an_entry_that_only_links_to_arxiv_names_no_venue() -> None:
    store = mapped(TEXT.replace("`KDD 2023` ", ""))
    (entry,) = subjects(store, CG.Entry)
    assert values(store, entry, CG.namesVenue) == []


def test_an_entry_links_to_its_lines_where_the_list_lives() -> None:
    store = mapped(permalink=PERMALINK, commit="0123456789abcdef0123456789abcdef01234567")
    (entry,) = subjects(store, CG.Entry)
    assert values(store, entry, DCTERMS.source) == [f"<{PERMALINK}#L5-L9>"]
    (snapshot,) = subjects(store, CG.ListSnapshot)
    assert snapshot.value.endswith("#snapshot-0123456")
    assert values(store, snapshot, SCHEMA.version) == ['"0123456789abcdef0123456789abcdef01234567"']


def test_an_entry_links_to_its_lines_here_while_the_lists_home_is_unknown() -> None:
    store = mapped()
    (entry,) = subjects(store, CG.Entry)
    assert values(store, entry, DCTERMS.source) == [f"<{BASE}list/papers#L5-L9>"]


def test_what_is_known_of_a_list_is_said() -> None:
    store = mapped(
        title="Ours",
        repository="https://github.com/o/n",
        licence="https://l.example/",
        home="https://h.example/",
    )
    node = IRIS.list("papers")
    assert values(store, node, RDFS.label) == ['"Ours"']
    assert values(store, node, SCHEMA.codeRepository) == ["<https://github.com/o/n>"]
    assert values(store, node, DCTERMS.license) == ["<https://l.example/>"]
    assert values(store, node, FOAF.page) == ["<https://h.example/>"]


def test_lines_that_move_leave_an_entrys_name_alone() -> None:
    (before,) = subjects(mapped(), CG.Entry)
    (after,) = subjects(mapped(TEXT.replace("## Grounding", "Words.\n\n## Grounding")), CG.Entry)
    assert before == after


def test_a_paper_twice_in_one_section_is_two_entries() -> None:
    body = TEXT.partition("## Grounding\n\n")[2]
    found = subjects(mapped(f"{TEXT}\n{body}"), CG.Entry)
    assert len(found) == len(set(found)) == 2


def test_a_heading_that_comes_again_is_one_section() -> None:
    assert len(subjects(mapped(f"{TEXT}\n{TEXT.partition('# Papers')[2]}"), CG.Section)) == 1


def test_headings_that_share_a_slug_are_two_sections() -> None:
    text = TEXT + "\n## Grounding!\n\n## Grounding?\n"
    assert len(subjects(mapped(text), CG.Section)) == 3


def test_what_is_left_out_is_in_the_graph_with_its_line_and_reason() -> None:
    store = mapped(f"{TEXT}\n- [Another](https://x.org/q)\n")
    (place,) = subjects(store, CG.LeftOut)
    assert values(store, place, RDFS.label) == ['"has a link and is in no entry"']
    assert values(store, place, CG.startLine) == [str(Literal(11))]


def test_every_statement_stands_in_one_named_graph() -> None:
    quads = list(mapped())
    assert not any(isinstance(quad.graph_name, DefaultGraph) for quad in quads)
    assert len({(q.subject, q.predicate, q.object) for q in quads}) == len(quads)


HOSTILE = """\
# Papers

`KDD 2023` **{title}** \\
*{author}* \\
[[paper]({url})] [[code]({url})]
"""


@pytest.mark.parametrize(
    ("title", "author", "url"),
    [
        ("safe \u202egnp.exe", "Ada\u202e One", "javascript:alert(1)"),
        ('"><img src=x onerror=alert(1)>', "</script><script>", "data:text/html,x"),
        ("} ; DROP ALL # ", "Ada > One", "https://x.org/%22%3E"),
        ("a" * 900, "b c", "https://[bad"),
        ("\x07bell\x00", "é\u0301", "https://x.org/\u202e"),
    ],
)
def test_hostile_text_invents_no_iri_and_hides_nothing(title: str, author: str, url: str) -> None:
    store = mapped(HOSTILE.format(title=title, author=author, url=url))
    for quad in store:
        for node in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(node, NamedNode):
                assert node.value.startswith(("http://", "https://"))
                assert not set(node.value) & set('<>"{}|\\^` \n\u202e')
        labels = (RDFS.label, DCTERMS.title, FOAF.name)
        if quad.predicate in labels and isinstance(quad.object, Literal):
            assert not set(quad.object.value) & set("\u202e\x07\x00\n")


def test_the_shipped_list_is_mapped_whole(seed_store: Path) -> None:
    name = (seed_store / "current").read_text(encoding="utf-8").strip()
    store = Store.read_only(str(seed_store / "snapshots" / name / "db"))
    counts = {
        CG.Entry: 13, CG.Section: 6, FOAF.Person: 81, CG.Task: 5, SCHEMA.ScholarlyArticle: 13,
        SCHEMA.SoftwareSourceCode: 5, FABIO.ReviewPaper: 3, FABIO.ResearchPaper: 10,
        FABIO.Preprint: 9, CG.CuratedList: 1,
    }  # fmt: skip
    assert {kind: len(subjects(store, kind)) for kind in counts} == counts
    published = [
        quad
        for quad in store.quads_for_pattern(None, FRBR.realization, None, None)
        if isinstance(quad, Quad) and str(quad.object).endswith("#published>")
    ]
    assert len(published) == 7
