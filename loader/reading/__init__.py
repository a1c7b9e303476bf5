"""Reading: a list's Markdown becomes sections and entries with exact lines.

:mod:`loader.reading.markdown` turns text into blocks, :mod:`loader.reading.headings` puts them
under their sections, and the layouts in :mod:`loader.reading.layouts` see entries in them.
"""

from loader.reading.reader import read

__all__ = ["read"]
