"""
What one piece of a message says.
"""

from __future__ import annotations

from actions.changing.reading.items import Items, Reader, choices
from actions.changing.reading.known import Asked, Asking, Known, Said
from actions.changing.reading.lexicon import Lexicon
from actions.changing.reading.methods import ids_in, methods
from actions.changing.reading.phrases import pattern
from actions.changing.reading.text import Text, text_of


def read(text: str, lang: str, known: Known, asked: Asked | None = None) -> Said:
    """
    Read a text for the order at hand, as an answer to what was asked, if anything was.

    `lang` is one of fa, fa-Latn, ar, en: what else is written in it is read as well.
    """
    whole = text_of(text)
    asking = asked.asking if asked else None
    codes = [(start, end) for start, end, _ in ids_in(whole, known)]
    bare = whole.without(codes)
    lexicon = Lexicon.of(known)
    words = lexicon.words(bare, lang)
    line = asked.line if asked and asking is Asking.OPTIONS else ""
    is_leaving = _is_leaving(bare)
    reader = Reader(bare, words, lexicon.finds(words), lexicon, is_leaving, line)
    items = reader.items()
    paid = methods(whole, known, is_asked=asking is Asking.METHOD)
    return Said(
        lines=tuple(items.lines),
        dropped=tuple(items.dropped),
        unclear_lines=tuple(items.unclear),
        all_lines=pattern("items", "all").search(bare.folded) is not None,
        choices=choices(lexicon, items.wanted),
        unclear_choices=choices(lexicon, items.unclear_wanted),
        methods=paid.ids,
        method_kind=paid.kind,
    )


def _is_leaving(text: Text) -> bool:
    return False


__all__ = ["Items", "read"]
