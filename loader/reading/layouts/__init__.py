"""Layouts: the ways people write an entry, one small class each.

A layout looks at the blocks of a section and gives the entries it sees in them, with their lines.
The reader takes, section by section, the layout that sees most; a new way of writing is one more
class in :data:`LAYOUTS`.
"""

from loader.reading.layouts.base import Draft, Layout
from loader.reading.layouts.paragraph import ParagraphWithBreaks

LAYOUTS: tuple[Layout, ...] = (ParagraphWithBreaks(),)

__all__ = ["LAYOUTS", "Draft", "Layout"]
