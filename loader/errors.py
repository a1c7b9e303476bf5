"""Errors of the loader.

CuragraphError
├── SourceError         a source cannot be read: missing, binary, not UTF-8, too large, no list
├── HistoryError        the history of a list cannot be read; the list can
├── TableError          an authority table in ``data/`` is not as it has to be
├── ValidationError     the graph breaks its own shapes
├── StoreError          the store directory cannot be used
├── SecretError         a file that holds a token or a login cannot be used
└── RemoteStoreError    a remote store cannot be reached, or refuses a graph

Each message is one line that names the input and says what to do.
"""

from __future__ import annotations


class CuragraphError(Exception):
    """Base of every error the loader raises on purpose."""


class SourceError(CuragraphError):
    """A source cannot be read as a reading list."""


class HistoryError(CuragraphError):
    """The history of a list cannot be read; the list itself can."""


class TableError(CuragraphError):
    """An authority table cannot be used as it stands."""


class ValidationError(CuragraphError):
    """The graph that was built breaks its own shapes; nothing was published."""


class StoreError(CuragraphError):
    """The store directory cannot be used."""


class SecretError(CuragraphError):
    """A file that holds a token or a login cannot be used."""


class RemoteStoreError(CuragraphError):
    """A remote store cannot be reached, or refuses a graph."""


def reason_of(error: Exception) -> str:
    """What an error says, without the number and the file's name that the system puts around it.

    >>> reason_of(FileNotFoundError(2, "No such file or directory", ".x.part"))
    'No such file or directory'
    >>> reason_of(ValueError("no TOML"))
    'no TOML'
    """
    return (isinstance(error, OSError) and error.strerror) or str(error)
