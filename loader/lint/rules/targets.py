"""Where links lead: addresses that cannot be right, and labels that promise something else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from loader.fields.links import arxiv_id_of, doi_of, repository_of
from loader.fields.paper_hosts import PAPER_HOSTS, leads_to_paper
from loader.fields.text import key_of
from loader.lint.pages import Page, Target, quoted
from loader.lint.places import Place, Remark
from loader.lint.rules.base import Level, rule
from loader.lint.scanning import Written

_TITLE = "`arXiv 2023` **CLIP in Medical Imaging: A Comprehensive Survey** \\"
_PAPER = frozenset({"paper", "pdf", "arxiv", "doi", "openreview", "preprint"})
_CODE = frozenset({"code", "github", "repo", "repository", "pytorch", "tensorflow", "caffe", "jax"})
# What holds code at the address of a paper: supplements, and archives with DOIs of their own
# (Zenodo, figshare, Code Ocean, Dryad, Mendeley Data).
_ARCHIVES = (
    "supplement", "attachment", "zenodo",
    "/10.5281/", "/10.6084/", "/10.24433/", "/10.5061/", "/10.17632/",
)  # fmt: skip
_FILM_HOSTS = frozenset({"youtube.com", "youtu.be", "vimeo.com", "bilibili.com"})
# Hosts that lists leave the scheme off, and that have long been served by https.
_SECURE = PAPER_HOSTS | {"github.com", "gitlab.com", "huggingface.co", "youtube.com", "youtu.be"}
_REDIRECTS = frozenset({"google.com/url", "l.facebook.com/l.php", "lm.facebook.com/l.php"})
_TRACKING = frozenset({"fbclid", "gclid", "utm_source", "utm_medium", "utm_campaign"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_OTHER_SCHEMES = frozenset({"mailto:", "ftp:", "tel:"})
_MISSPELT = ("http//", "https//", "ttps:", "ttp:", "htps:", "htttp", "hhttp")
_MODERN_ARXIV = re.compile(r"(?<![\d.])(\d{2})(\d{2})\.(\d+)")
_ARXIV_PATHS = ("/abs/", "/pdf/", "/html/")
# arXiv numbers papers with five digits since January 2015 (info.arxiv.org/help/arxiv_identifier).
_FIVE_DIGITS = "1501"
_FIRST_MODERN = "0704"


@rule(
    "L101",
    "target-malformed",
    level=Level.ERROR,
    bad=rf"""
    {_TITLE}
    [[paper](https://https://arxiv.org/abs/2312.07353)] [[code](github.com/owner/name)]
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [[code](https://github.com/owner/name)]
    """,
)
def target_malformed(page: Page) -> Iterator[Remark]:
    """A link's target is no address: no browser opens it.

    The scheme is missing, misspelt or doubled, or another link stands in the target.
    """
    for target in page.targets:
        if why := _fault_of(target):
            place = page.place_of_target(target.link)
            yield Remark(place, f"{quoted(target.text)} is no address: {why}")


def _fault_of(target: Target) -> str | None:
    """What is wrong with a target, if it is no address that a browser opens."""
    lowered = target.text.lower()
    if "](" in lowered:
        return "another link stands in it"
    if lowered.startswith(("http:", "https:")):
        return _fault_of_web_address(target)
    if lowered.startswith("www.") or lowered.split("/")[0] in _SECURE:
        return "it lacks https://, so it is looked for beside the list"
    if lowered.startswith(_MISSPELT):
        return "its scheme is misspelt"
    scheme = _SCHEME.match(lowered)
    if scheme and scheme[0] not in _OTHER_SCHEMES:
        return f"{scheme[0]} is no scheme that a reader can follow"
    return None


def _fault_of_web_address(target: Target) -> str | None:
    scheme, _, rest = target.text.lower().partition("://")
    if scheme in {"http", "https"}:
        if rest.startswith(("http:", "https:", "http//", "https//")):
            return "the scheme stands twice"
        if target.url is not None and _is_host(target.host):
            return None
    return "it names no host"


def _is_host(host: str) -> bool:
    return "." in host.strip(".") or ":" in host or host == "localhost"


@rule(
    "L102",
    "arxiv-identifier-impossible",
    level=Level.ERROR,
    bad=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.0735)]
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
)
def arxiv_identifier_impossible(page: Page) -> Iterator[Remark]:
    """An arXiv link states no identifier that arXiv can have given.

    Identifiers are YYMM.NNNN from April 2007 and YYMM.NNNNN from January 2015.
    """
    for target in page.targets:
        if target.url is None or target.host != "arxiv.org":
            continue
        path = urlsplit(target.url).path
        place = page.place_of_target(target.link)
        found = _MODERN_ARXIV.findall(path)
        if found and not any(_can_be(*parts) for parts in found):
            yield Remark(place, f"{quoted(target.text)} states no identifier that arXiv gives")
        elif not found and path.startswith(_ARXIV_PATHS) and arxiv_id_of(target.url) is None:
            yield Remark(place, f"{quoted(target.text)} states no arXiv identifier")


def _can_be(year: str, month: str, number: str) -> bool:
    digits = 5 if year + month >= _FIVE_DIGITS else 4
    months = range(1, 13)
    return int(month) in months and len(number) == digits and year + month >= _FIRST_MODERN


@rule(
    "L103",
    "doi-missing",
    level=Level.ERROR,
    bad=rf"""
    {_TITLE}
    [[paper](https://doi.org/j.media.2025.103551)]
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://doi.org/10.1016/j.media.2025.103551)]
    """,
)
def doi_missing(page: Page) -> Iterator[Remark]:
    """A link to doi.org states no DOI: a DOI begins with 10. and a number."""
    for target in page.targets:
        if target.url is None or target.host not in {"doi.org", "dx.doi.org"}:
            continue
        if doi_of(target.url) is None and "10.48550/" not in target.text:
            yield Remark(page.place_of_target(target.link), f"{quoted(target.text)} states no DOI")


@rule(
    "L104",
    "link-through-tracker",
    bad=rf"""
    {_TITLE}
    [[paper](https://www.google.com/url?q=https://arxiv.org/abs/2312.07353)]
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
)
def link_through_tracker(page: Page) -> Iterator[Remark]:
    """A link goes through a redirect, or carries somebody's campaign with it.

    Redirects of search engines stop working, and two entries on one paper look different.
    """
    for target in page.targets:
        if target.url is None or "?" not in target.url:
            continue
        parts = urlsplit(target.url)
        place = page.place_of_target(target.link)
        if f"{target.host}{parts.path}" in _REDIRECTS:
            yield Remark(place, f"{quoted(target.text)} is a redirect: link to the page itself")
            continue
        names = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
        if tracking := sorted(names & _TRACKING):
            yield Remark(place, f"{quoted(target.text)} tells who follows it: drop {tracking[0]}")


@rule(
    "L105",
    "link-unencrypted",
    level=Level.NOTE,
    bad=rf"""
    {_TITLE}
    [[paper](http://arxiv.org/abs/2312.07353)]
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)]
    """,
)
def link_unencrypted(page: Page) -> Iterator[Remark]:
    """A host that serves https is linked to by http.

    Only well-known hosts of papers, code and talks are looked at. A host is reported once a list,
    where it comes first.
    """
    first: dict[str, Place] = {}
    times: Counter[str] = Counter()
    for target in page.targets:
        if target.host in _SECURE and target.text.lower().startswith("http://"):
            first.setdefault(target.host, page.place_of_target(target.link))
            times[target.host] += 1
    for host, place in first.items():
        links = "1 link has" if times[host] == 1 else f"{times[host]} links have"
        yield Remark(place, f"{host} is served by https, and {links} http")


@rule(
    "L201",
    "code-link-elsewhere",
    bad=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [[code](https://arxiv.org/abs/2312.07353v2)]
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [[code](https://github.com/owner/name)]
    """,
)
def code_link_elsewhere(page: Page) -> Iterator[Remark]:
    """A link that is called code leads to no repository.

    It leads to a paper, a film, or a person's page on a code host. Other places may well hold
    code and are left alone.
    """
    yield from _called_otherwise(page, _CODE, "a repository")


@rule(
    "L202",
    "paper-link-elsewhere",
    bad=rf"""
    {_TITLE}
    [[paper](https://github.com/owner/name)]
    """,
    good=rf"""
    {_TITLE}
    [[paper](https://arxiv.org/abs/2312.07353)] [[code](https://github.com/owner/name)]
    """,
)
def paper_link_elsewhere(page: Page) -> Iterator[Remark]:
    """A link that is called paper leads to a repository or a film."""
    yield from _called_otherwise(page, _PAPER, "a paper")


def _called_otherwise(page: Page, words: frozenset[str], right: str) -> Iterator[Remark]:
    """Links with labels of some words that plainly lead to something else than is right."""
    for target in page.targets:
        if target.url is None or not _is_called(target.link, words):
            continue
        what = _plainly(target.url, target.host)
        if what is not None and what != right:
            said = f"called {_said(target.link)}, and {quoted(target.text)} is {what}"
            yield Remark(page.place_of_target(target.link), said)


def _is_called(link: Written, words: frozenset[str]) -> bool:
    said = key_of(link.label).split()
    return bool(said) and all(word in words for word in said)


def _said(link: Written) -> str:
    return quoted(link.label.strip("[]*_` "))


def _plainly(url: str, host: str) -> str | None:
    """What a URL plainly leads to, in words; ``None`` where it cannot be told.

    Archives give DOIs to code, and a review holds it as a supplement.
    """
    if repository_of(url) is not None:
        return "a repository"
    if host in _FILM_HOSTS:
        return "a film"
    path = urlsplit(url).path
    if any(part in url.lower() for part in _ARCHIVES):
        return None
    if leads_to_paper(url):
        return "a paper"
    if host == "github.com" and path.strip("/") and "/" not in path.strip("/"):
        return "a person's or a group's page"
    return None


RULES = (
    target_malformed,
    arxiv_identifier_impossible,
    doi_missing,
    link_through_tracker,
    link_unencrypted,
    code_link_elsewhere,
    paper_link_elsewhere,
)
