"""What tests look at pages and problems with."""

from __future__ import annotations

from html.parser import HTMLParser

from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Page(HTMLParser):
    """What tests ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def links(self) -> list[str]:
        return [link["href"] or "" for link in self.all("a")]


def page(client: FlaskClient, path: str, status: int = 200) -> Page:
    response = client.get(path, headers=BROWSER)
    assert response.status_code == status
    assert response.mimetype == "text/html"
    found = Page(response.text)
    assert not found.all("style")
    assert not any(
        name.startswith("on") or name == "style" for _, a in found.elements for name in a
    )
    assert all("src" in script for script in found.all("script"))
    return found


def problem(client: FlaskClient, path: str, status: int) -> str:
    response = client.get(path)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    detail = response.get_json(force=True)["detail"]
    assert isinstance(detail, str)
    assert len(detail.splitlines()) == 1
    return detail


def page_text(client: FlaskClient, path: str) -> str:
    return client.get(path, headers=BROWSER).text
