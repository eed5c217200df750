"""
What an answer makes of the wish at hand: a button, a yes, more of it, or another wish.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from actions.changing import saying, steps, taking
from actions.changing.correcting import (
    LIKE,
    UNDERSTOOD_AS_NONE,
    moved,
    other_order,
    without_other,
)
from actions.changing.kinds import is_about, kind_of
from actions.changing.message import Message
from actions.changing.pressing import pressed
from actions.changing.reading import (
    Asked,
    Asking,
    Known,
    Piece,
    Said,
    pieces,
    read,
)
from actions.changing.saying import Utterance
from actions.changing.steps import Beyond
from actions.changing.wishes import (
    Came,
    Kind,
    Open,
    Question,
    Wish,
    Wishes,
)
from actions.shared.likeness import fold
from actions.shared.sayings import asks, saying_of
from actions.smalltalk.plain import is_nod, is_plain
from crm_connector.model import Order

if TYPE_CHECKING:
    from actions.changing.journey import Journey

WORDS = Path(__file__).with_name("answers.yml")
# So often the same question is put to answers that are none.
MOST_UNCLEAR = 2
_MOST_WORDS = 14
_ASKING = {
    Open.ORDER: Asking.ORDER,
    Open.ITEMS: Asking.ITEMS,
    Open.OPTIONS: Asking.OPTIONS,
    Open.METHOD: Asking.METHOD,
    Open.REASON: Asking.REASON,
    Open.ADDRESS: Asking.ADDRESS,
    Open.UNOPENED: Asking.UNOPENED,
    Open.CONFIRM: Asking.CONFIRM,
    Open.MORE: Asking.MORE,
}
# What somebody says who was understood as one of these may still be an answer.
_VAGUE = frozenset(
    {
        *("", "nlu_fallback", "ask_which", "affirm", "deny", "out_of_scope"),
        *("change_order", "cancel_order", "return_item", "change_shipping_address"),
        *("get_refund", "report_damaged_item", "search_product", "thank"),
        *("check_availability", "check_price", "recommend_products", "reorder"),
        *("payment_issue", "check_payment_methods", "place_order", "edit_account"),
        *("track_refund", "check_refund_policy", "check_cancellation_fee"),
    }
)
# What is asked of all orders, whatever words of a deed stand in it.
_OF_RULES = frozenset({"check_refund_policy", "check_cancellation_fee"})
# These are always somebody else's.
_ELSEWHERE = frozenset(
    {
        *("contact_human_agent", "withdraw_person", "signed_in", "about_signing_in"),
        *("returned", "rate_person", "rating_again", "rating_words", "code_refused"),
        *("about_promise", "change_language", "about_question", "delete_my_data"),
        *("export_my_data", "complaint", "about_told", "card_typed"),
    }
)


class Answering:
    """
    One message to the wish at hand.
    """

    def __init__(
        self, journey: Journey, wishes: Wishes, wish: Wish, message: Message
    ) -> None:
        self._journey = journey
        self._wishes = wishes
        self._wish = wish
        self._message = message

    async def heard(self) -> Wishes | None:
        """
        The wishes after it; None where it is about something else.
        """
        message, wish = self._message, self._wish
        answer = message.answer or self._typed_title()
        if answer:
            return await self._pressed(answer)
        if message.has_file and wish.asked is Open.PHOTO:
            return await self._on(replace(wish, with_photo=True))
        if not message.text or (message.intent in _ELSEWHERE and message.is_sure):
            return None
        if self._drops():
            return await self._dropped()
        if wish.asked is Open.PHOTO and self._has_no_photo():
            return await self._without_photo()
        orders = await self._journey.shop.orders()
        known = await self._known(orders)
        found = pieces(message.text, message.lang, known)
        if self._asks_of_rules(found, known):
            return None
        own, others = self._sorted(found)
        said = self._said(own, known)
        if not others:
            number = other_order(self._journey, wish, message, own, said, orders)
            if number:
                return await self._on(moved(wish, number))
            if not self._is_answer(said):
                return await self._no_answer()
        return await self._taken(own, others, said)

    async def _pressed(self, answer: str) -> Wishes | None:
        """
        A button, or its title typed.
        """
        if self._wish.asked is not Open.CONFIRM:
            wish = await pressed(self._journey.shop, self._wish, answer)
            return None if wish is None else await self._on(wish)
        if answer == saying.YES:
            return await self._journey.carry_out(self._wishes, self._wish)
        return await self._refused()

    async def _known(self, orders: tuple[Order, ...]) -> Known:
        if not self._wish.number:
            return Known(orders=orders, country=self._journey.country)
        seen = await self._journey.shop.seen(self._wish.number)
        return self._journey.known(seen, orders, self._wish)

    def _typed_title(self) -> str:
        """
        The answer of the button whose title was typed.
        """
        typed = fold(self._message.text).strip(" .!")
        for title, value in self._wishes.question.choices:
            if typed == fold(title).strip(" .!"):
                return value
        return ""

    def _sorted(self, found: tuple[Piece, ...]) -> tuple[list[Piece], list[Piece]]:
        """
        What belongs to the wish at hand, and what are wishes of their own.
        """
        own: list[Piece] = []
        others: list[Piece] = []
        wish = self._wish
        for piece in found:
            wanted = kind_of(piece)
            is_new = wanted is not None and not is_about(wanted, wish)
            if wish.number and piece.orders and wanted is not None:
                is_new = is_new or wish.number not in piece.orders
            if is_new or (others and wanted is None):
                others.append(piece)
            else:
                own.append(piece)
        return own, others

    def _said(self, own: list[Piece], known: Known) -> Said:
        if not own:
            return Said()
        text = "\n".join(piece.text for piece in own)
        wish = self._wish
        asked = None
        if wish.asked in _ASKING:
            # What is left here is about this wish: "yes, cancel it" names it again.
            deed = next((each.operation for each in own if each.operation), None)
            asked = Asked(_ASKING[wish.asked], wish.asked_line, deed)
        return read(text, self._message.lang, known, asked)

    def _is_answer(self, said: Said) -> bool:
        """
        Whether this says something of the wish, and is no question about another thing.
        """
        message, wish = self._message, self._wish
        if self._has_order():
            return True
        if said.yes is not None or said.no_more:
            return message.intent in _VAGUE or not message.is_sure
        if not taking.says_something(said):
            return False
        if message.intent in _VAGUE or not message.is_sure:
            return True
        return not asks(message.text) and wish.asked is not None

    def _asks_of_rules(self, found: tuple[Piece, ...], known: Known) -> bool:
        """
        Whether it asks what the shop's rules are, and says nothing of any order.

        "What is your return policy?" has the word of a deed, and wants none done.
        """
        message = self._message
        if message.intent not in _OF_RULES or not message.is_sure or message.names:
            return False
        said = self._said(list(found), known)
        return said.yes is None and not taking.says_something(said)

    def _has_order(self) -> bool:
        """
        Whether which order is meant was asked, and this tells.
        """
        if self._wish.asked is not Open.ORDER:
            return False
        return self._message.intent in _VAGUE or not self._message.is_sure

    async def _no_answer(self) -> Wishes | None:
        """
        What is no answer: something else that is understood, or nothing.
        """
        message, wish = self._message, self._wish
        is_understood = message.is_sure and message.intent not in UNDERSTOOD_AS_NONE
        if is_understood and message.intent not in LIKE[wish.kind]:
            return None
        return await self._unclear()

    async def _unclear(self) -> Wishes:

        wish = replace(self._wish, unclear=self._wish.unclear + 1)
        if wish.unclear > MOST_UNCLEAR:
            self._journey.says.append(Utterance("utter_wish_beyond_unclear"))
            self._journey.hands_over = True
            wishes = self._wishes.with_first(wish).ended(Came.PERSON, "unclear")
            return await self._journey.go_on(wishes, first=False)
        self._journey.says.append(Utterance("utter_wish_unclear"))
        return await self._journey.go_on(self._wishes.with_first(wish))

    async def _taken(self, own: list[Piece], others: list[Piece], said: Said) -> Wishes:
        journey, wish = self._journey, self._wish
        wishes = self._wishes
        if others:
            new = journey.new(others, self._message, wish.kind)
            wishes = journey.queued(wishes, new)
        # A yes is one if nothing else was said: "yes" may be a value of an option, too.
        has_more = taking.says_something(said) and said.yes is not True
        if wish.asked is Open.CONFIRM and not others and not has_more:
            return await self._confirmed(said)
        is_none = said.yes is False or said.no_more or bool(others)
        if wish.asked is Open.MORE and not has_more and is_none:
            return await journey.go_on(self._left(wishes), first=False)
        if others and not has_more:
            # Something that cannot be done so, and they have come to another thing.
            if wish.asked is Open.METHOD and wishes.question.response.startswith(
                "utter_offer_"
            ):
                return await journey.go_on(self._left(wishes, says=False), first=False)
            self._journey.says.append(Utterance("utter_wish_noted"))
            return await journey.go_on(wishes)
        if not wish.number:
            text = "\n".join(piece.text for piece in own) or self._message.text
            wish = replace(wish.said(text), candidates=self._orders_of(own))
            return await self._on(wish, wishes)
        wish = replace(wish, unclear=0)
        seen = await journey.shop.seen(wish.number)
        orders = await journey.shop.orders()
        wish, unheard = taking.take(wish, said, seen, orders)
        wish = _kind_said(wish, own)
        wish = steps.resolved(wish, seen)
        before = self._wish
        if said.yes is False and before.asked is Open.CONFIRM:
            others_left = without_other(wishes, said, seen)
            if others_left is not None:
                self._journey.says.append(Utterance("utter_wish_left_open"))
                return await journey.go_on(others_left)
        if _is_empty(wish, said):
            return await journey.go_on(self._left(wishes.with_first(wish)), first=False)
        asked, wishes = journey.put_step(wishes.with_first(wish), wish, seen, unheard)
        return wishes if asked else await journey.go_on(wishes, first=False)

    def _orders_of(self, own: list[Piece]) -> tuple[str, ...]:
        named = dict.fromkeys(n for piece in own for n in piece.orders)
        return tuple(named)

    async def _confirmed(self, said: Said) -> Wishes:
        """
        A yes or a no to what was read back, as plainly as it has to be.
        """
        text = self._message.text
        if said.yes is True and not asks(text):
            if is_nod(text):
                self._journey.says.append(Utterance("utter_wish_yes_or_no"))
                return await self._journey.go_on(self._wishes)
            return await self._journey.carry_out(self._wishes, self._wish)
        if said.yes is False or is_plain(text, is_yes=False):
            return await self._refused()
        return await self._unclear()

    async def _refused(self) -> Wishes:
        """
        A no: nothing is done; what should be otherwise, they may say.
        """
        wishes = self._wishes
        if len(wishes.open) > 1 or self._wish.asked is Open.MORE:
            return await self._journey.go_on(self._left(wishes), first=False)
        number = self._journey.voice.number(self._wish.number)
        question = Question("utter_ask_wish_more", {"number": number})
        return self._journey.put(wishes, self._wish.asking(Open.MORE), question)

    def _drops(self) -> bool:
        """
        Whether it ends the wish, whatever was asked.
        """
        if self._wish.asked is Open.REASON and self._says_why():
            # "I changed my mind" is why something comes back.
            return False
        text = self._message.text
        return bool(saying_of(WORDS, text, most_words=_MOST_WORDS, only="drops"))

    def _says_why(self) -> bool:
        asked = Asked(Asking.REASON)
        message = self._message
        return read(message.text, message.lang, Known(), asked).reason is not None

    def _has_no_photo(self) -> bool:
        text = self._message.text
        is_no = is_plain(text, is_yes=False)
        return is_no or bool(
            saying_of(WORDS, text, most_words=_MOST_WORDS, only="cannot")
        )

    async def _without_photo(self) -> Wishes:
        """
        Who cannot show it is not sent away: people decide.
        """
        number = self._journey.voice.number(self._wish.number)
        said = Utterance("utter_wish_beyond_no_photo", {"number": number})
        self._journey.says.append(said)
        self._journey.hands_over = True
        wishes = self._wishes.ended(Came.PERSON, Beyond.NO_PHOTO.value)
        return await self._journey.go_on(wishes, first=False)

    async def _dropped(self) -> Wishes:
        return await self._journey.go_on(self._left(self._wishes), first=False)

    def _left(self, wishes: Wishes, *, says: bool = True) -> Wishes:
        if says and self._wish.number:
            number = self._journey.voice.number(self._wish.number)
            self._journey.says.append(Utterance("utter_wish_left", {"number": number}))
        elif says:
            self._journey.says.append(Utterance("utter_wish_left_open"))
        return wishes.ended(Came.LEFT)

    async def _on(self, wish: Wish, wishes: Wishes | None = None) -> Wishes:
        wishes = (wishes or self._wishes).with_first(replace(wish, unclear=0))
        return await self._journey.go_on(wishes, self._message)


def _kind_said(wish: Wish, own: list[Piece]) -> Wish:
    """
    The wish as what it is now called, where it was left open what it is.
    """
    for piece in own:
        wanted = kind_of(piece)
        if wanted is not None and wish.kind is Kind.DAMAGED:
            wish = replace(wish, kind=wanted)
    return wish


def _is_empty(wish: Wish, said: Said) -> bool:
    """
    Whether all that was wanted has been taken back.
    """
    return bool(said.dropped) and not (wish.lines or wish.picks)
