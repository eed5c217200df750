"""
Whether a text that could be of the catalogue is of a thing that was ordered already.

"I don't want the tea maker" looks for none, where one is in an order that can still be
changed; "my shoes in 44, not 43" buys none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from actions.changing.reading.amounts import amount, is_denied
from actions.changing.reading.another import places_of_kind, wants_another
from actions.changing.reading.known import Known
from actions.changing.reading.lexicon import Lexicon
from actions.changing.reading.phrases import pattern
from actions.changing.reading.quantities import removed
from actions.changing.reading.text import Text, text_of
from actions.changing.reading.things import Mention
from actions.changing.reading.usual import is_usual
from actions.changing.reading.words import Word
from bot.nlu.finglish import SoundIndex
from crm_connector.model import Order, OrderStatus

_NOT_SENT = (OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PREPARING)


def changes_owned(text: str, lang: str, orders: Sequence[Order]) -> bool:
    """
    Whether it tells what is to become of something in these orders.

    Of what was not sent yet less may be wanted, or none; of their own thing, whether it
    has come or not, another kind.
    """
    said = text_of(text)
    return any(_changes(said, lang, order) for order in orders)


def _changes(text: Text, lang: str, order: Order) -> bool:
    lexicon = Lexicon.of(Known(order=_by_name(order)))
    words = lexicon.words(text, lang)
    mentions = _joined(
        each
        for each in lexicon.things.mentions(words)
        if not all(map(is_usual, words[each.first : each.last]))
    )
    can_change = order.status in _NOT_SENT
    return any(
        (can_change and _is_told(text, words, each, mentions))
        or _is_other(text, words, each, lexicon.vocabulary, lang)
        for each in mentions
    )


def _joined(mentions: Iterable[Mention]) -> list[Mention]:
    """
    With the words of one name, side by side, as one: «قهوه بدون کافئین».
    """
    found: list[Mention] = []
    for each in mentions:
        last = found[-1] if found else None
        if last and last.last == each.first and last.products & each.products:
            both = last.products & each.products
            found[-1] = replace(last, last=each.last, products=both)
        else:
            found.append(each)
    return found


def _by_name(order: Order) -> Order:
    """
    The order whose lines are told by their names alone.
    """
    return replace(
        order, lines=tuple(replace(each, options={}) for each in order.lines)
    )


def _is_told(
    text: Text, words: Sequence[Word], thing: Mention, mentions: Sequence[Mention]
) -> bool:
    """
    Whether it is to go, to stay as it is, or to be so many.
    """
    place = range(thing.first, thing.last)
    others = [range(e.first, e.last) for e in mentions if e is not thing]
    if is_denied(words, place, others) or removed(text, words, thing.first, thing.last):
        return True
    found = amount(words, place, others)
    return found is not None and (found.to is not None or found.by < 0)


def _is_other(
    text: Text,
    words: Sequence[Word],
    thing: Mention,
    vocabulary: frozenset[str],
    lang: str,
) -> bool:
    """
    Whether it is their own, or not this one, and what is wanted is told by its options.
    """
    if not _tells_option(text, words, thing):
        return False
    is_instead = pattern("owned", "instead").search(text.folded) is not None
    is_instead = is_instead or wants_another(text)
    return is_instead or _is_theirs(text, words, thing, vocabulary, lang)


def _is_theirs(
    text: Text,
    words: Sequence[Word],
    thing: Mention,
    vocabulary: frozenset[str],
    lang: str,
) -> bool:
    start, end = words[thing.first].start, words[thing.last - 1].end
    before = [*pattern("owned", "before").finditer(text.folded, 0, start)]
    if before and not text.folded[before[-1].end() : start].strip():
        return True
    behind = text.folded[end:].lstrip()
    if pattern("owned", "behind").match(behind):
        return True
    return any(
        _has_ending(each, vocabulary, lang) for each in words[thing.first : thing.last]
    )


def _has_ending(word: Word, vocabulary: frozenset[str], lang: str) -> bool:
    """
    Whether a word is one that it names with an ending that says whose it is.
    """
    if word.text in vocabulary or word.forms[0] in vocabulary:
        return False
    if word.text.isascii():
        # «kafsham» sounds like «کفش» with an ending.
        sounds = SoundIndex(sorted(e for e in vocabulary if not e.isascii()))
        stem = sounds.stem(word.text)
        return stem is not None and _ends(stem[1], lang)
    return any(
        word.text.startswith(form) and _ends(word.text[len(form) :], lang)
        for form in word.forms
        if form in vocabulary
    )


def _ends(letters: str, lang: str) -> bool:
    # The Arabic "my" is an ending of Persian words that says nothing of the kind.
    ending = pattern("owned", "ending_ar" if lang == "ar" else "ending")
    return ending.fullmatch(letters) is not None


def _tells_option(text: Text, words: Sequence[Word], thing: Mention) -> bool:
    """
    Whether a colour, a size or the like stands beside what names the thing.
    """
    inside = range(thing.first, thing.last)
    return any(place not in inside for place in places_of_kind(text, words))
