"""What a paper's page says to search engines and reference managers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from werkzeug.exceptions import NotFound

from server import linked_data

if TYPE_CHECKING:
    from flask import Flask

BASE = "https://w3id.org/curagraph/"
JOURNAL = f"{BASE}paper/arxiv-2105.11333"


def test_schema_org_speaks_of_the_article(graph_app: Flask) -> None:
    """Authors in order, container, task, identifiers, code."""
    with graph_app.test_request_context("/"):
        article = linked_data.schema_org(JOURNAL)
    assert article["@type"] == "ScholarlyArticle"
    names = [author["name"] for author in article["author"]]
    assert (names[0], names[1], names[9], names[11]) == (
        "Anna A. van der Berg",
        "Fernando Pérez-García",
        "Author Ten",
        "Author Twelve",
    )
    assert article["author"][0]["@id"] == f"{BASE}author/anna-van-der-berg"
    assert article["datePublished"] == "2022"
    assert article["isPartOf"] == {
        "@type": "Periodical",
        "name": "IEEE Journal of Biomedical and Health Informatics",
    }
    assert article["about"] == [{"@type": "DefinedTerm", "name": "Captioning"}]
    assert article["subjectOf"] == [
        {
            "@type": "SoftwareSourceCode",
            "codeRepository": "https://github.com/SuperSupermoon/MedViLL",
        }
    ]
    assert {each["propertyID"]: each["value"] for each in article["identifier"]} == {
        "DOI": "10.1109/jbhi.2022.3207502",
        "arXiv": "2105.11333",
    }


def test_only_web_addresses_are_links(graph_app: Flask) -> None:
    """A link that a browser would run is not repeated."""
    with graph_app.test_request_context("/"):
        article = linked_data.schema_org(JOURNAL)
        tags = linked_data.citation_meta(JOURNAL)
    assert article["sameAs"] == [
        "https://doi.org/10.1109/jbhi.2022.3207502",
        "https://arxiv.org/abs/2105.11333",
    ]
    assert "javascript" not in json.dumps([article, tags])


def test_a_conference_paper_names_its_event(graph_app: Flask) -> None:
    """The series as container, the edition as event."""
    with graph_app.test_request_context("/"):
        article = linked_data.schema_org(f"{BASE}paper/arxiv-2307.11986")
        tags = dict(linked_data.citation_meta(f"{BASE}paper/arxiv-2307.11986"))
    assert article["publication"] == {"@type": "PublicationEvent", "name": "KDD 2023"}
    assert tags["citation_conference_title"] == "Knowledge Discovery and Data Mining"
    assert "citation_journal_title" not in tags


def test_meta_tags_name_one_author_each_in_order(graph_app: Flask) -> None:
    """As Zotero and Google Scholar read them."""
    with graph_app.test_request_context("/"):
        tags = linked_data.citation_meta(JOURNAL)
    authors = [content for name, content in tags if name == "citation_author"]
    assert len(authors) == 12
    assert authors[9:] == ["Author Ten", "Author Eleven", "Author Twelve"]
    assert [tag for tag in tags if tag[0] != "citation_author"] == [
        ("citation_title", "Multi-modal Understanding with MoE-TinyMed"),
        ("citation_publication_date", "2022"),
        ("citation_journal_title", "IEEE Journal of Biomedical and Health Informatics"),
        ("citation_doi", "10.1109/jbhi.2022.3207502"),
        ("citation_arxiv_id", "2105.11333"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2105.11333"),
        ("citation_keywords", "Captioning"),
        ("citation_public_url", "https://arxiv.org/abs/2105.11333"),
    ]


@pytest.mark.parametrize(
    "iri", [f"{BASE}paper/no-such", f"{BASE}author/a-2", f"{BASE}paper/x y", "javascript:alert(1)"]
)
def test_there_is_nothing_to_say_of_what_is_no_paper(graph_app: Flask, iri: str) -> None:
    """Unknown papers, other things and other IRIs."""
    with graph_app.test_request_context("/"), pytest.raises(NotFound):
        linked_data.schema_org(iri)
    with graph_app.test_request_context("/"), pytest.raises(NotFound):
        linked_data.citation_meta(iri)
