"""Names of venues that no table knows, told by their form: what a journal calls itself."""

from __future__ import annotations

import re

from loader.fields.venue_records import VenueKind

_WORKSHOP = re.compile(r"\b(?:workshops?|wksp)\b", re.IGNORECASE)
_CONFERENCE = re.compile(
    r"\b(?:conference|conf\.?|symposium|symposia|symp\.?|congress|colloquium|convention)\b"
    r"(?=\s(?:on|of|for|in|series)\b|[\s,(]*$|\s\()|"
    r"\b(?:annual|international|general)\s(?:meeting|assembly|conference)\b",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    # How titles of periodicals begin ...
    r"^(?:the\s)?(?:\w{2,12}\s){0,3}(?:journal|transactions|annals|letters|bulletin|archives|acta|"
    r"revista|revue|zeitschrift|annual\sreviews?|proceedings\sof\sthe\s(?:acm|ieee)\son)\b|"
    r"^(?:frontiers\s(?:in|of)|trends\sin|current\sopinion\sin|progress\sin|nature|npj|bmc|plos|"
    r"jama|jmir|(?:the\s)?lancet|cell\sreports|acs|rsc|iet|physical\sreview|foundations\sand\strends\sin)\s\w|"
    r"^(?:j|int\.?\sj|\w{2,12}\strans|\w{2,12}\sj|trans|ann|bull|acta|eur\.?\sj|front|curr\.?\sopin|"
    r"annu\.?\srev|arch)\.\s?\w|"
    # ... with words cut short by ISO 4 ...
    r"^(?!proc\.)(?:[a-z]+\s){0,2}(?:[a-z]{3,}\.\s){2}|"
    # ... and how they end.
    r"\b(?:journal|letters|lett\.?|magazine|quarterly|gazette|newsletter|bulletin|review|reviews)$|"
    r"[学學]报$|[学學]報$",
    re.IGNORECASE,
)
# Longer texts are sentences.
_MOST_WORDS = 24


def kind_by_form(name: str) -> VenueKind | None:
    """What a venue's name calls itself: a workshop before a conference before a journal.

    >>> kind_by_form("Journal of Widgets").value, kind_by_form("Int. J. Widgets").value
    ('journal', 'journal')
    >>> kind_by_form("3rd Symposium on Widgets").value, kind_by_form("Widgets Workshop").value
    ('conference', 'workshop')
    >>> kind_by_form("Widg. Math. Found. Comput").value
    'journal'
    >>> kind_by_form("Widgets 2030") is None
    True
    """
    if len(name.split()) > _MOST_WORDS:
        return None
    if _WORKSHOP.search(name):
        return VenueKind.WORKSHOP
    if _CONFERENCE.search(name):
        return VenueKind.CONFERENCE
    return VenueKind.JOURNAL if _JOURNAL.search(name) else None
