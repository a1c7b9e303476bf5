"""Links: what a target is, and identifiers and repositories that its URL states."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import unquote, urlsplit

from markdown_it.common.normalize_url import normalizeLink

from loader.errors import TableError
from loader.fields.labels import is_label, kind_of_label
from loader.fields.text import key_of
from loader.records import LinkKind
from loader.tables import table

_CODE_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com"})
# Paths on a code host that are the host's own pages and no repository of somebody's.
_NO_OWNER = frozenset(
    {
        "about",
        "collections",
        "explore",
        "features",
        "issues",
        "login",
        "marketplace",
        "orgs",
        "search",
        "settings",
        "sponsors",
        "topics",
        "trending",
        "users",
    }
)
_BLOG_WORDS = "blog_words"
# What is found at the pages of the host of models, by the first step of their path.
_MODELS_HOST = "huggingface.co"
_AT_MODELS_HOST = {
    "spaces": LinkKind.DEMO,
    "datasets": LinkKind.DATASET,
    "papers": LinkKind.PAPER,
    "blog": LinkKind.BLOG,
    "docs": LinkKind.OTHER,
    "collections": LinkKind.OTHER,
}
# Endings of files that hold text and no code.
_PROSE = (".md", ".pdf", ".rst", ".txt", ".html")
# What parts the words of a file's name.
_BETWEEN = re.compile(r"%[0-9a-f]{2}|[\W_]")
_SHOWN = frozenset({"slides", "poster", "posters"})
_OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_ARXIV = re.compile(
    r"(?:^|[/:.])(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?$", re.IGNORECASE
)
_DOI = re.compile(r"(10\.\d{4,9}/[^\s\"<>?#]+)")
# What publishers put behind the DOI in the address of a page about it.
_DOI_TAIL = re.compile(
    r"(?:/(?:full|pdf|abstract|epdf|meta|html))+$|(?:\.full|\.abstract)?(?:\.pdf)?$", re.IGNORECASE
)
# Registrants of preprint servers: bioRxiv and medRxiv, Research Square, SSRN, PsyArXiv, TechRxiv,
# Preprints.org. Their DOIs name a preprint and no publication.
_PREPRINT_DOI = re.compile(r"10\.(?:1101|64898|21203|2139|31234|36227|20944)/")
# Versions are told apart behind the DOI in the addresses of bioRxiv and medRxiv alone.
_PREPRINT_VERSION = re.compile(r"(?<=\d)v\d+$")
# RFC 3986, section 2: the characters a URL is made of; a per cent sign starts an escape.
_CHARACTER = r"(?:[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})"
_URL = re.compile(f"{_CHARACTER}+(?:#{_CHARACTER}*)?")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|[0-9a-f:.]+")
_LONGEST_URL = 2048
# Links are looked at several times while it is found out whether they are an entry's.
_REMEMBERED = 1 << 14


@dataclass(frozen=True, slots=True)
class Repository:
    """A source code repository that a URL names.

    Attributes:
        host: Host name in lower case, without ``www``.
        owner: Owner or group as written.
        name: Name as written, without ``.git``.
    """

    host: str
    owner: str
    name: str

    @property
    def address(self) -> str:
        """Host, owner and name in lower case: code hosts make no difference between cases."""
        return f"{self.host}/{self.owner}/{self.name}".lower()

    @property
    def url(self) -> str:
        """Address of the repository's front page."""
        return f"https://{self.host}/{self.owner}/{self.name}"


@lru_cache(maxsize=_REMEMBERED)
def target_of(href: str) -> str | None:
    """The URL of a link fit for the graph, or ``None`` where there is none.

    Absolute targets are kept for ``http`` and ``https`` only and without credentials; relative
    ones stay as they are. Characters that RFC 3986 does not allow are percent-encoded. Empty
    targets, anchors within the page and every other scheme are no targets.

    >>> target_of(" https://github.com/a/b c ")
    'https://github.com/a/b%20c'
    >>> target_of("javascript:alert(1)") is None and target_of("#survey") is None
    True
    """
    url = href.strip() if len(href) <= _LONGEST_URL else ""
    if "[" in url or "]" in url or not _URL.fullmatch(url):
        url = normalizeLink(url)
    if not _URL.fullmatch(url) or is_on_page(url):
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if not parts.scheme and not parts.netloc:
        # RFC 3986, section 4.2: a colon in the first step would make it a scheme.
        return None if ":" in parts.path.partition("/")[0] else url
    of_the_web = parts.scheme in {"http", "https"} and parts.username is None
    return url if of_the_web and _HOST.fullmatch(host) else None


