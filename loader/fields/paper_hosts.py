"""Hosts that are known for what they hold."""

from __future__ import annotations

from urllib.parse import urlsplit

from loader.fields.links import arxiv_id_of, host_of

# What is there is a paper, but for a front page.
PAPER_HOSTS = frozenset(
    {
        "aclanthology.org",
        "aclweb.org",
        "arxiv.org",
        "biorxiv.org",
        "dl.acm.org",
        "doi.org",
        "dx.doi.org",
        "ieeexplore.ieee.org",
        "link.springer.com",
        "medrxiv.org",
        "nature.com",
        "openaccess.thecvf.com",
        "openreview.net",
        "papers.nips.cc",
        "proceedings.mlr.press",
        "proceedings.neurips.cc",
        "sciencedirect.com",
    }
)


def leads_to_paper(url: str) -> bool:
    """Whether a URL is that of a paper.

    >>> leads_to_paper("https://openreview.net/forum?id=x"), leads_to_paper("https://doi.org/")
    (True, False)
    """
    on_host = host_of(url) in PAPER_HOSTS and bool(urlsplit(url).path.strip("/"))
    return on_host or arxiv_id_of(url) is not None
