"""Text of a list made safe and plain, before anything is read into it."""

from __future__ import annotations

import re
import unicodedata

# Characters that change how neighbours are displayed without being seen themselves: a title that
# holds them can show one thing and be another (Unicode TR 36, section 2.10).
_INVISIBLE = dict.fromkeys(
    [
        *range(0x202A, 0x202F),  # bidirectional embeddings and overrides
        *range(0x2066, 0x206A),  # bidirectional isolates
        0x061C,
        0x200B,
        0x200E,
        0x200F,
        0x2060,
        0xFEFF,
    ]
)
_WORD = re.compile(r"\w+")
_BLANKS = re.compile(r"\s+")
_QUOTES = "\"'“”„«»《》「」`"
_DOUBLE_QUOTES = '"“”'
_TRAILING = ".,:;"


def plain(text: str) -> str:
    r"""Text in NFC on one line, without control, direction or zero-width characters.

    >>> plain("Disheng Liu,  Zhiming\u202e Cui ")
    'Disheng Liu, Zhiming Cui'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    text = "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text)
    return _BLANKS.sub(" ", text).strip()


def title_of(text: str) -> str:
    """A title without surrounding quotes and closing stops; ``?`` and ``!`` belong to it.

    >>> title_of("“Is this it?”."), title_of('Whose quote opens nowhere",')
    ('Is this it?', 'Whose quote opens nowhere')
    >>> title_of("CLIP in Medical Imaging: A Comprehensive Survey.")
    'CLIP in Medical Imaging: A Comprehensive Survey'
    """
    title = plain(text)
    while title:
        shorter = title.rstrip(_TRAILING + " ")
        if len(shorter) > 1 and shorter[0] in _QUOTES and shorter[-1] in _QUOTES:
            shorter = shorter[1:-1].strip()
        elif sum(map(shorter.count, _DOUBLE_QUOTES)) == 1:
            shorter = shorter.strip(_DOUBLE_QUOTES).strip()
        if shorter == title:
            break
        title = shorter
    return title


def has_letter(text: str) -> bool:
    """Whether a text holds a letter of any script; marks and numbers alone name nothing.

    >>> has_letter("[0]"), has_letter("王")
    (False, True)
    """
    return any(character.isalpha() for character in text)


def key_of(text: str) -> str:
    """Words of a text for comparing: case-folded, without accents and punctuation.

    >>> key_of("MedCLIP: Contrastive Learning") == key_of("Medclip - contrastive learning.")
    True
    """
    if text.isascii():
        return " ".join(_WORD.findall(text.lower()))
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_WORD.findall(letters.casefold()))
