"""Keys: the last steps of IRIs, made from names and identifiers."""

from __future__ import annotations

import hashlib
import re

from anyascii import anyascii

from loader.fields.links import Repository

_LONGEST_SLUG = 60


def slug_of(text: str) -> str:
    """A text as lower-case ASCII words with hyphens between; a hash where nothing is left.

    Letters of other scripts are transliterated, so that a key can be read and typed.

    >>> slug_of("Fernando Pérez-García")
    'fernando-perez-garcia'
    >>> slug_of("Medical Visual Grounding (Referring)")
    'medical-visual-grounding-referring'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower()).strip("-")
    return slug[: 2 * _LONGEST_SLUG].strip("-") or f"x-{hash_of(text)}"


def hash_of(text: str, length: int = 6) -> str:
    """First hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def paper_keys(arxiv: str | None, doi: str | None, title_key: str) -> tuple[str, ...]:
    """Keys of a paper: by its arXiv identifier, by its DOI, by its title, as far as known.

    >>> paper_keys("2105.11333", None, "twin")[0]
    'arxiv-2105.11333'
    >>> paper_keys(None, "10.1109/iccv48922.2021.00391", "gloria")[0]
    'doi-10-1109-iccv48922-2021-00391'
    """
    keys = []
    if arxiv is not None:
        keys.append(f"arxiv-{arxiv.replace('/', '-')}")
    if doi is not None:
        keys.append("doi-" + re.sub(r"[^A-Za-z0-9_-]", "-", doi))
    slug = slug_of(title_key)[:_LONGEST_SLUG].strip("-")
    return (*keys, f"title-{slug}-{hash_of(title_key)}")


def repository_key(found: Repository) -> str:
    """Key of a repository: host, owner and name.

    Only the host keeps its dot: a prefixed name with two is refused by some SPARQL parsers.

    >>> repository_key(Repository("github.com", "SuperSupermoon", "MedViLL"))
    'github.com--supersupermoon--medvill'
    """
    owner, name = (re.sub(r"[^a-z0-9_-]", "-", part.lower()) for part in (found.owner, found.name))
    return f"{found.host}--{owner}--{name}"
