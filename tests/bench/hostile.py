"""How the time of reading hostile texts grows: `python -m tests.bench.hostile [CHARACTERS]`.

Prints, for each kind, seconds of processor time for a text and for one four times as long, and the
ratio: 4 where reading is linear, 16 where it grows with the square. The steepest come first.
"""

from __future__ import annotations

import sys
import time

from tests.loader.reading.hostile import Attack, attacks
from tests.loader.reading.promises import reading

LENGTH = 5_000
# What takes less is all constant cost, and its ratio says nothing.
WORTH_A_LINE = 0.2


def measured(attack: Attack, length: int) -> tuple[float, float]:
    """Seconds for a text of some characters, and for one of four times as many."""
    taken = []
    for factor in (1, 4):
        text = attack.text(factor * length)
        begun = time.process_time()
        reading(text, attack.markup)
        taken.append(time.process_time() - begun)
    return taken[0], taken[1]


def main(length: int) -> None:
    """Print the report."""
    rows = [(f"{a.name} {a.place}", *measured(a, length)) for a in attacks()]
    rows.sort(key=lambda row: row[2] / max(row[1], 0.001), reverse=True)
    shown = [row for row in rows if row[2] >= WORTH_A_LINE]
    sys.stdout.write(f"{len(rows)} kinds; {len(shown)} take {WORTH_A_LINE} s or more\n")
    for name, short, long in shown:
        sys.stdout.write(f"{long / max(short, 0.001):5.1f}  {short:7.3f}  {long:7.3f}  {name}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LENGTH)
