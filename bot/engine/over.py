"""
A change that is wished for in a message, and taken back later in the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.changing.reading import Known, is_denied, pieces, read, takes_back
from actions.changing.state.kinds import kind_of
from bot.engine.parts import Stretch


def taken_back(found: Sequence[Stretch], written: str) -> tuple[Stretch, ...]:
    """
    The one change that is wished for, and what takes it back behind it; else nothing.

    Where none is wished for, it is what says that none is to be made.
    "Cancel it. How many points have I? Don't cancel it, after all" asks for points.
    """
    changes = [
        at for at, each in enumerate(found) if each.asks and _wants(each.text, written)
    ]
    if not changes:
        # "Don't cancel it, just tell me when it arrives."
        return tuple(each for each in found if is_denied(each.text))
    if len(changes) != 1:
        return ()
    (first,) = changes
    behind = [each for each in found[first + 1 :] if _is_no(each.text, written)]
    return (found[first], *behind) if behind else ()


def _wants(text: str, written: str) -> bool:
    named = any(map(kind_of, pieces(text, written, Known())))
    return named and not is_denied(text)


def _is_no(text: str, written: str) -> bool:
    said = read(text, written, Known())
    return is_denied(text) or takes_back(text) or said.yes is False
