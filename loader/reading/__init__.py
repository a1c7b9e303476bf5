"""Reading: a list's text becomes sections and entries with exact lines."""

from loader.reading.reader import read

__all__ = ["read"]
