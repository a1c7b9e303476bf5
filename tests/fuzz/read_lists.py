"""Reads what a fuzzer makes of lists, to find texts that break the reader or hold it up.

The fuzzer is Atheris, which only this needs: ``pip install atheris``, and then, with the folder it
may write to first and options of libFuzzer behind it::

    python -m tests.fuzz.read_lists found -max_total_time=600

The folder is given seeds to begin with: a list of each way of writing one. A find is a file
``crash-*`` or ``timeout-*`` in the working directory: given as the one argument, it is read once
more. What is mended is kept as a test in ``tests/loader/reading/test_promises.py``.
"""

from __future__ import annotations

import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

# Seconds for one text: a thousandth of that is enough for one so short.
OPTIONS = ("-timeout=10", "-max_len=4096", "-rss_limit_mb=2048", "-only_ascii=0")
# What lists are made of; one that begins with \\x01 is reStructuredText.
SEEDS = (
    """# Survey

`ICML 2020` **A title of words** \\
*Ada Lovelace, Mary Shelley* \\
[[paper](https://arxiv.org/abs/2001.00001)] [[code](https://github.com/a/b)]
""",
    """| Title | Venue | Code |
|---|---|---|
| [A title of words](https://a.org/b) | KDD'20 | - |
""",
    """<table>
<tr><th>Title</th><th>Year</th></tr>
<tr><td><a href='https://a.org/b'>A title of words</a></td>
<td>2020</td></tr>
</table>
""",
    """- Lovelace, A., & Shelley, M. (2020). "A title". *Nature*, 12(3), 4-5. https://doi.org/10.1000/1
  > Told
    - Code: [official](x/y)
""",
    """<details><summary><b>2020</b></summary>

1. [A title of words][1], Ada Lovelace et al.

</details>

[1]: https://a.org/b 'x'
""",
    """\x01Survey
======

- `A title of words <https://a.org/b>`_, Ada Lovelace, ICML 2020

  - `code`__

__ https://a.org/c
""",
    """\x01.. list-table::
   :header-rows: 1

   * - Title
     - Year
   * - A title of words
     - 2020

+---+---+
| a | b |
+===+===+
| c | d |
+---+---+
""",
    """### [A title](https://a.org/b) ![](https://img.shields.io/badge/arXiv-2001-red) :fire:
**Authors:** Ada Lovelace; Mary Shelley (MIT)
<br>**TL;DR**: &amp; so on <!-- x -->
""",
)


def read_one(data: bytes) -> None:
    """Read one text: reStructuredText where its first character is odd, else Markdown."""
    from loader.records import Markup  # noqa: PLC0415 (imported where it is instrumented)
    from tests.loader.reading import promises  # noqa: PLC0415

    markup = Markup.RESTRUCTUREDTEXT if data[:1] == b"\x01" else Markup.MARKDOWN
    text = data.removeprefix(b"\x01").decode("utf-8", "replace")
    # As sources give it: with line feeds alone.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = promises.reading(text, markup)
    promises.hold_lines(found, text)
    promises.hold_titles(found)
    promises.hold_links(found, text)


def plant(folder: Path) -> None:
    """Write the seeds into a folder, beside what was found there earlier."""
    for n, seed in enumerate(SEEDS):
        (folder / f"seed-{n}").write_text(seed, encoding="utf-8")


def main() -> None:
    """Fuzz, or read once more what was found."""
    warnings.simplefilter("error")
    for folder in filter(Path.is_dir, map(Path, sys.argv[1:])):
        plant(folder)
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=["loader"]):
        import_module("loader.reading")
    options = [option for option in OPTIONS if option.partition("=")[0] not in " ".join(sys.argv)]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:]], read_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
