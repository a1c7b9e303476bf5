"""Citations, read back by parsers that others wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import rispy  # type: ignore[import-untyped]  # ships no type information
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string  # type: ignore[import-untyped]  # as above
from pyoxigraph import NamedNode, Store

from loader.identity import resolve
from loader.identity.ledger import Ledger
from loader.mapping import graphs_of
from loader.reading import read
from loader.records import ListSnapshot
from ontology import SCHEMA
from ontology.iris import Iris
from server.linked_data.bibtex import bibtex, citation_key, escaped, protected_title
from server.linked_data.csl import csl_json
from server.linked_data.names import split_name
from server.linked_data.references import Author, Reference, one_line, reference
from server.linked_data.ris import ris

if TYPE_CHECKING:
    from flask.testing import FlaskClient

JOURNAL = "/paper/arxiv-2105.11333"
CONFERENCE = "/paper/arxiv-2307.11986"
PREPRINT = "/paper/arxiv-2312.07353"


def paper(**changes: Any) -> Reference:
    """A reference with a few fields of one's own."""
    fields: dict[str, Any] = {
        "iri": "https://w3id.org/curagraph/paper/title-x-1",
        "title": "A title",
        "authors": (),
        "year": None,
        "published": "unknown",
        "container": None,
        "event": None,
        "doi": None,
        "arxiv_id": None,
        "url": "https://example.org/",
        "tasks": (),
        "code": (),
        "pages": (),
    }
    return Reference(**{**fields, **changes})


def bib_entry(text: str) -> tuple[str, Any]:
    """The one entry of a BibTeX file."""
    entries = parse_string(text, "bibtex").entries
    [(key, entry)] = entries.items()
    return key, entry


def ris_record(text: str) -> dict[str, Any]:
    """The one record of a RIS file."""
    records = rispy.loads(text)
    assert len(records) == 1
    return dict(records[0])


@pytest.mark.parametrize(
    ("path", "bib_type", "ris_type", "csl_type"),
    [
        (JOURNAL, "article", "JOUR", "article-journal"),
        (CONFERENCE, "inproceedings", "CPAPER", "paper-conference"),
        (PREPRINT, "misc", "UNPB", "article"),
        ("/paper/title-bell-0a1b2c", "misc", "GEN", "document"),
    ],
)
def test_the_type_is_how_the_best_version_came_out(
    client: FlaskClient, path: str, bib_type: str, ris_type: str, csl_type: str
) -> None:
    """Journal and conference before preprint; what is not known is not guessed."""
    assert bib_entry(client.get(f"{path}.bib").get_data(as_text=True))[1].type == bib_type
    assert ris_record(client.get(f"{path}.ris").get_data(as_text=True))["type_of_reference"] == (
        ris_type
    )
    assert json.loads(client.get(f"{path}.csl.json").data)[0]["type"] == csl_type


def test_a_journal_article_in_bibtex(client: FlaskClient) -> None:
    """Every field, and the preprint beside it."""
    key, entry = bib_entry(client.get(f"{JOURNAL}.bib").get_data(as_text=True))
    assert key == "berg2022multimodal"
    assert dict(entry.fields) == {
        "title": "Multi-modal Understanding with {MoE-TinyMed}",
        "year": "2022",
        "journal": "IEEE Journal of Biomedical and Health Informatics",
        "eprint": "2105.11333",
        "archivePrefix": "arXiv",
        "doi": "10.1109/jbhi.2022.3207502",
        "url": "https://arxiv.org/abs/2105.11333",
        "keywords": "Captioning",
    }
    authors = entry.persons["author"]
    assert len(authors) == 12
    assert (authors[0].prelast_names, authors[0].last_names) == (["van", "der"], ["Berg"])
    assert [str(person) for person in authors[1:3]] == ["Pérez-García, Fernando", "Three, Author"]
    assert str(authors[11]) == "Twelve, Author"


def test_a_conference_paper_names_its_event(client: FlaskClient) -> None:
    """Series as container, edition as event, in all three formats."""
    _, entry = bib_entry(client.get(f"{CONFERENCE}.bib").get_data(as_text=True))
    assert entry.fields["booktitle"] == "Knowledge Discovery and Data Mining"
    assert entry.fields["eventtitle"] == "KDD 2023"
    record = ris_record(client.get(f"{CONFERENCE}.ris").get_data(as_text=True))
    assert record["secondary_title"] == "Knowledge Discovery and Data Mining"
    item = json.loads(client.get(f"{CONFERENCE}.csl.json").data)[0]
    assert (item["container-title"], item["event"]) == (
        "Knowledge Discovery and Data Mining",
        "KDD 2023",
    )
    assert item["issued"] == {"date-parts": [[2023]]}
    assert item["author"] == [{"family": "Pérez-García", "given": "Fernando"}]


