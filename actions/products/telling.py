"""
What is said of products: which there are, at what price, in which pieces.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from actions import formatting
from actions.buying.draft import Item
from actions.buying.reading import Thing, of_items, unknown_of
from actions.buying.saying import (
    MOST_BUTTONS,
    called,
    from_price,
    piece,
    title_of,
    values_of,
)
from actions.shared.kept import Utterance
from actions.shared.voice import Voice
from crm_connector.choices import Variant
from crm_connector.model import CatalogueEntry

Pieces = Mapping[str, tuple[Variant, ...]]


@dataclass(frozen=True)
class Told:
    """
    What is said, and the ids of the products that can be ordered then, with titles.
    """

    says: tuple[Utterance, ...]
    offered: Mapping[str, str] = field(default_factory=dict)


def told(
    item: Item, products: Sequence[CatalogueEntry], pieces: Pieces, voice: Voice
) -> Told:
    """
    Of the thing that was asked about, for which these `products` may be meant.

    Those that are not in `pieces` are not sold. May say nothing, where the source tells
    neither a price nor whether there is any.
    """
    sold = [each for each in products if pieces.get(each.id)]
    if not products:
        words = formatting.as_written(item.words, voice.lang)
        return Told((Utterance("utter_goods_unknown", {"words": words}),))
    if not sold:
        name = called(products[0].names, voice.lang)
        return Told((Utterance("utter_cart_not_sold", {"thing": name}),))
    if len(sold) == 1:
        return _one(item, sold[0], pieces[sold[0].id], voice)
    return _several(item, sold, pieces, voice)


def _one(
    item: Item, product: CatalogueEntry, pieces: Sequence[Variant], voice: Voice
) -> Told:
    name = called(product.names, voice.lang)
    if all(each.price is None and each.in_stock is None for each in pieces):
        return Told(())
    there = [each for each in pieces if each.in_stock is not False]
    if not there:
        return Told((Utterance("utter_cart_none_left", {"thing": name}),))
    says: list[Utterance] = []
    thing = Thing(product.id, product.names, tuple(pieces))
    meant = of_items(item.said, voice.lang, [thing]).pieces.get(0, ())
    among = [each for each in there if each.id in meant]
    unknown = unknown_of(item.told, voice.lang, thing)
    if unknown:
        fields = {"thing": name, "words": unknown}
        says.append(Utterance("utter_cart_no_such_piece", fields))
    elif meant and not among:
        gone = next(each for each in pieces if each.id in meant)
        fields = {"thing": f"{name} ({piece(gone, voice)})"}
        says.append(Utterance("utter_cart_piece_gone", fields))
    shown = among or there
    says.append(_of_pieces(name, shown, voice))
    return Told(tuple(says), {product.id: voice.of("utter_goods_buy")})


def _of_pieces(name: str, shown: Sequence[Variant], voice: Voice) -> Utterance:
    if len(shown) == 1:
        (one,) = shown
        like = piece(one, voice)
        fields = {"thing": f"{name} ({like})" if like else name}
        if one.price is None:
            return Utterance("utter_goods_there_unpriced", fields)
        fields["price"] = voice.money(one.price)
        known = "there" if one.in_stock else "price"
        return Utterance(f"utter_goods_{known}", fields)
    if len(shown) <= MOST_BUTTONS:
        lines = voice.lines([title_of(each, voice) for each in shown])
    else:
        lines = values_of(shown, voice)
        price = from_price(shown)
        if price is not None:
            told_price = voice.of("utter_goods_from", price=voice.money(price))
            lines = f"{lines}\n{told_price}"
    kind = "pieces" if all(each.in_stock for each in shown) else "pieces_sold"
    return Utterance(f"utter_goods_{kind}", {"thing": name, "pieces": lines})


def _several(
    item: Item, sold: Sequence[CatalogueEntry], pieces: Pieces, voice: Voice
) -> Told:
    words = formatting.as_written(item.words, voice.lang)
    says: list[Utterance] = []
    fitting = _fitting(item, sold, pieces, voice.lang)
    if item.told and not fitting:
        fields = {"thing": words, "words": " / ".join(dict.fromkeys(item.told))}
        says.append(Utterance("utter_cart_no_such_piece", fields))
    if fitting:
        words = f"{words} ({' / '.join(dict.fromkeys(item.told))})"
    among = fitting or {each.id: pieces[each.id] for each in sold}
    found = [each for each in sold if each.id in among]
    # What there is stands before what there is not.
    found.sort(key=lambda each: not _is_there(among[each.id]))
    shown = found[:MOST_BUTTONS]
    lines = voice.lines([_line(each, among[each.id], voice) for each in shown])
    left = len(found) - len(shown)
    more = voice.of("utter_cart_and_more", count=voice.count(left)) if left else ""
    fields = {"words": words, "lines": lines, "more": more}
    says.append(Utterance("utter_goods_several", fields))
    offered = {
        each.id: called(each.names, voice.lang)
        for each in shown
        if _is_there(among[each.id])
    }
    return Told(tuple(says), offered)


def _fitting(
    item: Item, sold: Sequence[CatalogueEntry], pieces: Pieces, lang: str
) -> dict[str, tuple[Variant, ...]]:
    """
    Of the products that there are as it was said, the pieces that are so.
    """
    if not item.told:
        return {}
    found = {}
    for each in sold:
        thing = Thing(each.id, each.names, pieces[each.id])
        if unknown_of(item.told, lang, thing):
            continue
        meant = of_items(item.said, lang, [thing]).pieces.get(0, ())
        there = tuple(v for v in pieces[each.id] if v.id in meant and v.in_stock)
        if there:
            found[each.id] = there
    return found


def _is_there(pieces: Sequence[Variant]) -> bool:
    return any(each.in_stock is not False for each in pieces)


def _line(product: CatalogueEntry, pieces: Sequence[Variant], voice: Voice) -> str:
    name = called(product.names, voice.lang)
    if not _is_there(pieces):
        return f"{name}: {voice.of('utter_goods_gone')}"
    price = from_price(pieces)
    if price is None:
        return name
    amount = voice.money(price)
    prices = {each.price for each in pieces if each.price and each.in_stock}
    if len(prices) > 1:
        amount = voice.of("utter_goods_from", price=amount)
    return f"{name}: {amount}"
