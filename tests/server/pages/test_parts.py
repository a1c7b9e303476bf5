"""Charts, links and stored queries: the parts that pages are made of."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from ontology import BASE, PREFIXES
from ontology.curie import curie
from ontology.iris import Iris
from queries.catalogue import load
from server.collaborations.network import QUERIES
from server.pages.charts import LONGEST_SPAN, years_chart
from server.pages.formatting import MAX_URL, safe_url, share, site
from server.panels import PANELS, bound, stored_queries
from server.parameters import KEY


@pytest.mark.parametrize("folder", [PANELS, QUERIES])
def test_stored_queries_use_the_prefixes_of_the_ontology(folder: Path) -> None:
    """A prefix that is spelt otherwise would find nothing, silently."""
    for query in load(folder).values():
        for line in query.text.splitlines():
            if line.startswith("PREFIX"):
                _, prefix, iri = line.split()
                assert PREFIXES[prefix.rstrip(":")] == iri.strip("<>"), query.name


@pytest.mark.parametrize("folder", [PANELS, QUERIES])
def test_stored_queries_bind_with_their_defaults(folder: Path) -> None:
    """Each can be opened as it is."""
    for query in stored_queries(folder).values():
        assert "$" not in query.bind({}, Iris(BASE))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " https://example.org",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "https://",
        "http://[",
        "ftp://example.org",
        "",
        "x" * 3000,
    ],
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    """Only http and https with a host."""
    assert safe_url(url) is None


def test_a_link_may_be_as_long_as_browsers_read() -> None:
    """One character more, and it is text."""
    longest = "https://example.org/".ljust(MAX_URL, "x")
    assert safe_url(longest) == longest
    assert safe_url(f"{longest}x") is None


def test_a_line_of_a_query_is_for_those_who_give_its_parameter() -> None:
    """A filter that is not asked for costs nothing; one that is leaves no remark behind."""
    app = Flask(__name__)
    with app.app_context():
        app.extensions["curagraph"] = SimpleNamespace(iris=Iris())
        everything = bound(PANELS, "papers")
        of_a_task = bound(PANELS, "papers", task=Iris().task("vqa").value)
    assert "cg:task" not in everything
    assert "?paper cg:task <https://w3id.org/curagraph/task/vqa> ." in of_a_task
    assert "# if" not in everything + of_a_task


def test_a_wrong_year_does_not_stretch_the_chart() -> None:
    """A year 1 among years of today leaves at most sixty bars."""
    chart = years_chart([{"year": 1, "papers": 1}, {"year": 2024, "papers": 3}])
    assert chart is not None
    assert len(chart.bars) == LONGEST_SPAN
    assert chart.bars[-1].year == 2024


def test_no_year_is_no_chart() -> None:
    """Years that are no numbers are left out."""
    assert years_chart([{"year": "2023Z", "papers": 1}]) is None


def test_the_most_specific_prefix_wins() -> None:
    """`cg:` lies under the base of all things."""
    assert curie(f"{BASE}ontology#task") == "cg:task"
    assert curie("urn:nothing:known") == "urn:nothing:known"


def test_a_share_of_nothing_is_nothing() -> None:
    """No division by zero for a task without papers."""
    assert share(0, 0) == "0\N{NARROW NO-BREAK SPACE}%"


def test_the_site_of_a_broken_url_is_its_text() -> None:
    """A link that cannot be read is still shown."""
    assert site("http://[") == "http://["


@pytest.mark.parametrize("text", ["a b", "ü", "a/b", "", "x" * 301, "a\n"])
def test_a_key_holds_only_what_iris_hold(text: str) -> None:
    """Anything else names nothing and is refused."""
    assert not KEY.fullmatch(text)