def is_on_page(href: str) -> bool:
    """Whether a target is an anchor within the page itself.

    >>> is_on_page("#survey"), is_on_page("./#survey"), is_on_page("README.md#survey")
    (True, True, False)
    """
    return href.strip().removeprefix("./").startswith("#")


def host_of(url: str) -> str:
    """Host of an absolute URL in lower case without ``www.``; empty for a relative one."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_at(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


@lru_cache(maxsize=_REMEMBERED)
def kind_of(label: str, url: str) -> LinkKind:
    """What a link's target is: by the label, then by the URL.

    >>> kind_of("[paper]", "https://aka.ms/maira")
    <LinkKind.PAPER: 'paper'>
    >>> kind_of("here", "https://github.com/marshuang80/gloria")
    <LinkKind.CODE: 'code'>
    """
    said = kind_of_label(label)
    if (
        said is LinkKind.OTHER
        and not is_label(label)
        and kind_of_label(label.split(maxsplit=1)[0]) is None
    ):
        # "npj Computational Materials": a word of a name, which tells less than the address.
        said = None
    if said is not None:
        repository = repository_of(url) if said is LinkKind.PAPER else None
        # "[awesome-papers](https://github.com/a/awesome-papers)" gives its name and no more.
        named = repository is not None and key_of(label) == key_of(repository.name)
        return LinkKind.CODE if named else said
    kind = _kind_of_address(url)
    return LinkKind.CODE if kind is LinkKind.OTHER and label and _is_in_repository(url) else kind


@cache
def _kinds_by_host() -> Mapping[str, LinkKind]:
    """Kinds by host, from ``data/hosts.toml``."""
    try:
        rows = {kind: hosts for kind, hosts in table("hosts").items() if kind != _BLOG_WORDS}
        return {host: LinkKind(kind) for kind, hosts in rows.items() for host in hosts}
    except ValueError as error:
        raise TableError(f"hosts.toml: {error}; name hosts under a kind of link") from error


@cache
def _blog_words() -> frozenset[str]:
    return frozenset(table("hosts").get(_BLOG_WORDS, []))


def _kind_of_address(url: str) -> LinkKind:
    if repository_of(url) is not None:
        return LinkKind.CODE
    if arxiv_id_of(url):
        return LinkKind.PAPER
    if url.lower().endswith(".pdf"):
        return LinkKind.SLIDES if _holds_slides(url.lower()) else LinkKind.PAPER
    host = host_of(url)
    if host == _MODELS_HOST:
        steps = [step for step in urlsplit(url).path.split("/") if step]
        rest = LinkKind.MODEL if len(steps) > 1 else LinkKind.OTHER
        return _AT_MODELS_HOST.get(steps[0], rest) if steps else rest
    labels = host.split(".")
    domains = (".".join(labels[n:]) for n in range(len(labels) - 1))
    known = next((kind for domain in domains if (kind := _kinds_by_host().get(domain))), None)
    if known is not None:
        return known
    return LinkKind.BLOG if _is_blog(labels, url) else LinkKind.OTHER


def _holds_slides(url: str) -> bool:
    """Whether a file's directory, or its name before or behind all else, says that it is slides.

    >>> _holds_slides("https://a.org/slides/widgets.pdf"), _holds_slides("https://a.org/poster.pdf")
    (True, True)
    >>> _holds_slides("https://a.org/a_poster_of_widgets.pdf")
    False
    """
    *directories, name = urlsplit(url).path.removesuffix(".pdf").split("/")
    said = [word for word in _BETWEEN.split(name) if word]
    return not _SHOWN.isdisjoint((*directories, *said[:1], *said[-1:]))


def _is_blog(host: Sequence[str], url: str) -> bool:
    """Whether the ends of a host, or a step of a path, say that a blog is there.

    Schools of engineering are at ``eng.….edu``, too, and keep papers there.
    """
    words = _blog_words()
    if any(step in words for step in urlsplit(url.lower()).path.split("/")):
        return True
    school = "edu" in host or "ac" in host
    return "blog" in ".".join(host) or (not school and (host[0] in words or host[-1] in words))


def _is_in_repository(url: str) -> bool:
    """Whether a URL is of a directory or file of code on a code host."""
    steps = [step for step in urlsplit(url).path.split("/") if step]
    return (
        host_of(url) in _CODE_HOSTS
        and steps[2:3] in (["tree"], ["blob"])
        and not steps[-1].lower().endswith(_PROSE)
    )


def kind_of_title_link(url: str, title: str = "") -> LinkKind:
    """What the target of a link on a title is: the paper, unless the URL plainly says otherwise.

    An address that ends in the name of what the paper presents is that of its project.

    >>> kind_of_title_link("https://example.org/x"), kind_of_title_link("https://github.com/a/b")
    (<LinkKind.PAPER: 'paper'>, <LinkKind.CODE: 'code'>)
    >>> kind_of_title_link("https://www.example.com/nerf", "NeRF: Representing Scenes")
    <LinkKind.PROJECT: 'project'>
    """
    kind = kind_of("", url)
    if kind is not LinkKind.OTHER:
        return kind
    steps = [step for step in urlsplit(url).path.split("/") if step]
    if "projects" in steps or "project" in steps:
        return LinkKind.PROJECT
    slug = key_of(steps[-1].replace("-", " ").replace("_", " ")).split() if steps else []
    named = 0 < len(slug) <= 3 and set(slug) <= set(key_of(title).split())  # noqa: PLR2004
    return LinkKind.PROJECT if named else LinkKind.PAPER


def repository_of(url: str) -> Repository | None:
    """The repository that a URL is the address of, or ``None``.

    The address of a directory or file within a repository names that place, not the repository.

    >>> repository_of("https://github.com/SuperSupermoon/MedViLL.git").name
    'MedViLL'
    >>> repository_of("https://aka.ms/maira") is None
    True
    >>> repository_of("https://github.com/a/b/tree/main/docs") is None
    True
    """
    host = host_of(url)
    if host not in _CODE_HOSTS:
        return None
    steps = [step for step in urlsplit(url).path.split("/") if step]
    # …/tree/main is the repository seen at a branch; anything below it is a directory.
    if len(steps) == 4 and steps[2] in {"tree", "blob"}:  # noqa: PLR2004 (owner, name, tree, ref)
        steps = steps[:2]
    if len(steps) != 2 or steps[0].lower() in _NO_OWNER:  # noqa: PLR2004 (owner, name)
        return None
    owner, name = steps[0], steps[1].removesuffix(".git")
    if not _OWNER.fullmatch(owner) or not _NAME.fullmatch(name) or name in {".", ".."}:
        return None
    return Repository(host, owner, name)


def arxiv_id_of(url: str) -> str | None:
    """The arXiv identifier in a URL, without version, or ``None``.

    DOIs that arXiv registers for its preprints (10.48550/arXiv.…) count, since they name the
    preprint and no publication.

    >>> arxiv_id_of("https://arxiv.org/pdf/2105.11333v2.pdf")
    '2105.11333'
    >>> arxiv_id_of("https://doi.org/10.48550/arXiv.2010.16056")
    '2010.16056'
    """
    host = host_of(url)
    path = urlsplit(url).path
    if _is_at(host, "arxiv.org") or (_is_at(host, "doi.org") and "10.48550/" in path):
        found = _ARXIV.search(path)
        return found.group(1).lower() if found else None
    return None


def doi_of(url: str) -> str | None:
    """The DOI that a URL states, in lower case, or ``None``; arXiv's own DOIs are none.

    >>> doi_of("https://dl.acm.org/doi/abs/10.1145/3394171.3413761")
    '10.1145/3394171.3413761'
    >>> doi_of("https://link.springer.com/chapter/10.1007/978-3-031-16443-9_65")
    '10.1007/978-3-031-16443-9_65'
    """
    found = _DOI.search(unquote(urlsplit(url).path))
    if not found:
        return None
    doi = _DOI_TAIL.sub("", found.group(1).rstrip(").,;")).rstrip("/").lower()
    if doi.startswith(("10.1101/", "10.64898/")):
        doi = _PREPRINT_VERSION.sub("", doi)
    return None if doi.startswith("10.48550/") else doi


def is_preprint_doi(doi: str) -> bool:
    """Whether a DOI is one that a preprint server gave.

    >>> is_preprint_doi("10.1101/2020.01.01.123456"), is_preprint_doi("10.1145/3394171.3413761")
    (True, False)
    """
    return _PREPRINT_DOI.match(doi) is not None