def test_a_hostile_title_stays_one_field(client: FlaskClient) -> None:
    """No new entry, field or record begins inside it, and no direction is overridden."""
    _, entry = bib_entry(client.get(f"{PREPRINT}.bib").get_data(as_text=True))
    assert set(entry.fields) == {"title", "year", "eprint", "archivePrefix", "url"}
    assert entry.fields["title"].count("{") == entry.fields["title"].count("}")
    assert len(entry.persons["author"]) == 2
    record = ris_record(client.get(f"{PREPRINT}.ris").get_data(as_text=True))
    assert record["title"].endswith("evil @misc{x}, 東京")
    assert len(record["authors"]) == 2
    item = json.loads(client.get(f"{PREPRINT}.csl.json").data)[0]
    assert item["title"].startswith("</script><b>100% of $x_1 & {y}# \\cmd ~^")
    for suffix in ("bib", "ris", "csl.json"):
        assert "\u202e" not in client.get(f"{PREPRINT}.{suffix}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("csl.json", "application/vnd.citationstyles.csl+json; charset=utf-8"),
    ],
)
def test_a_citation_is_a_file(client: FlaskClient, suffix: str, media_type: str) -> None:
    """Named after the paper's key, with its own media type."""
    answer = client.get(f"{JOURNAL}.{suffix}")
    assert answer.headers["Content-Type"] == media_type
    assert f'filename="arxiv-2105.11333.{suffix}"' in answer.headers["Content-Disposition"]


def test_a_paper_of_which_only_the_title_is_known() -> None:
    """Nothing is made up: no author, no year, a key from the IRI."""
    assert bibtex(paper()).decode() == (
        "@misc{titlex1,\n  title = {A title},\n  url = {https://example.org/},\n}\n"
    )
    assert "author" not in json.loads(csl_json(paper()))[0]
    assert "PY" not in ris(paper()).decode()


def test_an_unknown_way_of_publication_keeps_its_venue() -> None:
    """A workshop of no known kind is still said."""
    text = bibtex(paper(container="Some & Other Workshop")).decode()
    assert r"howpublished = {Some \& Other Workshop}" in text


def test_an_identifier_is_written_as_it_is() -> None:
    """Styles take addresses and identifiers verbatim; only what breaks BibTeX is changed."""
    odd = paper(doi="10.1007/978-3-031-16443-9_65", url="https://example.org/{a}_%20\\b")
    fields = bib_entry(bibtex(odd).decode())[1].fields
    assert fields["doi"] == "10.1007/978-3-031-16443-9_65"
    assert fields["url"] == "https://example.org/%7Ba%7D_%20%5Cb"


@pytest.mark.parametrize("text", list("\\{}~^#$%&_"))
def test_a_special_character_keeps_braces_in_balance(text: str) -> None:
    """BibTeX counts braces even behind a backslash."""
    shown = escaped(text)
    assert shown != text
    assert shown.count("{") == shown.count("}")
    _, entry = bib_entry(bibtex(paper(title=f"a {text} b")).decode())
    assert entry.fields["title"] == f"a {shown} b"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("CLIP in Medical Imaging: A Survey", "{CLIP} in Medical Imaging: A Survey"),
        ("MAIRA-1: A specialised large model", "{MAIRA-1}: {A} specialised large model"),
        ("Slake: A Semantically-Labeled Dataset", "Slake: A Semantically-Labeled Dataset"),
        ("One  Day", "One  Day"),
        ("", ""),
    ],
)
def test_telling_capitals_are_protected(title: str, shown: str) -> None:
    """Acronyms always; proper names where the title is in sentence case."""
    assert protected_title(title) == shown


@pytest.mark.parametrize(
    ("authors", "title", "key"),
    [
        (["Jong Hak Moon"], "The Art of Reading", "moon2022art"),
        (["Fernando Pérez-García"], "Größe zählt", "perezgarcia2022grosse"),
        (["王小明"], "On Trees", "wangxiaoming2022trees"),
        ([], "On Trees", "titlex1"),
        (["Plato"], "…", "titlex1"),
    ],
)
def test_citation_keys_are_plain_ascii(authors: list[str], title: str, key: str) -> None:
    """Author, year, first telling word; the paper's own key where that cannot be."""
    listed = tuple(Author(name, None) for name in authors)
    assert citation_key(paper(authors=listed, title=title, year=2022)) == key


@pytest.mark.parametrize(
    ("printed", "family", "given", "particle", "suffix"),
    [
        ("Jong Hak Moon", "Moon", "Jong Hak", "", ""),
        ("Cristian A. Linte", "Linte", "Cristian A.", "", ""),
        ("Laurens van der Maaten", "Maaten", "Laurens", "van der", ""),
        ("Moon, Jong Hak", "Moon", "Jong Hak", "", ""),
        ("John Smith Jr.", "Smith", "John", "", "Jr."),
        ("John Smith, Jr.", "Smith", "John", "", "Jr."),
        ("Henry Ford III", "Ford", "Henry", "", "III"),
        ("Xi Li", "Li", "Xi", "", ""),
        ("de Rosa", "Rosa", "de", "", ""),
        ("  Yang   Liu ", "Liu", "Yang", "", ""),
    ],
)
def test_a_name_is_split(printed: str, family: str, given: str, particle: str, suffix: str) -> None:
    """By comma, particle and suffix, else before the last word."""
    name = split_name(printed)
    assert (name.family, name.given, name.particle, name.suffix) == (
        family,
        given,
        particle,
        suffix,
    )


