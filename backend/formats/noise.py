"""Bytes written as letters (base64, hexadecimal): scans, pictures and signatures within a text, which nobody reads.

Left in, a scan of one page becomes a thousand passages that say nothing and are found for anything.
"""

from __future__ import annotations

import re

SHORTEST = 2_000  # letters that are left out; keys and certificates are shorter
INSTEAD = "[encoded data left out]"
LETTER = "[A-Za-z0-9+/_-]"
LINE = rf"{LETTER}{{40,}}+"
END = rf"\s{{0,10}}+{LETTER}*+={{1,2}}|\s{{1,10}}+{LETTER}{{16,}}+|\s{{1,10}}+{LETTER}++(?=[<\"'])"  # a shorter line
RUN = re.compile(rf"(?<!{LETTER}){LINE}(?:\s{{1,10}}+{LINE})*+(?:{END})?")
SAMPLE = 1_000
HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


def without(piece: str) -> tuple[str, int]:
    """The text without such runs, each replaced by a remark, and how many characters they had."""
    if len(piece) < SHORTEST:
        return piece, 0
    lost = 0

    def replaced(run: re.Match[str]) -> str:
        nonlocal lost
        found = run[0]
        if len(found) < SHORTEST or not _is_encoded(found[:SAMPLE]):
            return found
        lost += len(found)
        return INSTEAD

    return RUN.sub(replaced, piece), lost


def _is_encoded(sample: str) -> bool:
    """Whether large and small letters and digits stand mixed, as in base64, or digits and the first six letters, as in
    hexadecimal. Genes, long numbers and words without end are none of both.
    """
    letters = set(sample) - set(" \t\n")
    kinds = sum(any(test(letter) for letter in letters) for test in (str.isupper, str.islower, str.isdigit))
    return kinds == 3 or (kinds == 2 and letters <= HEXADECIMAL and any(map(str.isalpha, letters)))
