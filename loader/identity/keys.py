"""Keys: the last steps of IRIs, made from names and identifiers."""

from __future__ import annotations

import hashlib
import re

from anyascii import anyascii

from loader.fields.links import Repository
from loader.identity.things import Identifiers

_LONGEST_SLUG = 60
_NO_KEY = re.compile(r"[^A-Za-z0-9_-]")


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


def paper_keys(known: Identifiers, title_key: str) -> tuple[str, ...]:
    """Keys of a paper: by its identifiers, best known first, and by its title.

    >>> paper_keys(Identifiers(arxiv="2105.11333"), "twin")[0]
    'arxiv-2105.11333'
    >>> paper_keys(Identifiers(doi="10.1109/iccv48922.2021.00391"), "gloria")[0]
    'doi-10-1109-iccv48922-2021-00391'
    >>> paper_keys(Identifiers(acl="2020.acl-main.1"), "gloria")[0]
    'acl-2020-acl-main-1'
    """
    keys = []
    for piece in known.pieces:
        scheme, _, value = piece.partition(":")
        # One dot is fine in a prefixed name, and an arXiv identifier is known by its own.
        kept = value.replace("/", "-") if scheme == "arxiv" else _NO_KEY.sub("-", value)
        keys.append(f"{scheme}-{kept}")
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
