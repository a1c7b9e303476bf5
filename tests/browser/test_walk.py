"""What a visitor does, from the front page to a file on disk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import networkx as nx
import pytest
import rdflib
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

pytestmark = pytest.mark.browser

EVERY_PAGE = [
    "/",
    "/papers",
    "/tasks",
    "/authors",
    "/venues",
    "/lists",
    "/compare",
    "/search?q=medical",
    "/search?q=nothing-has-this-name",
    "/paper/arxiv-2105.11333",
    "/paper/arxiv-2311.13668",
    "/author/bo-liu",
    "/venue/kdd",
    "/venue/kdd-2023",
    "/venue/jbhi",
    "/task/medical-visual-question-answering",
    "/task/medical-visual-grounding-referring",
    "/repo/github.com--marshuang80--gloria",
    "/list/medical-vision-language",
    "/queries",
    "/queries/papers-on-a-task",
    "/ontology",
    "/shapes",
    "/collaborations",
    "/sparql",
]
SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 700);
})"""


class Visit:
    """A page that notes everything a visitor should never meet."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.faults: list[str] = []
        # What a test brings about on purpose: a browser notes each failed request.
        self.expected: tuple[str, ...] = ()
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", self._note)
        self.page.on("request", self._follow)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(text in message.text for text in self.expected):
            self.faults.append(f"console: {message.text}")

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked another host: {request.url}")

    def open(self, path: str) -> Page:
        """Go to a path of the server."""
        self.page.goto(f"{self.address}{path}", wait_until="load")
        return self.page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A visitor at a desk; what went wrong in the page fails the test at its end."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    visit = Visit(context, address)
    yield visit
    context.close()
    assert visit.faults == []


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Visit]:
    """A visitor with a phone, in the dark."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, color_scheme="dark", has_touch=True
    )
    visit = Visit(context, address)
    yield visit
    context.close()
    assert visit.faults == []


@pytest.fixture
def browser_without_scripts(browser: Browser, address: str) -> Iterator[Page]:
    """The front page in a browser that runs no JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/")
    yield page
    context.close()


def follow(page: Page, name: str | re.Pattern[str], *, exact: bool = False) -> None:
    """Follow the first link of that name in the page's own part."""
    page.locator("main").get_by_role("link", name=name, exact=exact).first.click()


