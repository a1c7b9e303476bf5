"""Identifiers of papers in the addresses of their pages: a scheme each, and what follows.

arXiv and DOIs are read in :mod:`loader.fields.links`. Publishers' own numbers tell pages apart
and are no identifiers that anybody cites; they serve to find entries of one paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

from loader.fields.links import arxiv_id_of, doi_of, host_of
from loader.records import Link, LinkKind

# DOIs that the Association for Computational Linguistics registers are its identifiers; the
# second prefix is that of papers before 2016.
_ACL_DOI = re.compile(r"10\.(?:18653|3115)/v1/(.+)")
_ACL = re.compile(
    r"/(?:anthology/)?(?:papers/[A-Z]/[A-Z]\d\d/)?([A-Za-z]\d\d-\d{4}|\d{4}\.[\w.-]+\.\d+)"
)
_OLD_ACL = re.compile(r"[A-Za-z]\d\d-\d{4}")
_BEHIND_THESE = frozenset({LinkKind.BLOG, LinkKind.VIDEO, LinkKind.SLIDES})
_NOT_THE_ID = re.compile(r"(?:v\d+)?(?:\.pdf|\.bib|\.html)?$")
_FORUM = re.compile(r"[A-Za-z0-9_-]{6,}")
_PUBMED = re.compile(r"/(?:pubmed/)?(\d{5,9})/?$")
_CENTRAL = re.compile(r"/articles/(?:pmid/)?(PMC\d+)", re.IGNORECASE)
_SCHOLAR = re.compile(r"/paper/(?:[^/]+/)?([0-9a-f]{40})")
_SCHOLAR_FILE = re.compile(r"/([0-9a-f]{4})/([0-9a-f]{36})\.pdf")
# Pages of proceedings: by host, the scheme and what names the paper there.
_PAGES = (
    (
        "thecvf.com",
        "cvf",
        re.compile(r"/([^/]+?_(?:CVPR|ICCV|ECCV|WACV|ACCV)\w*?)(?:_paper)?\.(?:html|pdf)$"),
    ),
    (
        "cv-foundation.org",
        "cvf",
        re.compile(r"/([^/]+?_(?:CVPR|ICCV)\w*?)(?:_paper)?\.(?:html|pdf)$"),
    ),
    ("ecva.net", "ecva", re.compile(r"/eccv_(\d{4}/.*?/\d+)(?:_ECCV\w*)?\.(?:php|pdf)$")),
    ("neurips.cc", "neurips", re.compile(r"/([0-9a-f]{32})-")),
    ("nips.cc", "neurips", re.compile(r"/([0-9a-f]{32})-|/paper/(\d{3,5}-[a-z0-9-]+?)(?:\.pdf)?$")),
    ("mlr.press", "pmlr", re.compile(r"/(v\d+/[a-z-]+\d\d[a-z]{0,3})(?:\.html|/)")),
    ("jmlr.org", "jmlr", re.compile(r"/papers/v(?:olume)?(\d+/[\w-]+?)(?:\.html|/)")),
    ("ieeexplore.ieee.org", "ieee", re.compile(r"/document/(\d+)|arnumber=0*(\d+)")),
    ("sciencedirect.com", "pii", re.compile(r"/pii/(S[0-9X]+)")),
    ("ijcai.org", "ijcai", re.compile(r"/proceedings/(\d{4}/\d+)", re.IGNORECASE)),
    ("aaai.org", "aaai", re.compile(r"/index\.php/([A-Z]+/article/(?:view|download)/\d+)")),
    ("aaai.org", "aaai", re.compile(r"/paper/(?:view|download|viewFile|viewPaper)/(\d+)")),
)
_NATURE = re.compile(r"/articles/(s\d{5}-\d{3}-\d{5}-[\da-z]|n[a-z]+\.?\d+)(?:\.pdf)?")
_AAAI_VERB = re.compile(r"/(?:view|download)/")
# Sites that show what is on arXiv under its number.
_MIRRORS = {"alphaxiv.org", "huggingface.co", "scirate.com", "arxiv-vanity.com"}
_ARXIV_NUMBER = re.compile(r"/(\d{4}\.\d{4,5})(?:v\d+)?/?$")
_REMEMBERED = 1 << 14


@lru_cache(maxsize=_REMEMBERED)
def identifiers_in(url: str) -> tuple[str, ...]:
    """What the address of a page says of the paper it is about, each with its scheme before it.

    Schemes are ``arxiv``, ``doi``, ``acl``, ``openreview``, ``pmid``, ``pmc``, ``s2``, and those of
    publishers' own pages. Strongest first; nothing where the address tells nothing.

    >>> identifiers_in("https://aclanthology.org/N19-1423.pdf")
    ('acl:N19-1423',)
    >>> identifiers_in("https://doi.org/10.18653/v1/n19-1423")
    ('acl:N19-1423', 'doi:10.18653/v1/n19-1423')
    >>> identifiers_in("https://openreview.net/pdf?id=r1lfF2NYvH")
    ('openreview:r1lfF2NYvH',)
    >>> identifiers_in("https://www.nature.com/articles/s42256-025-01011-z")
    ('doi:10.1038/s42256-025-01011-z',)
    >>> identifiers_in("https://example.org/paper.pdf")
    ()
    """
    host = host_of(url)
    parts = urlsplit(url)
    path = unquote(parts.path)
    arxiv = arxiv_id_of(url) or _mirrored(host, path)
    if arxiv is not None:
        return (f"arxiv:{arxiv}",)
    doi = doi_of(url) or doi_of(f"/{parse_qs(parts.query).get('id', [''])[0]}")
    if doi is not None:
        acl = _ACL_DOI.fullmatch(doi)
        return (*((_acl(acl.group(1)),) if acl else ()), f"doi:{doi}")
    found = _by_authority(host, path, parts.query) or _of_proceedings(host, f"{path}?{parts.query}")
    return (found,) if found else ()


def _acl(identifier: str) -> str:
    """An identifier of the ACL Anthology in the case in which it is written there."""
    old = _OLD_ACL.fullmatch(identifier)
    return f"acl:{identifier.upper() if old else identifier.lower()}"


def own_and_others(links: Sequence[Link]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the links of an entry say of its paper, and what of papers that it speaks of besides.

    The first of each scheme is its own. A post that leads to a paper behind itself is not that
    paper.
    """
    own: dict[str, str] = {}
    others: dict[str, None] = {}
    is_behind = bool(links) and links[0].kind in _BEHIND_THESE
    for link in links:
        if link.kind is not LinkKind.PAPER:
            continue
        for found in identifiers_in(link.url) or _page(link.url):
            scheme = found.partition(":")[0]
            if is_behind or own.setdefault(scheme, found) != found:
                others[found] = None
    return tuple(own.values()), tuple(others)


