"""Reading: a list's text becomes sections and entries with exact lines."""

from loader.reading.entry_files import read_entries
from loader.reading.reader import read_list
from loader.records import ListSnapshot, Markup, ReadingList

__all__ = ["read"]


def read(snapshot: ListSnapshot, text: str) -> ReadingList:
    r"""Everything a list says, with what was left out and why.

    Args:
        snapshot: Where the text comes from, and the language it is written in.
        text: The list's text, lines parted by ``\n``.

    Cost: linear in the length of the text.
    """
    return (read_entries if snapshot.markup is Markup.ENTRIES else read_list)(snapshot, text)
