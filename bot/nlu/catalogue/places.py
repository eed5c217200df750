"""
Cities, and the shop's branches, with those that it may not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.nlu.catalogue import base
from bot.nlu.catalogue.context import Context
from bot.nlu.catalogue.index import BRANCH, CITY, Thing
from bot.nlu.catalogue.named import Named, Span, places_of
from bot.nlu.catalogue.talk import talk

UNKNOWN = "unknown"

_SHORTEST_BRANCH = 3


def find(message: Context) -> Iterator[Named]:
    """
    The branches and the cities of a message.
    """
    branches = [
        each for each in message.apart(BRANCH) if message.beside(each, "branch_words")
    ]
    for each in branches:
        yield message.plain(_with_word(message, each))
    at_branches = places_of(branches)
    for each in message.apart(CITY):
        if _is_city(message, each, at_branches):
            yield message.plain(each)
    yield from _unknown_branches(message, branches)


def _with_word(message: Context, span: Span) -> Span:
    if message.text(span.start - 1) in base.words_for("branch_words"):
        return Span(span.start - 1, span.end, span.thing)
    return Span(span.start, span.end + 1, span.thing)


def _is_city(message: Context, span: Span, branches: set[int]) -> bool:
    if not branches.isdisjoint(range(span.start, span.end)):
        return False
    run = message.run_around(span)
    if run is not None and run.length > span.end - span.start:
        return False
    before = message.text(span.start - 1)
    return not span.thing.careful or before in base.words_for("place_words")


def _unknown_branches(message: Context, known: Sequence[Span]) -> Iterator[Named]:
    """
    «شعبه ونک», "tajrish branch": a branch that the shop may not have.
    """
    words = base.words_for("branch_words")
    beside = {at for each in known for at in range(each.start - 1, each.end + 1)}
    for at, token in enumerate(message.tokens):
        if token.text not in words or at in beside:
            continue
        # In English the name is in front, elsewhere behind.
        latin = token.text in ("branch", "store")
        place = at - 1 if latin else at + 1
        name = message.text(place)
        if (
            len(name) >= _SHORTEST_BRANCH
            and name.isalpha()
            and name not in talk()
            and name not in base.words_for("no_branch")
            and not message.is_product(place)
            and not any(
                place in places
                for kind, places in message.kinds.items()
                # A branch is often called by its city.
                if kind not in (CITY, BRANCH)
            )
        ):
            span = Span(min(at, place), max(at, place) + 1, Thing(BRANCH, name, ""))
            yield message.named_as(BRANCH, span, UNKNOWN)
