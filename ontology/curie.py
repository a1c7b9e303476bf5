"""IRIs as people read and write them: by their prefix."""

from __future__ import annotations

from collections.abc import Mapping

from ontology import PREFIXES


def curie(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """An IRI by the longest namespace that fits it, or as it is where none does.

    Args:
        iri: The IRI.
        prefixes: Namespaces by prefix; those of the vocabularies where nothing is said.

    >>> curie("http://xmlns.com/foaf/0.1/name")
    'foaf:name'
    >>> curie("https://example.org/x", {})
    'https://example.org/x'
    """
    fits = [(space, prefix) for prefix, space in prefixes.items() if iri.startswith(space)]
    if not fits:
        return iri
    space, prefix = max(fits, key=lambda fit: len(fit[0]))
    return f"{prefix}:{iri.removeprefix(space)}"
