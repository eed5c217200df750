"""
What was read of the lines of an order, and what becomes of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from actions.changing.reading.fitting import Wanted, choice
from actions.changing.reading.known import Choice
from actions.changing.reading.lexicon import Lexicon


@dataclass
class Items:
    """
    What was read of lines; ids of lines everywhere.
    """

    lines: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    unclear: list[tuple[str, ...]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    parts: tuple[str, ...] = ()
    """The words for what alone is to be called off, where nothing is called so."""
    is_part: bool = False
    """What is named stands where the part stands that is to be called off."""
    wanted: dict[str, Wanted] = field(default_factory=dict)
    unclear_wanted: dict[str, Wanted] = field(default_factory=dict)


def choices(lexicon: Lexicon, wanted: dict[str, Wanted]) -> tuple[Choice, ...]:
    """
    What becomes of the lines.
    """
    of = {line.id: (goods, line) for goods in lexicon.goods for line in goods.lines}
    return tuple(choice(*of[id_], each) for id_, each in wanted.items())
