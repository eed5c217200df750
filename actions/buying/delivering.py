"""
Which way of delivery and which address somebody means, of those that there are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.buying.reading import says
from actions.shared.likeness import fold
from actions.shared.sayings import bare
from crm_connector.cart import Delivery
from crm_connector.model import Address

_SHORTEST_NAME = 3
# «المندوب» is «مندوب».
_ARTICLE = re.compile(r"\b(?:ال|بال|لل)(?=\w{3})")
# These say what a way is, by whichever name the shop calls it.
_KINDS = ("by_post", "by_courier")
_SHORTEST_OF_STREET = 4
_LONG = 6


def delivery_in(text: str, ways: Sequence[Delivery]) -> str | None:
    """
    The way of delivery that a text names, by its name or by what it is: its id.
    """
    said = f" {_ARTICLE.sub('', bare(text))} "
    names = {way.id: _name_words(way) for way in ways}
    found = []
    for way in ways:
        others = set().union(*(w for id_, w in names.items() if id_ != way.id))
        own = names[way.id] - others
        if any(_stands(word, said) for word in own):
            found.append(way.id)
    if len(found) == 1:
        return found[0]
    if says(text, "fastest"):
        return min(ways, key=lambda e: (e.most_days or 99, e.price.amount)).id
    if says(text, "cheapest"):
        return min(ways, key=lambda e: e.price.amount).id
    return None if found else _of_kind(text, ways)


def _stands(word: str, said: str) -> bool:
    """
    Whether it stands there: a short word as it is, since "postal" is no "post".
    """
    end = "" if len(word) >= _LONG else " "
    return f" {word}{end}" in said


def names_way(text: str) -> bool:
    """
    Whether a way of delivery is said, before it is known which ways there are.
    """
    if any(says(text, kind) for kind in _KINDS):
        return True
    is_quality = says(text, "fastest") or says(text, "cheapest")
    return is_quality and says(text, "delivering")


def known_address_in(
    text: str, known: Sequence[Address], present: Address | None
) -> Address | None:
    """
    Which of the addresses that are known is meant: "the same", "home", "in Shiraz".

    `present` is the one the cart goes to so far.
    """
    if not known:
        return None
    if says(text, "previous"):
        return known[0]
    if says(text, "the_same"):
        return present or known[0]
    if says(text, "elsewhere"):
        return None
    said = set(bare(text).split())
    scores = [len(said & _telling(each, known)) for each in known]
    best = max(scores)
    if best and scores.count(best) == 1:
        return known[scores.index(best)]
    if says(text, "at_home") and len(known) == 1:
        return known[0]
    return None


def _telling(address: Address, known: Sequence[Address]) -> set[str]:
    """
    The words of an address that no other has.
    """
    others = (_words(each) for each in known if each != address)
    return _words(address).difference(*others)


def _words(address: Address) -> set[str]:
    texts = (address.city, address.province or "", *address.lines)
    return {
        word
        for text in texts
        for word in bare(text).split()
        if len(word) >= _SHORTEST_OF_STREET or word == fold(address.city)
    }


def _of_kind(text: str, ways: Sequence[Delivery]) -> str | None:
    """
    "Courier", where one way alone is that, or none of the others is not.
    """
    for kind, other in (_KINDS, _KINDS[::-1]):
        if not says(text, kind):
            continue
        named = {way.id: " ".join(_name_words(way)) for way in ways}
        fitting = [id_ for id_, names in named.items() if says(names, kind)]
        rest = [id_ for id_, names in named.items() if not says(names, other)]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting and len(rest) == 1:
            return rest[0]
    return None


def _name_words(way: Delivery) -> set[str]:
    words: set[str] = set()
    for text in way.names.values():
        folded = bare(text).strip()
        words.add(folded)
        words.update(e for e in folded.split() if len(e) >= _SHORTEST_NAME)
    return words
