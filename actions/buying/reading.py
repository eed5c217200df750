"""
From a customer's words to what is meant of a cart: pure functions, no I/O.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

from actions.buying.counting import counted, numbers
from actions.changing.reading import Asked, Asking, Choice, Known, read
from actions.shared.likeness import fold
from actions.shared.sayings import bare, listed
from crm_connector.choices import Variant
from crm_connector.model import CatalogueEntry, Money, Order, OrderLine, OrderStatus
from crm_connector.operations import MethodKind

WORDS = Path(__file__).with_name("words.yml")
_ONE, _SEVERAL, _CATEGORY = "product", "several", "category"
# Between two things; the last one before a thing belongs to neither.
_BETWEEN = re.compile(r"[,،;؛\n+&]|(?<!\w)(?:and|plus|و|va|with|همراه|مع|هم)(?!\w)")
# What these are of says nothing of which thing it is.
_OTHER = frozenset(
    {"color", "size", "quantity", "amount", "date", "phone", "email", "order_number"}
)
# Of the Arabic dual.
_DUAL = ("ين", "ان")
_NEAR = 24
_THEN = datetime(2000, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Wanted:
    """
    A thing that a message asks for.

    `words` are the customer's for it, `text` all that was said of it, and `search` that
    without its colours, sizes (`told`) and numbers. `ids` are the products that it may
    be, where the catalogue knows; else it is of this `category` and `brand`. `quantity`
    is None where none was said.
    """

    words: str
    text: str
    search: str
    ids: tuple[str, ...] = ()
    category: str = ""
    brand: str = ""
    quantity: int | None = None
    told: tuple[str, ...] = ()


def wanted(text: str, entities: Sequence[Mapping[str, Any]]) -> tuple[Wanted, ...]:
    """
    The things of the catalogue that a message names, in their order.
    """
    placed = sorted(
        (e for e in entities if e.get("start") is not None),
        key=lambda each: int(each["start"]),
    )
    things = [e for e in placed if e["entity"] in ("product", "category")]
    # "The Tarnaz one": a brand alone may tell as much.
    things = things or [e for e in placed if e["entity"] == "brand"]
    ends = [0]
    for before, after in pairwise(things):
        ends.append(_boundary(text, before, after, placed))
    ends.append(len(text))
    found = []
    for at, thing in enumerate(things):
        first, last = ends[at], ends[at + 1]
        inside = [e for e in placed if first <= int(e["start"]) < last]
        found.append(_wanted(text, first, last, thing, inside))
    return tuple(found)


def pressed(
    entities: Sequence[Mapping[str, Any]],
    product: Callable[[str], CatalogueEntry | None],
) -> tuple[Wanted, ...]:
    """
    The products that a button carries; `product` gives what the catalogue says of one.
    """
    ids = [
        str(each["value"])
        for each in entities
        if each["entity"] == _ONE and each.get("start") is None
    ]
    found = [(id_, product(id_)) for id_ in ids]
    return tuple(
        Wanted(
            words=next(iter(entry.names.values()), id_), text="", search="", ids=(id_,)
        )
        for id_, entry in found
        if entry is not None
    )


def _boundary(
    text: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    placed: Sequence[Mapping[str, Any]],
) -> int:
    first, last = int(before["end"]), int(after["start"])
    words = list(_BETWEEN.finditer(text, first, last))
    if words:
        return words[-1].end()
    numbers = [
        int(e["start"])
        for e in placed
        if e["entity"] == "quantity" and first <= int(e["start"]) < last
    ]
    return min(numbers, default=last)


def _wanted(
    text: str,
    first: int,
    last: int,
    thing: Mapping[str, Any],
    inside: Sequence[Mapping[str, Any]],
) -> Wanted:
    search = list(text[first:last])
    for each in inside:
        if each["entity"] in _OTHER:
            start, end = int(each["start"]) - first, int(each["end"]) - first
            search[start:end] = " " * (end - start)
    kind, value = thing.get("kind"), str(thing["value"])
    ids: tuple[str, ...] = ()
    if kind == _ONE and thing["entity"] == "product":
        ids = (value,)
    elif kind == _SEVERAL:
        ids = tuple(map(str, thing.get("ids") or ()))
    # «احذية رياضية» is of shoes, whatever else is for sports.
    kinds = " ".join(str(e["value"]) for e in inside if e["entity"] == "product_word")
    brands = [str(e["value"]) for e in inside if e["entity"] == "brand"]
    return Wanted(
        words=str(thing.get("surface") or value),
        text=text[first:last].strip(),
        search=f"{''.join(search).strip()} {kinds}".strip(),
        ids=ids,
        category=value if kind == _CATEGORY else "",
        brand=brands[0] if brands else "",
        quantity=_quantity(text, first, last, thing, inside),
        told=told_in(inside),
    )


def told_in(entities: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """
    The colours and sizes of a message, in the customer's words.
    """
    return tuple(
        str(each.get("surface") or each["value"])
        for each in entities
        if each["entity"] in ("color", "size")
    )


def is_two_of(word: str, names: Iterable[str]) -> bool:
    """
    Whether there is the Arabic dual of one of these names in it: «قميصين» of «قميص».
    """
    known = {part for name in names for part in fold(name).split()}
    stems = {
        said.removesuffix(fold(end))
        for said in fold(word).split()
        for end in _DUAL
        if said.endswith(fold(end))
    }
    # «محفظتين» is of «محفظة».
    feminine = {f"{stem.removesuffix('ت')}ه" for stem in stems if stem.endswith("ت")}
    return not known.isdisjoint(stems | feminine)


def _quantity(
    text: str,
    first: int,
    last: int,
    thing: Mapping[str, Any],
    inside: Sequence[Mapping[str, Any]],
) -> int | None:
    for each in inside:
        if each["entity"] == "quantity" and str(each["value"]).isdecimal():
            return counted(int(each["value"]))
    taken = [(int(e["start"]), int(e["end"])) for e in inside if e["entity"] in _OTHER]
    start = int(thing["start"])
    before = text[max(first, start - _NEAR) : start]
    offset = start - len(before)
    found = numbers(before)
    for number, begin, end in reversed(found):
        place = (begin + offset, end + offset)
        if not any(a < place[1] and place[0] < b for a, b in taken):
            return number
    return None


def says(text: str, kind: str) -> bool:
    """
    Whether one of the words of this kind stands in it.
    """
    return listed(WORDS, kind).search(bare(text)) is not None


@dataclass(frozen=True)
class Thing:
    """
    An item of the cart as it can be spoken of: its names, and its pieces.
    """

    product: str
    names: Mapping[str, str]
    variants: tuple[Variant, ...]
    variant: str = ""


@dataclass(frozen=True)
class Spoken:
    """
    What is said of the items: by their places in the cart.

    `named` are those that were named, `pieces` those of whose pieces something was
    said, with the ids that fit, and `unmet` words for pieces that there are not.
    """

    named: tuple[int, ...] = ()
    pieces: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    unmet: Mapping[int, str] = field(default_factory=dict)


def of_items(
    text: str, lang: str, things: Sequence[Thing], asked: int | None = None
) -> Spoken:
    """
    What a text says of the items; `asked` is the one whose piece was asked about.
    """
    lines = tuple(_line(at, each) for at, each in enumerate(things))
    variants = {each.product: each.variants for each in things}
    known = Known(order=_as_order(lines), variants=variants)
    about = None if asked is None else Asked(Asking.OPTIONS, str(asked))
    said = read(text, lang, known, about)
    pieces: dict[int, tuple[str, ...]] = {}
    unmet: dict[int, str] = {}
    for each in said.choices:
        at = int(each.line)
        if each.candidates and not _says_all(each, things[at]):
            pieces[at] = each.candidates
        if each.unmet:
            unmet[at] = " ".join(each.unmet)
    named = tuple(int(line) for line in (*said.lines, *said.dropped))
    return Spoken(tuple(dict.fromkeys(named)), pieces, unmet)


def pieces_of(
    text: str, told: Iterable[str], lang: str, thing: Thing
) -> tuple[str, ...]:
    """
    The pieces of a thing that fit a text, and each colour and size of it.

    "Running shoes 41" has a number that may be how many, unless it was understood as a
    size before.
    """
    pieces = tuple(of_items(text, lang, [thing]).pieces.get(0, ()))
    for each in dict.fromkeys(told):
        fitting = of_items(each, lang, [thing], asked=0).pieces.get(0, ())
        both = tuple(e for e in pieces if e in fitting) if pieces else tuple(fitting)
        pieces = both or pieces
    return pieces


def values_in(text: str, pieces: Iterable[Variant]) -> tuple[str, ...]:
    """
    The numbers of a text that are what a piece is like: "black 41".
    """
    values = number_values(pieces)
    return tuple(str(each) for each, _, _ in numbers(text) if each in values)


def number_values(pieces: Iterable[Variant]) -> set[int]:
    """
    The numbers that options of these pieces are: sizes, mostly.
    """
    return {
        int(value)
        for each in pieces
        for options in each.options.values()
        for value in options.values()
        if value.isdecimal()
    }


def unknown_of(told: Iterable[str], lang: str, thing: Thing) -> str:
    """
    Those of some colours and sizes in which there is no piece of a thing.
    """
    missing = []
    for each in dict.fromkeys(told):
        spoken = of_items(each, lang, [thing], asked=0)
        if spoken.unmet or not spoken.pieces:
            is_only_one = len(thing.variants) == 1 and spoken.named
            if not is_only_one:
                missing.append(each)
    return " / ".join(missing)


def _says_all(choice: Choice, thing: Thing) -> bool:
    return len(choice.candidates) == len(thing.variants) > 1


def _line(at: int, thing: Thing) -> OrderLine:
    chosen = next((e for e in thing.variants if e.id == thing.variant), None)
    return OrderLine(
        thing.product,
        thing.names,
        {},
        1,
        Money(0, "IRT"),
        id=str(at),
        variant_id=thing.variant or None,
        options=chosen.options if chosen else {},
    )


def _as_order(lines: tuple[OrderLine, ...]) -> Order:
    """
    The cart as an order, which is how words about things are read.
    """
    none = Money(0, "IRT")
    return Order(
        "", "", OrderStatus.PLACED, _THEN, None, lines, (), (), none, "", _THEN
    )


def paying_in(text: str, *, is_asked: bool = False) -> MethodKind | None:
    """
    How somebody says that they will pay.
    """
    if says(text, "transfers"):
        return MethodKind.TRANSFER
    if says(text, "cash"):
        return MethodKind.CASH
    if says(text, "card") and (is_asked or says(text, "pays")):
        return MethodKind.CARD
    return None
