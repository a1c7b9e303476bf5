"""An author: papers, co-authors, tasks, venues, and how sure it is that this is one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.pages.charts import years_chart
from server.pages.formatting import key_of
from server.pages.provenance import chips_by_paper
from server.panels import panel

STATUS_WORDS = {
    "NameOnly": (
        "Known by name only",
        (
            "Papers by people who share this name may be mixed here, and papers under another "
            "spelling of the name may be missing."
        ),
    ),
    "Verified": ("Verified", "An identifier or a curator tells this person from others."),
    "Ambiguous": (
        "Ambiguous",
        (
            "Others publish under this name, and the papers do not say for certain which of them "
            "are whose."
        ),
    ),
}
UNKNOWN = ("Identity not stated", "Nothing says whether this is one person.")
SEVERAL = (
    "A name of several persons",
    "Papers tell the persons below apart; none of the papers is this name's own.",
)


def page(iri: str) -> Mapping[str, Any] | None:
    """The context of ``author.html``, or None where there is no such author."""
    head = panel("author", author=iri)
    if head.first is None:
        return None
    years = panel("author-years", author=iri)
    status = key_of(str(head.first.get("status", ""))).rpartition("#")[2]
    several = head.first.get("several") is True
    return {
        "head": head,
        "author": head.first,
        "several": several,
        "status": SEVERAL if several else STATUS_WORDS.get(status, UNKNOWN),
        "names": panel("author-names", author=iri),
        "identifiers": panel("author-identifiers", author=iri),
        "namesakes": panel("author-namesakes", author=iri),
        "papers": panel("author-papers", author=iri),
        "paper_chips": chips_by_paper(panel("author-listed", author=iri)),
        "coauthors": panel("author-coauthors", author=iri),
        "tasks": panel("author-tasks", author=iri),
        "venues": panel("author-venues", author=iri),
        "years": years,
        "chart": years_chart(years),
    }
