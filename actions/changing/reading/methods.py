"""
Which of their means of payment a customer speaks of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from actions.changing.reading.known import Known
from actions.changing.reading.phrases import content, pattern
from actions.changing.reading.text import Text, fold
from crm_connector.choices import PaymentMethod
from crm_connector.operations import MethodKind

_REACH = 40
_DIGITS = re.compile(r"(?<![\w.])[x*.•#-]*(\d{2,6})(?![\da-z_])")


@dataclass(frozen=True)
class Methods:
    """
    The ids that fit, and the kind where the customer has none such.
    """

    ids: tuple[str, ...] = ()
    kind: MethodKind | None = None


def ids_in(text: Text, known: Known) -> list[tuple[int, int, str]]:
    """
    Where ids of methods stand, their own and such as look like them.
    """
    found = []
    for method in known.methods:
        id_ = re.escape(fold(method.id))
        found += [(*f.span(), method.id) for f in re.finditer(id_, text.folded)]
    taken = [(start, end) for start, end, _ in found]
    for other in re.finditer(r"(?<!\w)[a-z]+(?:_[a-z]+)*_\d{3,}", text.folded):
        if not any(start <= other.start() < end for start, end in taken):
            found.append((*other.span(), ""))
    return sorted(found)


def methods(text: Text, known: Known, *, is_asked: bool = False) -> Methods:
    """
    The methods that are meant. With `is_asked` a bare number may be a card's end.
    """
    named = [
        (start, end, id_)
        for start, end, id_ in ids_in(text, known)
        if not _is_denied(text, start)
    ]
    ids = [id_ for _, _, id_ in named if id_]
    if ids:
        # The last word counts.
        return Methods((ids[-1],))
    if named:
        start, end, _ = named[-1]
        kinds = _kinds(text.part(start, end), known)
        return Methods(kind=kinds[0] if kinds else MethodKind.CARD)
    original = _original(text, known)
    kinds = _kinds(text, known)
    ended = _by_digits(text, known, bool(kinds) or is_asked)
    if ended:
        return Methods(ended)
    if original is not None:
        return Methods((original,))
    branded = _by_name(text, known)
    if branded:
        return Methods(branded)
    for kind in reversed(kinds):
        ids = sorted(m.id for m in known.methods if m.kind is kind)
        if ids:
            return Methods(tuple(ids))
    return Methods(kind=kinds[-1] if kinds else None)


def _kinds(text: Text, known: Known) -> list[MethodKind]:
    """
    The kinds that are named, in their order; the more telling of two words for one.
    """
    found: list[tuple[int, int, MethodKind]] = []
    for kind in MethodKind:
        every = pattern("methods", kind.value).finditer(text.folded)
        found.extend((*each.span(), kind) for each in every)
    kept = []
    valued = _values_in(text, known)
    for start, end, kind in sorted(found):
        if any(first <= start and end <= last for first, last in valued):
            # What a thing has in it ("SD card") is nothing that one pays with.
            continue
        if any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in found):
            continue
        if not _is_denied(text, start, end):
            kept.append((start, kind))
    return [_owned(kind, known) for _, kind in kept]


def _values_in(text: Text, known: Known) -> list[tuple[int, int]]:
    """
    Where values of options stand, of all that is at hand.
    """
    options = [v.options for some in known.variants.values() for v in some]
    options += [line.options for line in (known.order.lines if known.order else ())]
    values = frozenset(
        fold(value)
        for named in options
        for told in named.values()
        for value in told.values()
        if value
    )
    return [each.span() for each in _any_of(values).finditer(text.folded)]


@lru_cache(maxsize=256)
def _any_of(values: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(values, key=lambda each: (-len(each), each))
    either = "|".join(map(re.escape, longest_first)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")


def _owned(kind: MethodKind, known: Known) -> MethodKind:
    """
    Shop credit is on a gift card in one shop, and in a wallet in the other.
    """
    kinds = {m.kind for m in known.methods}
    for one, other in (
        (MethodKind.WALLET, MethodKind.GIFT_CARD),
        (MethodKind.GIFT_CARD, MethodKind.WALLET),
    ):
        if kind is one and one not in kinds and other in kinds:
            return other
    return kind


def _original(text: Text, known: Known) -> str | None:
    if known.order is None or known.order.paid_with is None:
        return None
    for found in pattern("methods", "original").finditer(text.folded):
        if not _is_denied(text, found.start(), found.end()):
            return known.order.paid_with
    return None


def _by_digits(text: Text, known: Known, is_of_method: bool) -> tuple[str, ...]:
    if not is_of_method and not pattern("methods", "ending").search(text.folded):
        return ()
    for found in reversed(list(_DIGITS.finditer(text.folded))):
        digits = found.group(1)
        fitting = [m.id for m in known.methods if _ends_in(m, digits)]
        if fitting and not _is_denied(text, found.start()):
            return tuple(sorted(fitting))
    return ()


def _ends_in(method: PaymentMethod, digits: str) -> bool:
    texts = (method.id, *method.names.values())
    return any(re.search(rf"{digits}(?!\d)", fold(each)) for each in texts)


def _by_name(text: Text, known: Known) -> tuple[str, ...]:
    """
    Those of which a name says what the text says: "my Visa".
    """
    general = {fold(str(w)) for w in content("methods")["vague"][0].split()}
    fitting = set()
    for method in known.methods:
        for name in method.names.values():
            for word in re.findall(r"[^\W\d_]{3,}", fold(name)):
                if word in general:
                    continue
                for at in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text.folded):
                    if not _is_denied(text, at.start(), at.end()):
                        fitting.add(method.id)
    return (
        tuple(sorted(fitting))
        if len(fitting) < len(known.methods) or len(fitting) == 1
        else ()
    )


def _is_denied(text: Text, start: int, end: int | None = None) -> bool:
    before = text.folded[max(0, start - _REACH) : start]
    if pattern("methods", "denied").search(before):
        return True
    behind = text.folded[end : end + _REACH] if end is not None else ""
    return pattern("methods", "denied_behind").match(behind) is not None


def says_other_card(text: str) -> bool:
    """
    Whether a card or an account is named that is not the one that was used.
    """
    return pattern("methods", "other_card").search(fold(text)) is not None
