"""Identity: claims of entries become things, each with one key that stays.

Which entries speak of the same paper is decided in :mod:`loader.identity.papers`; what the
claims about a paper come to in :mod:`loader.identity.works`; names, venues, tasks and
repositories have a module each. Keys once given are pinned by :mod:`loader.identity.ledger`.
"""

from loader.identity.resolver import resolve

__all__ = ["resolve"]
