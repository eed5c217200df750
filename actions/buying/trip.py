"""
A journey through a cart, without a dialogue engine.

It takes what was said or pressed, asks the shop, and says what comes of it. Everything
that has to be remembered is in the `Draft` it gives back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from actions.buying import again, filling
from actions.buying.delivering import names_way
from actions.buying.draft import MOST_SAID, Draft, Item, Open
from actions.buying.hearing import Hearing
from actions.buying.placing import place
from actions.buying.reading import (
    Wanted,
    is_two_of,
    paying_in,
    pressed,
    says,
    wanted,
)
from actions.buying.shop import Shop
from actions.changing.reading import Asked, Asking, Known, names_own_place, read
from actions.shared import kept
from actions.shared.kept import Question, Utterance
from actions.shared.voice import Voice
from crm_connector.model import Address, CatalogueEntry, Order

REORDER = "reorder"


@dataclass(frozen=True)
class Message(kept.Message):
    """
    With the `entities` of the text.
    """

    entities: Sequence[Mapping[str, Any]] = ()


@dataclass
class Trip:
    """
    One turn. `says` is what was said in it, and `hands_over` whether people take over.

    `told` are the numbers of the orders that were spoken of.
    """

    shop: Shop
    voice: Voice
    country: str = "IR"
    says: list[Utterance] = field(default_factory=list)
    hands_over: bool = False
    told: list[str] = field(default_factory=list)

    async def begin(self, draft: Draft, message: Message) -> Draft:
        """
        With what a message asks for; what was in the cart stays in it.
        """
        orders = await self.shop.orders()
        draft = replace(draft, customer=self.shop.customer, unclear=0)
        if message.intent == REORDER:
            items = await again.items(self, orders, message)
            if not items and not draft.items:
                return draft.closed()
        else:
            items = self.items_of(message)
        draft = self.asides(draft.adding(items), message, orders)
        return await self.go_on(draft)

    async def hear(self, draft: Draft, message: Message) -> Draft | None:
        """
        With what a message says of the cart; None where it says nothing of it.
        """
        if draft.open is None:
            return None
        return await Hearing(self, draft, message).heard()

    async def go_on(self, draft: Draft) -> Draft:
        """
        To the next question, or to the cart that is read back.
        """
        return await filling.Filling(self, draft).filled()

    async def place(self, draft: Draft) -> Draft:
        """
        Order what they said yes to, if it is still the same; and go on.
        """
        return await place(self, draft)

    def say(self, response: str, **fields: str) -> None:
        """
        Something to say before the next question.
        """
        self.says.append(Utterance(response, fields))

    def put(self, draft: Draft, what: Open, question: Question, item: int = 0) -> Draft:
        """
        With this question open.
        """
        question = replace(question, lang=self.voice.lang)
        return replace(
            draft,
            open=what,
            item=item,
            question=question,
            asked=draft.asked + 1,
            is_behind=False,
        )

    def items_of(self, message: Message) -> tuple[Item, ...]:
        """
        The things of a message that the catalogue may have.
        """
        found = wanted(message.text, message.entities)
        found = found or pressed(message.entities, self.shop.product)
        return tuple(map(self.item_of, found))

    def item_of(self, each: Wanted) -> Item:
        """
        A thing that was asked for, with the products that may be meant.
        """
        found = self._named(each)
        names = [name for entry in found for name in entry.names.values()]
        usual = 2 if is_two_of(each.words, names) else 1
        return Item(
            words=each.words,
            said=each.text[:MOST_SAID],
            told=each.told,
            products=tuple(entry.id for entry in found),
            quantity=each.quantity or usual,
        )

    def _named(self, each: Wanted) -> Sequence[CatalogueEntry]:
        """
        The products that may be meant; one that fewer words name than others is none.
        """
        found = self.shop.named(each)
        if len(each.ids) == 1 and found:
            whole = self.shop.named(replace(each, ids=()))
            if whole and found[0] not in whole:
                return whole
        return found

    def asides(self, draft: Draft, message: Message, orders: Sequence[Order]) -> Draft:
        """
        With where it goes, in which way, and how it is paid for, where that is said.
        """
        kind = paying_in(message.text)
        if kind is not None:
            draft = replace(draft, pay_by=kind)
        if names_way(message.text):
            draft = replace(draft, way_said=message.text[:MOST_SAID])
        is_own = names_own_place(message.text)
        if is_own or says(message.text, "address"):
            address = self.address_in(message, orders)
            if address is not None:
                return replace(draft, address=address)
        return replace(draft, address=None, asks_address=True) if is_own else draft

    def address_in(self, message: Message, orders: Sequence[Order]) -> Address | None:
        """
        The address that a message says, or that of an order which it names.
        """
        known = Known(orders=tuple(orders), country=self.country)
        said = read(message.text, message.lang, known, Asked(Asking.ADDRESS))
        if said.as_order:
            found = (o.ship_to for o in orders if o.number == said.as_order)
            return next((each for each in found if each), None)
        return said.address
