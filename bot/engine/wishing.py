"""
A message that wants an order changed or something bought, whatever it was heard as.

Who names several wishes in one breath says nothing that training sentences are like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from actions.buying import draft
from actions.buying.draft import Draft
from actions.buying.wanting import asks_price, is_of_theirs, wants_to_have
from actions.changing.hearing.afterwards import is_of_past
from actions.changing.reading import (
    Known,
    changes_owned,
    has_ten_digits,
    is_of_data,
    pieces,
    read,
    says_postal_code,
    says_whether_opened,
    tells_to_change,
)
from actions.changing.state import wishes
from actions.changing.state.kinds import kind_of, same_number
from actions.changing.state.wishes import (
    INTENTS,
    Came,
    Kind,
    Wishes,
    refused_as_opened,
)
from actions.orders.at_hand import NUMBER
from actions.payments.money_back import asks_of_money_back
from actions.shared.open_question import OF_WISH, OpenQuestion
from actions.shared.sayings import asks
from actions.smalltalk.plain import is_nod, is_plain, is_thanks
from bot.engine.meaning import Parsed, meaning
from bot.nlu.decision import ASK_WHICH, ASKED_BETWEEN, FALLBACK, OUT_OF_SCOPE, Bounds
from crm_connector.model import Order

# Understood for sure, these are no such wish, whatever words stand in them.
_OTHERS = frozenset(
    {
        *("track_order", "list_orders", "track_refund", "get_invoice", "affirm"),
        *("contact_human_agent", "check_refund_policy", "check_cancellation_fee"),
        *("deny", "thank", "goodbye", "complaint", "delete_my_data", "review"),
    }
)
_REFUND = "track_refund"
_BUYS, _PRICE, _DELETES = "place_order", "check_price", "delete_my_data"
# What wanting a thing may be taken for, however surely; all else has to be unsure.
_LIKE_BUYING = frozenset({_BUYS, "search_product"})
# What names something that may stand in an order.
_THINGS = frozenset({"product", "product_word", "category", "order_ordinal"})
# What names a thing and the like of it may be a wish to change one that was ordered.
_OF_GOODS = frozenset(
    {
        *("search_product", "check_availability", "check_price", "place_order"),
        *("recommend_products", "reorder"),
    }
)
_FEW_WORDS = 2
_BY_WORDS = frozenset({Kind.EXCHANGE, Kind.RETURN})
# An exchange has no intent of its own.
_AS = {Kind.EXCHANGE: Kind.CHANGE}


def is_awaited(slots: Mapping[str, Any], customer: str | None, now: datetime) -> bool:
    """
    Whether a question about a wish or a cart of theirs stands open.
    """
    kept: tuple[Wishes | Draft, ...] = (
        Wishes.read(slots.get(wishes.SLOT), now),
        Draft.read(slots.get(draft.SLOT), now),
    )
    return any(e.is_asking and e.customer in ("", customer or "") for e in kept)


def contested(
    parsed: Parsed, slots: Mapping[str, Any], customer: str | None, now: datetime
) -> Parsed:
    """
    The message as that wish once more which was refused, or is over, if it is of that.

    "It is opened" by itself would be taken for damage, and "put it back" for a return.
    """
    kept = Wishes.read(slots.get(wishes.SLOT), now)
    if kept.is_open or kept.customer != (customer or ""):
        return parsed
    numbers = [e["value"] for e in parsed["entities"] if e["entity"] == NUMBER]
    past = is_of_past(parsed["text"], kept)
    if past is not None and all(same_number(n, past.wish.number) for n in numbers):
        kind = _AS.get(past.wish.kind, past.wish.kind)
        return meaning(kind.value, parsed, [], confidence=1.0)
    if refused_as_opened(kept) is None or not says_whether_opened(parsed["text"]):
        return parsed
    return meaning(Kind.RETURN.value, parsed, [], confidence=1.0)


def money_of_done(
    parsed: Parsed, slots: Mapping[str, Any], customer: str | None, now: datetime
) -> Parsed:
    """
    The message as a question about the money of what was done last, if it asks that.

    "How much comes back, and where to?" names nothing by itself.
    """
    kept = Wishes.read(slots.get(wishes.SLOT), now)
    last = kept.past[-1] if kept.past else None
    if kept.is_open or kept.customer != (customer or "") or last is None:
        return parsed
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    is_odd = intent in (FALLBACK, ASK_WHICH, OUT_OF_SCOPE) or confidence < Bounds.sure
    has_number = any(each["entity"] == NUMBER for each in parsed["entities"])
    is_like = is_odd or intent == _REFUND
    if last.came is not Came.DONE or has_number or not is_like:
        return parsed
    if not asks_of_money_back(parsed["text"]):
        return parsed
    said = [{"entity": NUMBER, "value": last.wish.number}]
    return meaning(_REFUND, parsed, said, confidence=1.0)


def agreed(parsed: Parsed, asked: OpenQuestion, now: datetime) -> Parsed:
    """
    The message as the wish that was offered just before, if it says yes to that.

    Nothing is done by it: what it comes to is read back.
    """
    text, intent = parsed["text"], parsed["intent"]["name"]
    if asked.about != OF_WISH or not asked.is_awaited(now) or intent != "affirm":
        return parsed
    is_yes = read(text, "", Known()).yes is True or is_nod(text)
    if not is_yes or is_thanks(text):
        return parsed
    wish, number = asked.record
    return meaning(wish, parsed, [{"entity": NUMBER, "value": number}], confidence=1.0)


def bought(parsed: Parsed) -> Parsed:
    """
    The message as the beginning of a cart, if it asks for a thing of the catalogue.

    What such a thing costs is a question of its own, however odd it sounds.
    """
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    between = parsed.get(ASKED_BETWEEN, ())
    # "Where is the kettle?" is no wish to have one.
    is_unsure = intent in (FALLBACK, ASK_WHICH) or confidence < Bounds.sure
    is_like = intent in _LIKE_BUYING or not _LIKE_BUYING.isdisjoint(between)
    has_number = any(each["entity"] == NUMBER for each in parsed["entities"])
    is_theirs = has_number or is_of_theirs(parsed["text"])
    is_tracking = intent == "track_order" and not is_theirs
    is_odd = intent in (FALLBACK, ASK_WHICH, OUT_OF_SCOPE)
    if is_odd and asks_price(parsed["text"], parsed["entities"]):
        return meaning(_PRICE, parsed, confidence=1.0)
    if not (is_like or is_unsure or is_tracking or is_odd):
        return parsed
    if not wants_to_have(parsed["text"], parsed["entities"]):
        return parsed
    if tells_to_change(parsed["text"]):
        # "I want one less hand cream"
        return parsed
    return meaning(_BUYS, parsed, confidence=1.0)


def begun(parsed: Parsed, written: str) -> Parsed:
    """
    The message as a wish of that kind, if its words say so; else as it was.
    """
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    if intent in INTENTS:
        return parsed
    is_unsure = intent in (FALLBACK, ASK_WHICH) or confidence < Bounds.sure
    # «لغو» is said to a shop of what was ordered there.
    is_unsure = is_unsure or (
        intent == OUT_OF_SCOPE and len(parsed["text"].split()) <= _FEW_WORDS
    )
    # "Fine, cancel it" is more than a yes to nothing.
    is_unsure = is_unsure or (
        intent == "affirm" and not is_plain(parsed["text"], is_yes=True)
    )
    has_number = any(each["entity"] == NUMBER for each in parsed["entities"])
    named = {each["entity"] for each in parsed["entities"]}
    if intent == _DELETES and (has_number or named & _THINGS):
        is_unsure = not is_of_data(parsed["text"])
    if says_postal_code(parsed["text"]):
        # Its digits are no order's number.
        rest = [e for e in parsed["entities"] if e["entity"] != NUMBER]
        return meaning(Kind.ADDRESS.value, parsed, rest, confidence=1.0)
    if "city" in named and not has_number and has_ten_digits(parsed["text"]):
        # "Send it to 14 Hafez Street, Shiraz, 7183611111", whatever else is wanted.
        wanted = map(kind_of, pieces(parsed["text"], written, Known()))
        if Kind.ADDRESS in wanted:
            return meaning(Kind.ADDRESS.value, parsed, confidence=1.0)
    is_odd = intent in (FALLBACK, ASK_WHICH) and bool(named & _THINGS)
    if is_odd and tells_to_change(parsed["text"]):
        return meaning(Kind.CHANGE.value, parsed, confidence=1.0)
    if intent in _OF_GOODS:
        told = _told_to_do(parsed["text"], written, is_named=bool(named & _THINGS))
        if told is not None:
            return meaning(_AS.get(told, told).value, parsed, confidence=1.0)
    if not is_unsure and (intent in _OTHERS or not has_number):
        return parsed
    for piece in pieces(parsed["text"], written, Known()):
        kind = kind_of(piece)
        if kind is not None:
            name = _AS.get(kind, kind).value
            return meaning(name, parsed, confidence=1.0)
    return parsed


def may_be_of_own(parsed: Parsed) -> bool:
    """
    Whether it sounds like looking for goods, or like nothing for sure.
    """
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    is_odd = intent in (FALLBACK, ASK_WHICH, OUT_OF_SCOPE) or confidence < Bounds.sure
    # "Delete the book as well" is of an order.
    is_of_order = intent == _DELETES and not is_of_data(parsed["text"])
    return intent in _OF_GOODS or is_of_order or (is_odd and intent not in INTENTS)


def of_own(parsed: Parsed, written: str, orders: Sequence[Order]) -> Parsed:
    """
    The message as a wish to change what is in these orders of theirs, if it is one.
    """
    if not orders or not may_be_of_own(parsed):
        return parsed
    if not changes_owned(parsed["text"], written, orders):
        return parsed
    return meaning(Kind.CHANGE.value, parsed, confidence=1.0)


def _told_to_do(text: str, written: str, *, is_named: bool) -> Kind | None:
    """
    What a text that sounds like looking for goods tells to do with ordered ones.
    """
    if is_named and tells_to_change(text):
        return Kind.CHANGE
    if asks(text):
        return None
    wanted = (kind_of(piece) for piece in pieces(text, written, Known()))
    return next((each for each in wanted if each in _BY_WORDS), None)
