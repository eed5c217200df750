"""
What a message makes of a cart: a button, a yes, another cart, or none of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.buying import saying, so_far
from actions.buying.agreeing import agrees, nods
from actions.buying.answering import Answering, ways_of
from actions.buying.counting import place_in
from actions.buying.delivering import delivery_in, known_address_in, names_way
from actions.buying.draft import MOST_SAID, Draft, Open
from actions.buying.editing import Editing
from actions.buying.filling import Filling
from actions.buying.looking import Look
from actions.buying.reading import WORDS, paying_in, says
from actions.buying.understood import (
    ADDING,
    DELETES,
    ELSEWHERE,
    OF_ORDERS,
    UNSURE,
    VAGUE,
)
from actions.changing.hearing.beside import WORDS as LEAVING
from actions.changing.reading import names_own_place
from actions.shared.likeness import fold
from actions.shared.sayings import asks, saying_of
from actions.smalltalk.plain import is_plain
from crm_connector.operations import MethodKind

if TYPE_CHECKING:
    from actions.buying.trip import Message, Trip

MOST_UNCLEAR = 2
_MOST_WORDS = 14
_FEW_WORDS = 2
_ADDRESS_WORDS = 5
_MOST_NOTED = 40
_NOTED = "utter_cart_noted"


class Hearing:
    """
    One message to a cart.
    """

    def __init__(self, trip: Trip, draft: Draft, message: Message) -> None:
        self._trip = trip
        self._draft = draft
        self._message = message
        self._text = message.text
        # Whether they have to say of which of the things they speak.
        self._is_asking = False

    async def heard(self) -> Draft | None:
        """
        The draft after it; None where it is about something else.
        """
        draft, message = self._draft, self._message
        answer = message.answer or self._typed_title()
        if answer:
            return await self._pressed(answer)
        if not self._text or self._is_of_order():
            return None
        if self._is_of_cart():
            return await self._told_of_it()
        if self._is_elsewhere():
            return None
        if draft.is_behind and self._is_short_answer():
            # It answers what was said since.
            return None
        if self._leaves():
            return self._left()
        if self._fits("puts_off"):
            return self._kept()
        cheaper = await self._cheaper()
        if cheaper is not None:
            return cheaper
        is_again = message.intent == "reorder" and message.is_sure
        shown = len(draft.question.choices)
        is_place = place_in(self._text, shown) is not None or (
            draft.open is Open.ADDRESS or says(self._text, "address")
        )
        if is_again and not is_place:
            return await self._trip.begin(draft, message)
        answered = await self._yes_or_no()
        if answered is not None:
            return answered
        if self._is_question():
            return None
        changed = await self._changed()
        if changed is not None:
            return await self._go_on(changed)
        if message.is_sure and message.intent not in (UNSURE | VAGUE):
            return None
        return None if draft.is_behind else await self._unclear()

    async def _go_on(self, draft: Draft) -> Draft:
        """
        To the next question; what is read back needs not be noted before.
        """
        trip = self._trip
        if self._is_asking and draft.open in (Open.CONFIRM, Open.MORE):
            # A yes behind that would be none to the cart.
            return trip.put(draft, Open.MORE, saying.ask_more(trip.voice))
        now = await trip.go_on(replace(draft, unclear=0))
        told = {trip.voice.address(now.address)} if now.address else set()
        if now.open in (Open.CONFIRM, Open.DELIVERY):
            trip.says = [
                each
                for each in trip.says
                if each.response != _NOTED
                or (now.open is Open.DELIVERY and each.fields["what"] not in told)
            ]
        return now

    def _fits(self, kind: str) -> bool:
        return (
            saying_of(WORDS, self._text, most_words=_MOST_WORDS, only=kind) is not None
        )

    def _is_short_answer(self) -> bool:
        text = self._text
        is_either = is_plain(text, is_yes=True) or is_plain(text, is_yes=False)
        return is_either or nods(text)

    def _is_elsewhere(self) -> bool:
        intent = self._message.intent
        if intent == DELETES and says(self._text, "removes"):
            return not self._trip.items_of(self._message)
        return intent in ELSEWHERE

    def _is_of_order(self) -> bool:
        """
        Whether it is about an order that there is already: "cancel 10042".
        """
        named = any(e["entity"] == "order_number" for e in self._message.entities)
        return named and self._message.is_sure and self._message.intent in OF_ORDERS

    def _leaves(self) -> bool:
        drops = saying_of(LEAVING, self._text, most_words=_MOST_WORDS, only="drops")
        return drops is not None or self._fits("empties")

    def _is_of_cart(self) -> bool:
        """
        Whether it asks what the cart comes to, or what is in it.
        """
        text = self._text
        is_sum = says(text, "sums") and (
            not says(text, "delivering") or says(text, "including")
        )
        # When it comes stands beside each way there.
        has_days = self._draft.open in (Open.DELIVERY, Open.CONFIRM)
        is_when = has_days and says(text, "arrives") and not says(text, "delivering")
        named = any(e["entity"] == "order_number" for e in self._message.entities)
        is_told = says(text, "shows") or self._asks_if_placed()
        return not named and (is_sum or is_when or is_told)

    def _asks_if_placed(self) -> bool:
        """
        Whether it asks if what is being bought has been ordered by now.
        """
        return asks(self._text) and says(self._text, "is_placed")

    async def _told_of_it(self) -> Draft:
        if self._asks_if_placed():
            goods = [item.words for item in self._draft.items]
            self._trip.say("utter_cart_not_yet", items=self._trip.voice.listed(goods))
            return await self._trip.go_on(replace(self._draft, unclear=0))
        if self._draft.open is not Open.CONFIRM and not says(self._text, "arrives"):
            await so_far.tell(self._trip, self._draft)
        return await self._trip.go_on(replace(self._draft, unclear=0))

    async def _cheaper(self) -> Draft | None:
        """
        With what costs less to choose from, where somebody asks for it.
        """
        draft, text = self._draft, self._text
        is_choice = draft.open in (Open.THING, Open.WHICH, Open.DELIVERY)
        if is_choice or not says(text, "cheaper") or says(text, "delivering"):
            return None
        look = await Look.at(self._trip, draft)
        editing = Editing(self._trip, look, self._message)
        cheaper = await editing.cheaper()
        self._is_asking = editing.is_asking
        return None if cheaper is None else await self._go_on(cheaper)

    def _is_question(self) -> bool:
        """
        Whether it asks about another thing: "how much is delivery?" changes nothing.
        """
        message, text = self._message, self._text
        is_cheap = says(text, "cheaper") or says(text, "cheapest")
        if message.intent in ADDING or (is_cheap and not says(text, "how_much")):
            return False
        if asks(text):
            is_short = len(text.split()) <= _FEW_WORDS
            is_wish = says(text, "politely") and not says(text, "asks_about")
            return not (is_wish or is_short)
        return (
            message.is_sure
            and message.intent not in UNSURE
            and says(text, "asks_about")
        )

    async def _yes_or_no(self) -> Draft | None:
        """
        After a yes or a no to what was put, as plainly as it has to be; else None.
        """
        draft, text = self._draft, self._text
        if asks(text):
            return None
        is_yes = agrees(text)
        if draft.open is Open.CONFIRM:
            if nods(text):
                self._trip.say("utter_cart_yes_or_no")
                return await self._trip.go_on(draft)
            if is_yes and draft.is_behind:
                # It is read back once more before anything is ordered.
                return await self._trip.go_on(draft)
            if is_yes:
                return await self._trip.place(draft)
        elif is_yes or nods(text):
            # It is no answer yet, and nothing that was not understood.
            address = draft.open is Open.ADDRESS
            return None if address else await self._trip.go_on(draft)
        if is_plain(text, is_yes=False) or says(text, "none_of_them"):
            if draft.open in (Open.MORE, Open.THING):
                return self._left()
            return self._ask_more()
        return None

    def _ask_more(self) -> Draft:
        return self._trip.put(self._draft, Open.MORE, saying.ask_more(self._trip.voice))

    def _kept(self) -> Draft:
        self._trip.say("utter_cart_kept")
        return replace(self._draft, open=None)

    async def _changed(self) -> Draft | None:
        """
        The draft with what the text says of it; None where it says nothing.
        """
        trip, message = self._trip, self._message
        draft = await Answering(trip, self._draft, message).answered()
        is_heard = draft is not None
        draft = draft or self._draft
        for take in (self._address, self._delivery, self._paying):
            taken = await take(draft)
            is_heard, draft = is_heard or taken is not None, taken or draft
        editing = Editing(trip, await Look.at(trip, draft), message)
        if len(draft.items) > len(self._draft.items):
            # How many of what is new was said with it.
            return draft
        edited = editing.counted() if is_heard else editing.edited()
        self._is_asking = editing.is_asking
        if edited is not None:
            return edited
        if is_heard or self._is_done():
            return draft
        return None

    def _is_done(self) -> bool:
        return self._fits("nothing_more") and self._draft.open in (
            Open.THING,
            Open.MORE,
        )

    async def _address(self, draft: Draft) -> Draft | None:
        is_home = says(self._text, "at_home") and len(self._text.split()) <= _FEW_WORDS
        is_long = len(self._text.split()) >= _ADDRESS_WORDS
        is_written = is_long and any(map(str.isdecimal, self._text))
        is_own = names_own_place(self._text)
        is_named = is_home or is_own or says(self._text, "address")
        if self._draft.open is Open.ADDRESS or not (is_named or is_written):
            return None
        orders = await self._trip.shop.orders()
        address = self._trip.address_in(self._message, orders)
        if address is None and not is_named:
            return None
        if address is None:
            known = await Filling(self._trip, draft).addresses()
            address = known_address_in(self._text, known, draft.address)
        if address is not None:
            self._trip.say(_NOTED, what=self._trip.voice.address(address))
            return replace(draft, address=address)
        if draft.open in (Open.CONFIRM, Open.MORE, Open.DELIVERY):
            # They want another one, and have not said which.
            return replace(draft, address=None, delivery="", open=Open.ADDRESS)
        if is_own:
            self._trip.say("utter_cart_address_then")
            return replace(draft, address=None, delivery="", asks_address=True)
        return None

    async def _delivery(self, draft: Draft) -> Draft | None:
        """
        With another way of delivery, or with its words until it is known which are.
        """
        if self._draft.open is Open.DELIVERY:
            return None
        if self._draft.open in (Open.CONFIRM, Open.MORE):
            ways = await ways_of(self._trip, draft)
            chosen = delivery_in(self._text, ways) if ways else None
            if chosen is not None:
                return replace(draft, delivery=chosen)
            # Of two couriers it has to be said which.
            is_open = bool(ways) and names_way(self._text)
            return replace(draft, delivery="") if is_open else None
        if not names_way(self._text):
            return None
        self._trip.say(_NOTED, what=self._text.strip(" .!?؟")[:_MOST_NOTED])
        return replace(draft, way_said=self._text[:MOST_SAID], delivery="")

    async def _paying(self, draft: Draft) -> Draft | None:
        kind = paying_in(self._text)
        if kind is None:
            return None
        if kind is not MethodKind.TRANSFER:
            voice = self._trip.voice
            is_cash = kind is MethodKind.CASH
            told = voice.of("utter_cart_pay_cash") if is_cash else ""
            self._trip.say(_NOTED, what=told or voice.method_kind(kind))
        return replace(draft, pay_by=kind)

    async def _unclear(self) -> Draft:
        draft, trip = self._draft, self._trip
        draft = replace(draft, unclear=draft.unclear + 1)
        if draft.unclear > MOST_UNCLEAR:
            trip.say("utter_cart_beyond_unclear")
            trip.hands_over = True
            return replace(draft, open=None)
        trip.say("utter_cart_unclear")
        return await trip.go_on(draft)

    def _left(self) -> Draft:
        self._trip.say("utter_cart_left")
        return self._draft.closed()

    def _typed_title(self) -> str:
        """
        The answer of the button whose title was typed; a yes has to be said as one.
        """
        typed = fold(self._text).strip(" .!")
        for title, value in self._draft.question.choices:
            if typed and typed == fold(title).strip(" .!"):
                return value
        return ""

    async def _pressed(self, answer: str) -> Draft | None:
        draft, trip, item = self._draft, self._trip, self._draft.item_at_hand
        if answer == saying.LEAVE:
            return self._left()
        if draft.open is Open.CONFIRM:
            if answer == saying.YES:
                return await trip.place(draft)
            return self._ask_more()
        if draft.open is Open.WHICH and item is not None:
            now = replace(item, products=(answer,))
            return await trip.go_on(draft.with_item(draft.item, now))
        if draft.open is Open.VARIANT and item is not None:
            now = replace(item, variant=answer)
            return await trip.go_on(draft.with_item(draft.item, now))
        if draft.open is Open.ADDRESS and answer.isdigit():
            known = await Filling(trip, draft).addresses()
            if int(answer) < len(known):
                return await trip.go_on(replace(draft, address=known[int(answer)]))
        if draft.open is Open.DELIVERY:
            return await trip.go_on(replace(draft, delivery=answer))
        return None