def test_the_way_from_the_front_page_to_a_file_on_disk(visit: Visit, tmp_path: Path) -> None:
    """Home, task, paper, author, collaborations, workbench, a saved query, Turtle."""
    page = visit.open("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    follow(page, "Medical Visual Question Answering")
    expect(page).to_have_url(re.compile("/task/medical-visual-question-answering$"))
    follow(page, re.compile("^Multi-modal Understanding and Generation"))
    expect(page).to_have_url(re.compile("/paper/arxiv-2105.11333$"))
    expect(page.get_by_text("medical-vision-language:49-51").first).to_be_visible()
    follow(page, "Jong Hak Moon")
    expect(page).to_have_url(re.compile("/author/jong-hak-moon$"))
    expect(page.locator("main")).to_contain_text(re.compile("name only", re.IGNORECASE))
    page.locator("main a[href^='/collaborations']").first.click()
    expect(page).to_have_url(re.compile("/collaborations.*jong-hak-moon"))
    expect(page.locator("[data-canvas] canvas").first).to_be_attached()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="SPARQL").click()
    page.locator("[data-saved] a[data-name='papers-per-venue']").click()
    expect(page.locator("[data-status]")).to_contain_text("rows")
    expect(page.locator("[data-result]")).to_contain_text("KDD")
    visit.open("/paper/arxiv-2105.11333")
    with page.expect_download() as download:
        page.evaluate(
            """() => { const link = document.querySelector("a[href$='.ttl']");
                       link.setAttribute('download', ''); link.click(); }"""
        )
    file = tmp_path / "paper.ttl"
    download.value.save_as(file)
    graph = rdflib.Graph().parse(file, format="turtle")
    paper = rdflib.URIRef("https://w3id.org/curagraph/paper/arxiv-2105.11333")
    assert len(list(graph.objects(paper, rdflib.DCTERMS.creator))) == 5


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_page_stands_still_and_fits(path: str, visit: Visit) -> None:
    page = visit.open(path)
    assert page.title()
    assert page.evaluate(SHIFT) < 0.01
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_page_fits_a_phone_in_the_dark(path: str, phone: Visit) -> None:
    page = phone.open(path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    red, green, blue = (
        int(part)
        for part in re.findall(
            r"\d+", page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        )[:3]
    )
    assert max(red, green, blue) < 64, "the page is not dark"


# Elements beyond the edges that are in no box that scrolls or cuts by itself.
BEYOND = """() => {
  const width = document.documentElement.clientWidth;
  const boxed = (element) => {
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return true;
    }
    return false;
  };
  return [...document.querySelectorAll("body *")].filter((element) => {
    const { left, right, width: own, height } = element.getBoundingClientRect();
    return own && height && (left < -0.5 || right > width + 0.5) && !boxed(element);
  }).map((element) => element.outerHTML.slice(0, 80));
}"""


def test_nothing_is_wider_than_a_phone(phone: Visit) -> None:
    """Neither the explorer, as a graph and as a table, nor the workbench and its answer."""
    page = phone.open("/collaborations")
    page.wait_for_selector("canvas")
    assert page.evaluate(BEYOND) == []
    page.get_by_text("Table", exact=True).click()
    page.get_by_role("cell", name="Bo Liu").first.wait_for()
    assert page.evaluate(BEYOND) == []
    page = phone.open("/sparql")
    page.get_by_role("button", name="Run").first.click()
    page.get_by_text("13 rows").wait_for()
    page.get_by_role("cell").first.wait_for()
    assert page.evaluate(BEYOND) == []


def test_a_phone_sees_every_way_on(phone: Visit) -> None:
    """No link of the navigation lies beyond the edge, where nothing tells of it."""
    page = phone.open("/")
    for link in page.get_by_role("navigation", name="Main").get_by_role("link").all():
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize("path", ["/", "/paper/arxiv-2105.11333", "/collaborations"])
def test_the_keyboard_reaches_the_content_first(path: str, visit: Visit) -> None:
    page = visit.open(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_chosen_theme_is_remembered(visit: Visit) -> None:
    page = visit.open("/")
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.locator("[data-theme-toggle]").click()
    after = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert before != after
    visit.open("/papers")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == after


def test_a_query_that_fails_says_why(visit: Visit) -> None:
    visit.expected = ("status of 400",)
    page = visit.open("/sparql?query=SELECT%20*%20WHERE%20%7B%20%3Fs%20")
    expect(page.locator("[data-error]")).to_contain_text(re.compile("line 1", re.IGNORECASE))


def test_the_query_is_in_the_address(visit: Visit) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s a <http://xmlns.com/foaf/0.1/Person> }"
    page = visit.open("/sparql")
    page.evaluate(
        "q => history.replaceState(null, '', '/sparql?query=' + encodeURIComponent(q))", query
    )
    page.reload()
    expect(page.locator("[data-result]")).to_contain_text("81")
    assert "Person" in page.url


def test_columns_of_an_answer_stand_apart(visit: Visit) -> None:
    """No value touches the next one, and a long head is read whole."""
    query = "SELECT ?farLongerThanItsValues ?b { VALUES (?farLongerThanItsValues ?b) { (1 2) } }"
    page = visit.open(f"/sparql?query={quote(query)}")
    expect(page.locator("[data-result] tbody tr")).to_have_count(1)
    gaps = page.evaluate(
        """() => [...document.querySelectorAll('[data-result] tbody td')].map(
            cell => parseFloat(getComputedStyle(cell).paddingInlineEnd))"""
    )
    assert min(gaps) >= 12
    for head in page.locator("[data-result] .dt-column-title").all():
        assert head.evaluate("head => head.scrollWidth <= head.clientWidth + 1")


def network(page: Page) -> str:
    """What the explorer says it shows."""
    return page.locator("[data-summary]").inner_text()


def test_the_explorer_filters_and_keeps_its_state_in_the_address(visit: Visit) -> None:
    page = visit.open("/collaborations")
    assert network(page).startswith("81 authors, 305 pairs")
    page.locator("select[name=task]").select_option("medical-image-captioning")
    expect(page.locator("[data-summary]")).to_contain_text("15 authors, 105 pairs")
    assert "task=medical-image-captioning" in page.url
    page.go_back()
    expect(page.locator("[data-summary]")).to_contain_text("81 authors, 305 pairs")


def explored(visit: Visit, path: str) -> Page:
    """The explorer once its network is there: until then nobody can be found in it."""
    page = visit.open(path)
    expect(page.locator("[data-canvas] canvas").first).to_be_attached()
    return page


def test_the_explorer_finds_an_author_by_keyboard(visit: Visit) -> None:
    page = explored(visit, "/collaborations")
    page.locator("#find").fill("lungren")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    detail = page.locator("[data-detail]")
    expect(detail).to_contain_text("Matthew P. Lungren")
    expect(detail).to_contain_text("GLoRIA")
    expect(detail).to_contain_text("MAIRA-1")
    assert "author=matthew-p-lungren" in page.url


@pytest.mark.parametrize(
    ("end", "said"),
    [("Serena Yeung", "Matthew P. Lungren"), ("Bo Liu", "No path")],
)
def test_the_explorer_tells_how_two_people_are_linked(end: str, said: str, visit: Visit) -> None:
    page = explored(visit, "/collaborations")
    page.locator("[data-path-box] summary").click()
    for field, name in (("#path-a", "Anja Thieme"), ("#path-b", end)):
        page.locator(field).fill(name)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    expect(page.locator("[data-path]")).to_contain_text(re.compile(said, re.IGNORECASE))


def test_a_path_that_is_found_is_seen_whole(visit: Visit) -> None:
    """The card of an author gives way to it, and the view moves there."""
    page = explored(visit, "/collaborations?author=anja-thieme&a=anja-thieme")
    expect(page.locator("[data-detail]")).to_be_visible()
    page.locator("#path-b").fill("Serena Yeung")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-path]")).to_contain_text("2 steps apart")
    expect(page.locator("[data-detail]")).to_be_hidden()
    assert "author=" not in page.url


def test_the_explorer_has_the_same_as_a_table(visit: Visit) -> None:
    page = visit.open("/collaborations")
    page.get_by_role("tab", name="Table").click()
    first = page.locator("[data-table] tbody tr").first
    expect(first).to_contain_text("2")
    assert page.locator("[data-table] tbody tr").count() > 100


def test_the_explorers_data_can_be_taken_away(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("/collaborations?task=medical-image-captioning")
    with page.expect_download() as download:
        page.locator("[data-download=gexf]").click()
    file = tmp_path / "network.gexf"
    download.value.save_as(file)
    graph = nx.read_gexf(file)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (15, 105)


def test_a_paper_page_speaks_to_reference_managers(visit: Visit) -> None:
    page = visit.open("/paper/arxiv-2105.11333")
    assert page.locator("meta[name=citation_author]").count() == 5
    assert page.locator("link[rel=alternate]").count() >= 4
    described = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    assert described["@type"] == "ScholarlyArticle"


def test_pages_work_without_scripts(browser_without_scripts: Page) -> None:
    page = browser_without_scripts
    page.get_by_role("searchbox").first.fill("gloria")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("GLoRIA")
    follow(page, re.compile("^GLoRIA"))
    expect(page.locator("main")).to_contain_text("Shih-Cheng Huang")