def _page(url: str) -> tuple[str, ...]:
    """The address itself, where nothing better is known of it and it is that of a file."""
    host, _, rest = url.partition("://")[2].partition("/")
    named = rest.strip("/") and ("." in rest or "=" in rest)
    return (f"page:{host.removeprefix('www.').lower()}/{rest.rstrip('/')}",) if named else ()


def _mirrored(host: str, path: str) -> str | None:
    number = _ARXIV_NUMBER.search(path) if host in _MIRRORS else None
    return number.group(1) if number else None


def _by_authority(host: str, path: str, query: str) -> str | None:
    """An identifier that others cite, too."""
    if host in {"aclanthology.org", "aclweb.org", "aclanthology.info"}:
        acl = _ACL.search(path)
        return _acl(_NOT_THE_ID.sub("", acl.group(1))) if acl else None
    if host == "openreview.net":
        forum = parse_qs(query).get("id", [""])[0]
        return f"openreview:{forum}" if _FORUM.fullmatch(forum) else None
    if host == "nature.com":
        nature = _NATURE.search(path)
        return f"doi:10.1038/{nature.group(1).lower()}" if nature else None
    if host.endswith("ncbi.nlm.nih.gov"):
        return _of_pubmed(path)
    return _of_scholar(path) if host.endswith("semanticscholar.org") else None


def _of_pubmed(path: str) -> str | None:
    central, number = _CENTRAL.search(path), _PUBMED.search(path)
    if central:
        return f"pmc:{central.group(1).upper()}"
    return f"pmid:{number.group(1)}" if number else None


def _of_scholar(path: str) -> str | None:
    """A page by its number, or a file by the same number in two parts."""
    page, file = _SCHOLAR.search(path), _SCHOLAR_FILE.search(path)
    number = page.group(1) if page else "".join(file.groups()) if file else None
    return f"s2:{number}" if number else None


def _of_proceedings(host: str, path: str) -> str | None:
    """The page of a publisher that has numbers of its own."""
    path = path.removesuffix("?")
    for domain, scheme, pattern in _PAGES:
        if host == domain or host.endswith(f".{domain}"):
            found = pattern.search(path)
            if found:
                name = next(group for group in found.groups() if group)
                return f"{scheme}:{_AAAI_VERB.sub('/', name).lower()}"
    return None
