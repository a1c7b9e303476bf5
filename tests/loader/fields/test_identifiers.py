"""Identifiers in the addresses of papers' pages."""

from __future__ import annotations

import pytest

from loader.fields.identifiers import identifiers_in, own_and_others
from loader.records import Link, LinkKind

STATED = {
    "https://arxiv.org/pdf/2105.11333v2.pdf": ["arxiv:2105.11333"],
    "https://huggingface.co/papers/2105.11333": ["arxiv:2105.11333"],
    "https://www.alphaxiv.org/abs/2105.11333v1": ["arxiv:2105.11333"],
    "https://doi.org/10.48550/arXiv.2105.11333": ["arxiv:2105.11333"],
    "https://aclanthology.org/2020.acl-main.1/": ["acl:2020.acl-main.1"],
    "https://www.aclweb.org/anthology/P18-1001.pdf": ["acl:P18-1001"],
    "https://www.aclweb.org/anthology/papers/N/N19/N19-1423/": ["acl:N19-1423"],
    "https://doi.org/10.18653/v1/P18-1001": ["acl:P18-1001", "doi:10.18653/v1/p18-1001"],
    "https://openreview.net/forum?id=YicbFdNTTy&noteId=x": ["openreview:YicbFdNTTy"],
    "https://openreview.net/pdf?id=YicbFdNTTy": ["openreview:YicbFdNTTy"],
    "https://www.nature.com/articles/s42256-025-01011-z.pdf": ["doi:10.1038/s42256-025-01011-z"],
    "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0031826": [
        "doi:10.1371/journal.pone.0031826"
    ],
    "https://pubmed.ncbi.nlm.nih.gov/34693536/": ["pmid:34693536"],
    "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7251955/": ["pmc:PMC7251955"],
    "https://www.semanticscholar.org/paper/A-Title/" + "0a" * 20: ["s2:" + "0a" * 20],
    "https://pdfs.semanticscholar.org/0a0a/" + "0a" * 18 + ".pdf": ["s2:" + "0a" * 20],
    "https://openaccess.thecvf.com/content/CVPR2023/papers/One_A_Title_CVPR_2023_paper.pdf": [
        "cvf:one_a_title_cvpr_2023"
    ],
    "https://openaccess.thecvf.com/content/CVPR2023/html/One_A_Title_CVPR_2023_paper.html": [
        "cvf:one_a_title_cvpr_2023"
    ],
    "https://papers.nips.cc/paper/2020/file/" + "0a" * 16 + "-Paper.pdf": ["neurips:" + "0a" * 16],
    "https://proceedings.neurips.cc/paper_files/paper/2020/hash/" + "0a" * 16 + "-Abstract.html": [
        "neurips:" + "0a" * 16
    ],
    "http://papers.nips.cc/paper/5346-sequence-to-sequence.pdf": [
        "neurips:5346-sequence-to-sequence"
    ],
    "http://proceedings.mlr.press/v139/one21a/one21a.pdf": ["pmlr:v139/one21a"],
    "https://proceedings.mlr.press/v139/one21a.html": ["pmlr:v139/one21a"],
    "https://ieeexplore.ieee.org/abstract/document/8548603/": ["ieee:8548603"],
    "https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=08548603": ["ieee:8548603"],
    "https://www.sciencedirect.com/science/article/abs/pii/S1532046413001974": [
        "pii:s1532046413001974"
    ],
    "https://ojs.aaai.org/index.php/AAAI/article/download/20215/19974": ["aaai:aaai/article/20215"],
    "https://ojs.aaai.org/index.php/AAAI/article/view/20215": ["aaai:aaai/article/20215"],
    "https://openreview.net/group?id=ICLR.cc/2024/Conference": [],
    "https://pubmed.ncbi.nlm.nih.gov/?term=parsing": [],
    "https://lab.example.org/paper.pdf": [],
    "papers/one.pdf": [],
}


@pytest.mark.parametrize("url", STATED)
def test_the_address_of_a_page_states_its_paper(url: str) -> None:
    assert list(identifiers_in(url)) == STATED[url]


def test_the_first_identifier_of_each_scheme_is_the_entry_s_own() -> None:
    urls = ["https://arxiv.org/abs/2105.11333", "https://openreview.net/forum?id=YicbFdNTTy"]
    other = "https://arxiv.org/abs/2201.00001"
    links = [Link(LinkKind.PAPER, url) for url in (*urls, other)]
    assert own_and_others(links) == (
        ("arxiv:2105.11333", "openreview:YicbFdNTTy"),
        ("arxiv:2201.00001",),
    )


def test_a_post_s_links_are_of_papers_that_it_speaks_of() -> None:
    links = [
        Link(LinkKind.BLOG, "https://lab.example.org/post"),
        Link(LinkKind.PAPER, "https://arxiv.org/abs/2105.11333"),
    ]
    assert own_and_others(links) == ((), ("arxiv:2105.11333",))


def test_a_file_without_an_identifier_is_known_by_its_address() -> None:
    link = Link(LinkKind.PAPER, "http://www.lab.example.org/files/One.pdf")
    assert own_and_others([link]) == (("page:lab.example.org/files/One.pdf",), ())
