"""Three small lists that hold some papers in common and do not agree on all of them."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Store

from loader.build import build
from loader.publishing import SnapshotStore

ALPHA = """\
# Alpha reads

## Visual Question Answering

`CVPR 2021` **Widgets of the Northern Sea** \\
*Ada One, Ben Two, Cy Three* \\
[[paper](https://arxiv.org/abs/2011.00001)] [[code](https://github.com/ada/widgets)]

`arXiv 2020` **Gears of the Southern Shore** \\
*Ada One, Ben Two* \\
[[paper](https://arxiv.org/abs/2003.00002)] [[code](https://github.com/Ada/Gears.git)]

`NIPS 2019` **Levers for Heavy Questions** \\
*Ada One, Ben Two, Cy Three* \\
[[paper](https://arxiv.org/abs/1905.00003)]

## Image Captioning

`ICML 2022` **Pulleys that Caption Pictures** \\
*Ada One, Ben Two, Cy Three* \\
[[paper](https://arxiv.org/abs/2201.00004)]

`KDD 2023` **Cranks Turned by Hand** \\
*Flo Six* \\
[[paper](https://arxiv.org/abs/2301.00005)]
"""

BETA = """\
# Beta reads

## VQA

`ECCV 2022` **Widgets of the Northern Sea** \\
*Ada One, Ben Two, Cy Three* \\
[[paper](https://arxiv.org/abs/2011.00001)] [[code](https://github.com/other/widgets)]

`ICML 2021` **Gears of the Southern Shore** \\
*A. One, B. Two* \\
[[paper](https://arxiv.org/abs/2003.00002)] [[code](https://github.com/ada/gears/tree/main)]

`NeurIPS 2019` **Levers for Heavy Questions** \\
*B. Two, A. One, C. Three* \\
[[paper](https://arxiv.org/abs/1905.00003)]

## Captions of Things

`ICML 2022` **Pulleys that Caption Pictures** \\
*Ada One et al.* \\
[[paper](https://arxiv.org/abs/2201.00004)]

`ICML 2024` **Springs under Strain** \\
*Eve Five* \\
[[paper](https://arxiv.org/abs/2401.00006)]
"""

GAMMA = """\
# Gamma reads

## 2019

`NeurIPS 2019` **Levers for Heavy Questions** \\
*Ada One, Dora Four* \\
[[paper](https://arxiv.org/abs/1905.00003)]

## 2020

**Gears of the Southern Shore** \\
*Ada One, Ben Two* \\
[[paper](https://arxiv.org/abs/2003.00002)]

## 2023

`KDD 2023` **Cranks Turned by Hand** \\
*Flo Six* \\
[[paper](https://arxiv.org/abs/2301.00005)]
"""

TEXTS = {"alpha": ALPHA, "beta": BETA, "gamma": GAMMA}


def build_lists(folder: Path, texts: dict[str, str]) -> Path:
    """A store in a folder with lists of these names and texts."""
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    store = folder / "store"
    build([str(folder / f"{name}.md") for name in texts], SnapshotStore(store))
    return store


def opened(store: Path) -> Store:
    """The graph that a store publishes."""
    name = (store / "current").read_text(encoding="utf-8").strip()
    return Store.read_only(str(store / "snapshots" / name / "db"))
