"""Venues: series, journals and repositories of preprints, and the editions of series.

``spellings`` says what the texts of entries come to, ``grouping`` which of them are one venue and
why, ``series`` gives keys to what was found and to the editions that papers appeared in.
"""

from loader.identity.venues.series import Venues, venues_of
from loader.identity.venues.spellings import Renames, said_of

__all__ = ["Renames", "Venues", "said_of", "venues_of"]
