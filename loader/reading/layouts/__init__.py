"""Layouts: the ways people write an entry, one small class each.

A layout looks at blocks and gives the entries it sees in them, with their lines. The reader asks
them in the order of :data:`LAYOUTS`; a new way of writing is one more class in this list.
"""

from loader.reading.layouts.base import Draft, Layout
from loader.reading.layouts.paragraph import ParagraphWithBreaks

LAYOUTS: tuple[Layout, ...] = (ParagraphWithBreaks(),)

__all__ = ["LAYOUTS", "Draft", "Layout"]
