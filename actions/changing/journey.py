"""
A journey through the wishes of a customer, without a dialogue engine.

It takes what was said or pressed, asks the shop, and says what comes of it. Everything
that has to be remembered is in the `Wishes` it gives back.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from actions.changing.deciding import steps
from actions.changing.deciding.step import Already, Beyond, NoneLeft, Person, Refuse
from actions.changing.doing.carrying import OVER, Carrying, Outcome
from actions.changing.hearing import (
    answers,
    beside,
    leaving,
    opening,
    several,
    surely,
    taking,
    together,
    which,
)
from actions.changing.hearing.afterwards import told_of_past
from actions.changing.reading import (
    Known,
    Piece,
    asks_address,
    is_denied,
    pieces,
    says_all_orders,
    unopened_said,
)
from actions.changing.shop import Shop, with_ways
from actions.changing.state import buttons
from actions.changing.state.deal import Deal, Seen, former_picks
from actions.changing.state.kinds import (
    address_first,
    alike,
    joined,
    kind_of,
    same_number,
    with_piece,
)
from actions.changing.state.message import Message
from actions.changing.state.wishes import (
    Came,
    Kind,
    Open,
    Wish,
    Wishes,
    refused_as_opened,
)
from actions.changing.telling import asking, saying
from actions.shared.kept import Question, Utterance
from actions.shared.voice import Voice
from crm_connector.errors import OrderNotFound
from crm_connector.model import Order
from crm_connector.operations import Operation


@dataclass
class Journey:
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

    async def begin(self, wishes: Wishes, message: Message, kind: Kind) -> Wishes:
        """
        With the wishes of a message that begins them; `kind` is what was understood.
        """
        if wishes.customer not in ("", self.shop.customer):
            # Nothing of somebody else is told or done.
            wishes = Wishes()
        wishes = replace(wishes, customer=self.shop.customer)
        told = await told_of_past(self, wishes, message.text, message.lang)
        if told is not None:
            return told
        if is_denied(message.text):
            self.says.append(Utterance("utter_wish_left_open"))
            return wishes
        refused = refused_as_opened(wishes)
        is_same = refused is not None and await opening.is_of(self, refused, message)
        if refused is not None and is_same:
            # "It is not", after all: the same is looked at once more.
            is_unopened = unopened_said(message.text)
            again = replace(refused, is_unopened=is_unopened, asked=None, unclear=0)
            return await self.go_on(replace(wishes, open=(again, *wishes.open)))
        orders = await self.shop.orders()
        known = Known(orders=orders, country=self.country)
        found = pieces(message.text, message.lang, known)
        new = self.new(found, message, kind)
        return await self.go_on(self.queued(wishes, new), message)

    async def hear(self, wishes: Wishes, message: Message) -> Wishes | None:
        """
        With what a message says of the wishes; None where it says nothing of them.
        """
        wish = wishes.at_hand
        if wish is None:
            return None
        return await answers.Answering(self, wishes, wish, message).heard()

    async def go_on(
        self, wishes: Wishes, message: Message | None = None, *, first: bool = True
    ) -> Wishes:
        """
        To the next question, or to the end of all wishes.

        What comes after the `first` is announced.
        """
        message = message or Message(lang=self.voice.lang)
        while wishes.open:
            wishes = address_first(wishes)
            wish, *others = wishes.open
            alike = several.each_of(wish, await self.shop.orders(), self.shop)
            wishes = replace(wishes, open=(*alike, *others))
            wish = alike[0]
            if not first and wish.number:
                number = self.voice.number(wish.number)
                self.says.append(Utterance("utter_wish_next", {"number": number}))
            first = False
            wish, question = await self._found(wish, message)
            wishes = wishes.with_first(wish)
            if question is not None:
                return self.put(wishes, wish.asking(Open.ORDER), question)
            if address_first(wishes) is not wishes:
                first = True
                continue
            if not wish.number:
                # There is no order at all that it could be.
                wishes = wishes.ended(Came.REFUSED, "no_orders")
                continue
            seen = await self._seen(wish)
            if seen is None:
                wishes = wishes.ended(Came.REFUSED, "not_found")
                continue
            asked, wishes = await self._next(wishes, wish, seen, message)
            if asked:
                return wishes
        return wishes

    async def _found(
        self, wish: Wish, message: Message
    ) -> tuple[Wish, Question | None]:
        """
        The wish with its order, or which one is meant to ask.
        """
        orders = await self.shop.orders()
        strange: list[str] = []
        if wish.number:
            kept = await self._as_kept(wish.number, orders)
            sure = surely.in_question(wish, [kept], orders, self.shop, message)
            if kept and len(sure) == 1:
                return replace(wish, number=sure[0], candidates=()), None
            if kept:
                wish = replace(wish, number="", candidates=sure)
                doubted = [order for order in orders if order.number in sure]
                return wish, asking.which_order(doubted, self.voice)
            strange = [wish.number]
            wish = replace(wish, number="")
        if not orders:
            self.says.append(Utterance("utter_order_none"))
            return wish, None
        numbers = which.meant(wish, orders, self.shop, message.lang, self.country)
        numbers = surely.in_question(wish, numbers, orders, self.shop, message)
        if len(numbers) == 1:
            return replace(wish, number=numbers[0], candidates=()), None
        hand = await self._as_kept(message.at_hand, orders) if message.at_hand else ""
        names = message.names or says_all_orders("\n".join(wish.texts))
        is_new = not (names or (wish.candidates and hand in wish.candidates))
        if hand and is_new and which.is_spoken_of(wish, hand, orders, self.shop):
            return replace(wish, number=hand, candidates=()), None
        strange += [each for each in message.names if not which.is_of(each, orders)]
        if not numbers and strange and wish.asked in (None, Open.ORDER):
            number = self.voice.number(strange[0])
            self.says.append(Utterance("utter_wish_no_such_order", {"number": number}))
        elif not (numbers or names) and which.is_told(
            wish, hand, orders, self.shop, message
        ):
            return replace(wish, number=hand), None
        among = [order for order in orders if order.number in numbers]
        choice = among or which.likely(wish, orders, self.shop)
        only = choice[0].number if len(choice) == 1 else ""
        if not strange and which.is_told(wish, only, orders, self.shop, message):
            return replace(wish, number=only, candidates=()), None
        if not (among or strange) and which.is_too_late(wish, orders, self.shop):
            # To ask which one would promise what can be done with none.
            self.says.append(Utterance("utter_wish_none_possible"))
            last = (choice or orders)[0]
            return replace(wish, number=last.number, candidates=()), None
        return wish, asking.which_order(choice or orders, self.voice)

    async def _as_kept(self, number: str, orders: Sequence[Order]) -> str:
        """
        The number as the shop keeps it; empty where they have no such order.
        """
        for order in orders:
            if same_number(order.number, number):
                return order.number
        try:
            # It may lie farther back than what was read.
            return (await self.shop.seen(number)).order.number
        except OrderNotFound:
            return ""

    async def _seen(self, wish: Wish) -> Seen | None:
        try:
            return await self.shop.seen(wish.number)
        except OrderNotFound:
            number = self.voice.number(wish.number)
            self.says.append(Utterance("utter_wish_no_such_order", {"number": number}))
            return None

    def known(self, seen: Seen, orders: tuple[Order, ...], wish: Wish) -> Known:
        """
        What words can mean for this wish.
        """
        rule = None
        if wish.operation is not None:
            rule = seen.policies.rules.get(wish.operation)
        return Known(
            orders=orders,
            order=seen.order,
            variants=seen.variants,
            methods=seen.methods,
            reasons=rule.reasons if rule is not None else (),
            country=self.country,
        )

    async def _next(
        self, wishes: Wishes, wish: Wish, seen: Seen, message: Message
    ) -> tuple[bool, Wishes]:
        """
        Whether something was asked; else the wish at hand is over.
        """
        self.told.append(seen.order.number)
        orders = await self.shop.orders()
        wishes, wish, unheard = together.heard(
            self, wishes.with_first(wish), seen, message.lang, orders
        )
        seen = await with_ways(self.shop, seen, wish)
        is_told = wish.kind is Kind.ADDRESS and wish.address is None
        if is_told and seen.order.ship_to and asks_address("\n".join(wish.texts)):
            fields = {
                "number": self.voice.number(seen.order.number),
                "address": self.voice.address(seen.order.ship_to),
            }
            self.says.append(Utterance("utter_wish_address_now", fields))
            return False, wishes.with_first(wish).ended(Came.LEFT, "told")
        waits = saying.if_it_never_comes(wish, seen, self.voice)
        if waits:
            self.says += waits
            return False, wishes.with_first(wish).ended(Came.LEFT, "told")
        return self.put_step(wishes.with_first(wish), wish, seen, unheard)

    def put_step(
        self, wishes: Wishes, wish: Wish, seen: Seen, unheard: taking.Heard
    ) -> tuple[bool, Wishes]:
        """
        Say what comes next; whether that asks something.
        """
        wish, step = steps.next_step(wish, seen)
        wishes = wishes.with_first(wish)
        if isinstance(step, Refuse):
            self.says += saying.refused(step, wish, seen, self.voice)
            return False, wishes.ended(Came.REFUSED, step.forbidden.why.value)
        if isinstance(step, Person):
            self.says += saying.for_people(step, wish, seen, self.voice)
            self.hands_over = True
            return False, wishes.ended(Came.PERSON, step.beyond.value)
        self.says += saying.heard(unheard, wish, seen, self.voice)
        if isinstance(step, Already):
            number = self.voice.number(seen.order.number)
            self.says.append(Utterance("utter_wish_already", {"number": number}))
            return False, wishes.ended(Came.LEFT, "already")
        if isinstance(step, NoneLeft):
            thing = self.voice.thing(step.line, 1)
            self.says.append(Utterance("utter_wish_none_left", {"thing": thing}))
            rest = leaving.without_line(wish, step.line.id)
            if rest.picks:
                return self.put_step(wishes, rest, seen, taking.Heard())
            return False, wishes.ended(Came.REFUSED, "none_left")
        if isinstance(step, Deal):
            wish = self._with_way(wish, step, seen)
            if wish.is_tried and wish.read_back not in ("", step.digest):
                # What was sent before may still come about: no second one beside it.
                beyond = Person(Beyond.NOT_ABLE)
                self.says += saying.for_people(beyond, wish, seen, self.voice)
                self.hands_over = True
                return False, wishes.ended(Came.PERSON, "OutcomeUnknown")
            return True, self._read_back(wishes, wish, step, seen)
        ask = asking.narrowed(step, unheard)
        self.says += asking.snag(ask, self.voice)
        question = asking.question(ask, wish, seen, self.voice)
        line = ask.line.id if ask.line is not None else ""
        return True, self.put(wishes, wish.asking(ask.what, line), question)

    def _with_way(self, wish: Wish, made: Deal, seen: Seen) -> Wish:
        """
        The wish without the way for the money that it cannot go, after saying so.
        """
        named = seen.method(wish.method)
        is_other = wish.method != seen.order.paid_with
        if made.operation is not Operation.CANCEL_ORDER or not named or not is_other:
            return wish
        fields = {"method": self.voice.method(named)}
        self.says.append(Utterance("utter_wish_snag_not_this_way", fields))
        return replace(wish, method="")

    def _read_back(self, wishes: Wishes, wish: Wish, made: Deal, seen: Seen) -> Wishes:
        if wish.read_back != made.digest or not wish.key:
            # What may have been done already keeps its name.
            key = wish.key if wish.is_tried else secrets.token_hex(16)
            wish = replace(wish, read_back=made.digest, key=key)
        wish = replace(
            wish, due=made.due, paid=made.paid, method=made.method_id or wish.method
        )
        if made.address is not None:
            wish = replace(wish, former=seen.order.ship_to)
        wish = replace(wish, former_picks=former_picks(made, seen))
        self.says += saying.beside(made, wish)
        question = saying.read_back(made, seen, self.voice)
        return self.put(wishes, wish.asking(Open.CONFIRM), question)

    def put(self, wishes: Wishes, wish: Wish, question: Question) -> Wishes:
        """
        With this question open, about the wish at hand.
        """
        question = replace(question, lang=self.voice.lang)
        wishes = replace(wishes, question=question, asked=wishes.asked + 1)
        return wishes.with_first(wish)

    async def carry_out(self, wishes: Wishes, wish: Wish) -> Wishes:
        """
        Do what they said yes to, if it is still the same; and go on.
        """
        outcome, wish = await Carrying(self, wish).done()
        wishes = wishes.with_first(wish)
        if outcome in OVER:
            came, why = OVER[outcome]
            self.hands_over = self.hands_over or came is Came.PERSON
            return await self.go_on(wishes.ended(came, why), first=False)
        if outcome is Outcome.AGAIN:
            yes_no = (
                (self.voice.of("utter_wish_yes"), buttons.YES),
                (self.voice.of("utter_wish_no"), buttons.NO),
            )
            number = {"number": self.voice.number(wish.number)}
            question = Question("utter_ask_wish_again", number, yes_no)
            return self.put(wishes, wish.asking(Open.CONFIRM), question)
        return await self.go_on(wishes)

    def new(
        self, found: Sequence[Piece], message: Message, kind: Kind
    ) -> tuple[Wish, ...]:
        """
        The wishes of these pieces; what says none of its own belongs to the one before.
        """
        new: list[Wish] = []
        for piece in found:
            wanted = kind_of(piece)
            if wanted is None and new:
                known = {new[-1].number, *new[-1].candidates} - {""}
                if not (known and piece.orders) or known & {*piece.orders}:
                    new[-1] = with_piece(new[-1], piece)
                    continue
                # The same of another order.
                wanted = new[-1].kind
            # What was understood counts for the first, as far as words say nothing.
            made = Wish(wanted or kind)
            new += alike(made, piece) or [with_piece(made, piece)]
        if not new:
            new.append(Wish(kind).said(message.text))
        if message.has_file:
            new = [replace(each, with_photo=True) for each in new]
        elif beside.lacks_photo(message):
            new = [replace(each, no_photo=True) for each in new]
        return tuple(joined(new))

    def queued(self, wishes: Wishes, new: Sequence[Wish]) -> Wishes:
        """
        With these behind the others, or in them where they are of the same.
        """
        return replace(wishes, open=tuple(joined([*wishes.open, *new])))
