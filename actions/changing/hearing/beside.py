"""
What a message to the wish at hand is, before it is read for what it says of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from actions.changing.hearing import taking
from actions.changing.reading import (
    Asked,
    Asking,
    Known,
    Piece,
    Said,
    is_nod,
    is_of_data,
    read,
)
from actions.changing.state.message import Message
from actions.changing.state.wishes import SHOWN, Kind, Open, Wish
from actions.payments.money_back import asks_of_money_back
from actions.shared.sayings import saying_of
from actions.smalltalk.plain import is_joke, is_plain

WORDS = Path(__file__).with_name("beside.yml")
_MOST_WORDS = 14
VAGUE = frozenset(
    {
        *("", "nlu_fallback", "ask_which", "affirm", "deny", "out_of_scope"),
        *("change_order", "cancel_order", "return_item", "change_shipping_address"),
        *("get_refund", "report_damaged_item", "search_product", "thank"),
        *("check_availability", "check_price", "recommend_products", "reorder"),
        *("payment_issue", "check_payment_methods", "place_order", "edit_account"),
        *("track_refund", "check_refund_policy", "check_cancellation_fee"),
        "delete_my_data",
    }
)
"""What somebody says who was understood as one of these may still be an answer."""
ASKING = {
    Open.ORDER: Asking.ORDER,
    Open.ITEMS: Asking.ITEMS,
    Open.OPTIONS: Asking.OPTIONS,
    Open.QUANTITY: Asking.QUANTITY,
    Open.METHOD: Asking.METHOD,
    Open.REASON: Asking.REASON,
    Open.ADDRESS: Asking.ADDRESS,
    Open.UNOPENED: Asking.UNOPENED,
    Open.CONFIRM: Asking.CONFIRM,
    Open.MORE: Asking.MORE,
}
"""As what an answer to these questions is read."""
# These are always somebody else's.
_ELSEWHERE = frozenset(
    {
        *("contact_human_agent", "withdraw_person", "signed_in", "about_signing_in"),
        *("returned", "rate_person", "rating_again", "rating_words", "code_refused"),
        *("about_promise", "change_language", "about_question", "delete_my_data"),
        *("export_my_data", "complaint", "about_told", "card_typed"),
        *("unreadable_received", "location_shared"),
    }
)
_OF_FAULTS = frozenset({Open.WAY, Open.REASON, Open.UNOPENED, Open.PHOTO})
# What is asked of all orders, whatever words of a deed stand in it.
_OF_RULES = frozenset({"check_refund_policy", "check_cancellation_fee"})
_OF_GOODS = frozenset({"search_product", "check_availability", "recommend_products"})
_OF_MONEY = frozenset({"track_refund", "get_refund"})
_WITH_MONEY = SHOWN | {Kind.CANCEL}


def is_elsewhere(message: Message, wish: Wish) -> bool:
    """
    Whether it is about something that is never a part of a wish.
    """
    if (
        message.intent == "complaint"
        and wish.asked in _OF_FAULTS
        and _says_why(message)
    ):
        # "It was stale" is what is wrong with it.
        return False
    if message.intent == "delete_my_data":
        # "Delete the book as well" is of an order.
        return message.is_sure and is_of_data(message.text)
    return message.is_sure and message.intent in _ELSEWHERE


def is_of_its_money(message: Message, wish: Wish) -> bool:
    """
    Whether it asks what becomes of the money of this very wish.
    """
    is_other = any(each != wish.number for each in message.names)
    is_asked = message.is_sure and message.intent in _OF_MONEY
    is_asked = is_asked or asks_of_money_back(message.text)
    return is_asked and wish.kind in _WITH_MONEY and not is_other


def wants_money(message: Message) -> bool:
    """
    Whether the money is what they want, of what may be had.
    """
    return message.is_sure and message.intent == Kind.REFUND.value


def asks_when_paid(message: Message, own: Sequence[Piece]) -> bool:
    """
    Whether it asks when money comes, and chooses nothing by that.
    """
    is_asked = message.is_sure and message.intent == "track_refund"
    return is_asked and all(each.operation is None for each in own)


def asks_of_rules(message: Message, said: Said) -> bool:
    """
    Whether it asks what the shop's rules are, and says nothing of any order.

    "What is your return policy?" has the word of a deed, and wants none done.
    """
    if message.intent not in _OF_RULES or not message.is_sure or message.names:
        return False
    return said.yes is None and not taking.says_something(said)


def is_of_its_options(message: Message, asked: Open | None) -> bool:
    """
    Whether it asks back what there is, of what was asked to be chosen.
    """
    is_asked = message.is_sure and message.intent in _OF_GOODS
    return is_asked and asked is Open.OPTIONS and not message.names


def drops(message: Message, wish: Wish) -> bool:
    """
    Whether it ends the wish, whatever was asked of it.
    """
    asked = wish.asked
    if asked is Open.REASON and _says_why(message):
        # "I changed my mind" is why something comes back.
        return False
    if asked is Open.CONFIRM and is_nod(message.text):
        # «طيب خلاص»: settled, or enough of it.
        return False
    says_so = _says(message, "drops") or _says(message, "changed_mind")
    return says_so or is_joke(message.text)


def tells_why(message: Message, wish: Wish) -> bool:
    """
    Whether it is why something goes back, and no end of that: a mind that was changed.

    The shop's own button says so. After what was read back it is a no.
    """
    is_after = wish.asked is Open.CONFIRM
    return wish.kind is Kind.RETURN and not is_after and _says(message, "changed_mind")


def has_no_photo(message: Message) -> bool:
    """
    Whether who was asked for a photo has none, or none yet.
    """
    is_no = is_plain(message.text, is_yes=False)
    kinds = ("cannot", "no_photo", "photo_later")
    return is_no or any(_says(message, each) for each in kinds)


def lacks_photo(message: Message) -> bool:
    """
    Whether it says that there is no photo, whatever was asked.
    """
    return _says(message, "no_photo")


def has_no_code(message: Message) -> bool:
    """
    Whether it says that an address has no postal code, or that they do not know it.
    """
    return _says(message, "no_code")


def shows_later(message: Message) -> bool:
    """
    Whether it says that a photo comes another time, whatever was asked.
    """
    return _says(message, "photo_later") and _says(message, "photo")


def calls_off(message: Message, wish: Wish) -> bool:
    """
    Whether "cancel that" is said of a wish, which is none to cancel.
    """
    if wish.kind is Kind.CANCEL:
        return False
    # "Cancel it", to where something goes or of which order it is, tells no order.
    is_open = wish.asked is Open.ORDER or (
        wish.kind is Kind.ADDRESS and wish.asked is Open.ADDRESS
    )
    return _says(message, "calls_off") or (is_open and calls_it_off(message))


def calls_it_off(message: Message) -> bool:
    """
    Whether "cancel it" is all that is said.
    """
    return _says(message, "calls_it_off")


def buys(message: Message, own: Sequence[Piece]) -> bool:
    """
    Whether something is to be bought, and nothing done with an order there is.
    """
    if message.names or any(each.operation or each.wants_money for each in own):
        return False
    is_understood = message.is_sure and message.intent == "place_order"
    return is_understood or _says(message, "buys")


def asks_what_is_in_it(message: Message) -> bool:
    """
    Whether it asks what the order at hand holds.
    """
    return _says(message, "contents")


def wants_none(message: Message) -> bool:
    """
    Whether it says that none of what was offered is meant.
    """
    return _says(message, "none_of_them")


def names_other_place(message: Message, asked: Open | None) -> bool:
    """
    Whether it wants another address than what was read back, and does not tell it.
    """
    return asked in (Open.CONFIRM, Open.MORE) and _says(message, "other_place")


def _says_why(message: Message) -> bool:
    asked = Asked(Asking.REASON)
    return read(message.text, message.lang, Known(), asked).reason is not None


def _says(message: Message, kind: str) -> bool:
    return bool(saying_of(WORDS, message.text, most_words=_MOST_WORDS, only=kind))
