"""Authors: lines of names in the notations of lists and bibliographies."""

from __future__ import annotations

import pytest

from loader.fields.authors import authors_of, reads_as_authors, without_marks


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("A. Krizhevsky, I. Sutskever, G. E. Hinton", "A. Krizhevsky/I. Sutskever/G. E. Hinton"),
        ("Aäron van den Oord & Oriol Vinyals", "Aäron van den Oord/Oriol Vinyals"),
        ("Armand Joulin, Edouard Grave", "Armand Joulin/Edouard Grave"),
        ("Yann LeCun; Yoshua Bengio; Geoffrey Hinton", "Yann LeCun/Yoshua Bengio/Geoffrey Hinton"),
        ("Tsung-Yi Lin and Piotr Dollár.", "Tsung-Yi Lin/Piotr Dollár"),
        ("王小明，李雷", "王小明/李雷"),
        ("山田太郎、佐藤花子", "山田太郎/佐藤花子"),
        ("Fernando Pérez-García", "Fernando Pérez-García"),
    ],
)
def test_names_are_parted_and_stay_as_they_are(line: str, names: str) -> None:
    assert authors_of(line) == (tuple(names.split("/")), False)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Wiles, O. and Zisserman, A.", "O. Wiles/A. Zisserman"),
        ("Wiles, O., Koepke, A.S., Zisserman, A.", "O. Wiles/A.S. Koepke/A. Zisserman"),
        ("Hinton, G.; Vinyals, O.; Dean, J.", "G. Hinton/O. Vinyals/J. Dean"),
        ("Sutton, R. S. and Barto, A. G.", "R. S. Sutton/A. G. Barto"),
        ("Doersch, Carl and Gupta, Abhinav", "Carl Doersch/Abhinav Gupta"),
        ("Kingma, Diederik P., and Jimmy Ba", "Diederik P. Kingma/Jimmy Ba"),
        ("Silver, David, van den Driessche, George", "David Silver/George van den Driessche"),
        (
            "Hoffman, Matthew W, Pfau, David, and de Freitas, Nando",
            "Matthew W Hoffman/David Pfau/Nando de Freitas",
        ),
        ("David Ha, Andrew Dai and Le, Quoc V", "David Ha/Andrew Dai/Quoc V Le"),
    ],
)
def test_surnames_in_front_are_turned(line: str, names: str) -> None:
    assert authors_of(line) == (tuple(names.split("/")), False)


def test_two_single_words_are_one_name_only_where_bibliographies_begin() -> None:
    assert authors_of("LeCun, Yann", inverted_first=True)[0] == ("Yann LeCun",)
    assert authors_of("Dellaert, Tancik")[0] == ("Dellaert", "Tancik")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Passalis et al.", "Passalis"),
        ("Romero, Adriana et al.", "Adriana Romero"),
        ("Mnih, Volodymyr, Silver, David, et al", "Volodymyr Mnih/David Silver"),
        ("Touati, Bacon, Precup, Vincent, et al.", "Touati/Bacon/Precup/Vincent"),
        ("Mildenhall, Ben, Pratul P. Srinivasan, et al.", "Ben Mildenhall/Pratul P. Srinivasan"),
        ("Peter W. Battaglia and others", "Peter W. Battaglia"),
        ("Y. Bengio and 12 others", "Y. Bengio"),
        ("Fei-Fei Li, Jia Deng, etc.", "Fei-Fei Li/Jia Deng"),
    ],
)
def test_names_cut_short_are_whole_up_to_the_cut(line: str, names: str) -> None:
    assert authors_of(line) == (tuple(names.split("/")), True)


@pytest.mark.parametrize(
    "line",
    [
        "Wei Liu1, Jia Deng2",
        "Wei Liu*, Jia Deng†",
        "Wei Liu (UNC), Jia Deng (Princeton)",
        "Wei Liu1,2, Jia Deng2,*",
        "Authors: Wei Liu, Jia Deng",
        "by Wei Liu and Jia Deng",
    ],
)
def test_marks_affiliations_and_lead_ins_are_no_names(line: str) -> None:
    assert authors_of(line) == (("Wei Liu", "Jia Deng"), False)


def test_a_missing_blank_before_and_is_mended() -> None:
    assert authors_of("Jeff Donahue, Yangqing Jiaand Trevor Darrell")[0] == (
        "Jeff Donahue",
        "Yangqing Jia",
        "Trevor Darrell",
    )


def test_a_line_that_counts_others_and_names_nobody_gives_none() -> None:
    assert authors_of("and 3 others") == (None, False)


def test_marks_go_and_letters_stay() -> None:
    assert without_marks("Wei Liu1, Jia Deng*†") == "Wei Liu, Jia Deng"


@pytest.mark.parametrize(
    "text",
    [
        "Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun",
        "He et al.",
        "Vaswani, Ashish, et al.",
        "Yann LeCun",
        "by Jay Alammar",
        "Authors: Wei Liu, Jia Deng",
        "Tsung-Yi Lin and Piotr Dollár",
        "Wei Liu1, Jia Deng2",
        "王小明、李雷",
    ],
)
def test_a_line_of_names_reads_as_authors(text: str) -> None:
    assert reads_as_authors(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Deep Learning",
        "Computer Vision, Pattern Recognition",
        "Google Research, Brain Team",
        "Stanford University",
        "OpenAI",
        "CVPR 2019",
        "2019, 2020",
        "A tool for everyone",
        "https://example.org",
    ],
)
def test_topics_institutions_venues_and_prose_do_not_read_as_authors(text: str) -> None:
    assert not reads_as_authors(text)


def test_a_word_alone_may_be_anything() -> None:
    assert not reads_as_authors("LeCun")