@pytest.mark.parametrize(
    "printed",
    [
        "Plato",
        "王小明",
        "The MONAI Consortium",
        "A Research Team",
        ", Jr.",
        "Plato, Jr.",
        "A -",
        "",
    ],
)
def test_a_name_that_cannot_be_split_stays(printed: str) -> None:
    """One word, a script without blanks, a group, or no name at all."""
    name = split_name(printed)
    assert (name.family, name.literal) == ("", printed)


def test_a_group_is_one_name_in_every_format() -> None:
    """Braces in BibTeX, no comma in RIS, a literal in CSL."""
    group = paper(authors=(Author("Smith and Sons Laboratory", None),), year=2020)
    _, entry = bib_entry(bibtex(group).decode())
    assert len(entry.persons["author"]) == 1
    assert ris_record(ris(group).decode())["authors"] == ["Smith and Sons Laboratory"]
    assert json.loads(csl_json(group))[0]["author"] == [{"literal": "Smith and Sons Laboratory"}]


def test_a_name_that_looks_like_two_stays_one() -> None:
    """``and`` inside a part of a name does not begin the next author."""
    odd = paper(authors=(Author("Rock and Roll", None), Author("B. C", None)))
    _, entry = bib_entry(bibtex(odd).decode())
    assert len(entry.persons["author"]) == 2


def test_one_line_drops_what_is_not_seen() -> None:
    """Line breaks become blanks; control and direction characters go."""
    assert one_line("a\r\nb\u2028c\x07\u2066d\u0301") == "a b c\u1e0b".replace("\u1e0b", "d\u0301")


def test_the_seed_is_cited_right(seed: FlaskClient) -> None:
    """Three papers of the shipped list, one of each kind."""
    _, entry = bib_entry(seed.get("/paper/arxiv-2105.11333.bib").get_data(as_text=True))
    assert entry.type == "article"
    assert [str(author) for author in entry.persons["author"]] == [
        "Moon, Jong Hak",
        "Lee, Hyungyung",
        "Shin, Woncheol",
        "Kim, Young-Hak",
        "Choi, Edward",
    ]
    _, entry = bib_entry(seed.get("/paper/arxiv-2307.11986.bib").get_data(as_text=True))
    assert (entry.type, entry.fields["year"]) == ("inproceedings", "2023")
    _, entry = bib_entry(seed.get("/paper/arxiv-2312.07353.bib").get_data(as_text=True))
    assert (entry.type, len(entry.persons["author"])) == ("misc", 10)


pieces = st.sampled_from(
    [*'{}\\,;"@%#$~^&_-. aÉ東', "and", " and ", "Jr.", "van", "TY  - ", "ER  - "]
)
lines = (st.text(max_size=60) | st.lists(pieces, max_size=12).map("".join)).map(one_line)


@settings(deadline=None)  # a busy machine is no fault of the text
@given(title=lines, names=st.lists(lines.filter(bool), max_size=4), container=lines)
def test_no_text_breaks_a_citation(title: str, names: list[str], container: str) -> None:
    """One entry, one record, as many authors as there are, whatever they are called."""
    anything = paper(
        title=title,
        authors=tuple(Author(name, None) for name in names),
        container=container,
        published="conference",
        year=2020,
    )
    _, entry = bib_entry(bibtex(anything).decode())
    assert len(entry.persons.get("author", [])) == len(names)
    assert set(entry.fields) <= {"title", "year", "booktitle", "url"}
    record = ris_record(ris(anything).decode())
    assert len(record.get("authors", [])) == len(names)
    [item] = json.loads(csl_json(anything))
    assert len(item.get("author", [])) == len(names)
    assert item.get("title", "") == title


def test_authors_whom_no_list_names_are_others() -> None:
    """An entry that ends in "et al." has no sole author."""
    text = "# Papers\n\n- **A title** \\\n  *Ada One, Ben Two et al.* \\\n  [[paper](https://x.example/p)]\n"
    iris, store = Iris(), Store()
    listed = read(ListSnapshot("papers", "papers.md", "f" * 64), text)
    store.extend(graphs_of(resolve([listed], Ledger()), iris))
    triples = [quad.triple for quad in store]
    (key,) = {t.subject for t in triples if t.object == SCHEMA.ScholarlyArticle}
    assert isinstance(key, NamedNode)
    found = reference(key, triples)
    _, entry = bib_entry(bibtex(found).decode())
    assert [str(person) for person in entry.persons["author"]] == ["One, Ada", "Two, Ben", "others"]
