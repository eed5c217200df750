"""
The words of a message in compared form, and lists of words kept beside the code.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from actions.shared.likeness import fold

_WORD = re.compile(r"[^\W\d_]+")
# Typed for emphasis: «خررر», "idiooot".
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


def words_of(text: str) -> list[str]:
    """
    The words alone: no signs, no digits, in the form in which they are compared.
    """
    return _WORD.findall(_DRAWN_OUT.sub(r"\1", fold(text)))


@cache
def listed(file: str, kind: str) -> frozenset[str]:
    """
    One of the lists of a YAML file of this folder, in compared form.
    """
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    return frozenset(" ".join(words_of(each)) for each in yaml.safe_load(text)[kind])
