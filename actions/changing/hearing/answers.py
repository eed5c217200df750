"""
What an answer makes of the wish at hand: a button, a yes, more of it, or another wish.
"""

from __future__ import annotations

from dataclasses import replace

from actions.changing.deciding import steps
from actions.changing.hearing import (
    beside,
    leaving,
    narrowing,
    opening,
    ordering,
    showing,
    taking,
    which,
)
from actions.changing.hearing.confirming import MOST_UNCLEAR, OTHERWISE, Confirming
from actions.changing.hearing.correcting import (
    LIKE,
    UNDERSTOOD_AS_NONE,
    begun_of_other,
    moved,
    other_order,
    without_other,
)
from actions.changing.hearing.parting import parted, puts_aside
from actions.changing.hearing.pressing import pressed
from actions.changing.reading import (
    Asked,
    Known,
    Piece,
    Said,
    bare_code,
    is_denied,
    names_own_place,
    pieces,
    read,
    unopened_said,
)
from actions.changing.shop import with_ways
from actions.changing.state import buttons
from actions.changing.state.kinds import kind_of, kind_said
from actions.changing.state.wishes import INTENTS, SHOWN, Came, Kind, Open, Wish, Wishes
from actions.shared.kept import Utterance
from actions.shared.likeness import fold
from actions.shared.sayings import asks
from crm_connector.model import Order
from crm_connector.operations import Reason

# To these a yes alone is no answer.
_OF_WHICH = frozenset(
    {
        *(Open.WAY, Open.ITEMS, Open.OPTIONS, Open.QUANTITY, Open.METHOD),
        *(Open.REASON, Open.ORDER),
    }
)


class Answering(Confirming):
    """
    One message to the wish at hand.
    """

    async def heard(self) -> Wishes | None:
        """
        The wishes after it; None where it is about something else.
        """
        message, wish = self._message, self._wish
        answer = message.answer or self._typed_title()
        if answer:
            return await self._pressed(answer)
        if message.has_file and wish.kind in SHOWN:
            wish = self._wish = replace(wish, with_photo=True)
            if wish.asked is Open.PHOTO or not message.text:
                return await self._on(wish)
        if message.text and opening.is_alone(wish, message):
            self._journey.says.append(Utterance("utter_wish_noted"))
            is_unopened = unopened_said(message.text)
            return await self._on(replace(wish, is_unopened=is_unopened))
        if not message.text or beside.is_elsewhere(message, wish):
            return None
        if beside.tells_why(message, wish):
            return await self._on(replace(wish, reason=Reason.CHANGED_MIND))
        is_elsewhere = wish.kind is Kind.ADDRESS and names_own_place(message.text)
        if not is_elsewhere and self._calls_it_off():
            return await self._dropped()
        if wish.asked in (Open.ORDER, Open.ITEMS) and beside.wants_none(message):
            return await self._dropped()
        of_photo = showing.heard(wish, message)
        if of_photo is not None:
            wish, says = of_photo
            self._journey.says += says
            return await self._on(wish)
        orders = await self._journey.shop.orders()
        known = await self._known(orders)
        if wish.kind is Kind.ADDRESS and bare_code(message.text, known):
            # Digits that were asked for are no order's number.
            message = replace(message, intent="", is_sure=False, names=())
            self._message = message
        found = pieces(message.text, message.lang, known)
        if beside.asks_of_rules(message, self._said(list(found), known)):
            return None
        rest = leaving.without_address(message, found)
        if rest is not None and not any(map(kind_of, rest)):
            kept = await self._address_kept(self._said(list(found), known))
            if kept is not None:
                return kept
        is_left = leaving.may_leave(wish, message)
        if is_left and self._is_no(found, self._said(list(found), known)):
            return await self._dropped()
        own, others = parted(wish, found if rest is None else rest)
        if wish.kind is Kind.ADDRESS and beside.names_other_place(message, wish.asked):
            # Which one that is, nobody has told us.
            return await self._on(replace(wish, address=None))
        if wish.asked is Open.ORDER and not wish.number:
            return await self._order_told(own, others)
        if self._is_over(own):
            return await self._begun_anew()
        other = narrowing.other(wish, self._said(own, known), others, message)
        if other is not None:
            return await self._on(other)
        if wish.asked is Open.CONFIRM:
            whole = self._said(list(found), known)
            agreed = await self._agreed(found, whole, known)
            if agreed is not None:
                return agreed
        if others and puts_aside(wish, message, others, known):
            return await self._put_aside(others)
        if self._is_half_change(others):
            return self._otherwise()
        said = self._said(own, known)
        if others and wish.asked is Open.CONFIRM and self._denies():
            return await self._refused()
        if not others and narrowing.asks_where_money_goes(wish, said, message):
            return await self._journey.go_on(self._wishes)
        wish = narrowing.left_out(wish, said, message.text)
        self._wish = wish
        only = narrowing.only_named(wish, said, message.text)
        if only is not None and not others:
            return await self._on(only)
        if not others:
            begun = begun_of_other(self._journey, wish, message, own, said, orders)
            if begun is not None:
                self._journey.says.append(Utterance("utter_wish_noted"))
                queued = self._journey.queued(self._wishes, [begun])
                return await self._journey.go_on(queued)
            number = other_order(self._journey, wish, message, own, said, orders)
            if number:
                return await self._on(moved(wish, number))
            if not self._is_answer(said, own):
                place = which.by_place(message.text, self._wishes.question)
                if place and wish.asked not in (Open.CONFIRM, Open.QUANTITY):
                    return await self._pressed(place)
                return await self._no_answer()
        return await self._taken(own, others, said)

    async def _pressed(self, answer: str) -> Wishes | None:
        """
        A button, or its title typed.
        """
        if self._wish.asked is not Open.CONFIRM:
            wish = await pressed(self._journey.shop, self._wish, answer)
            return None if wish is None else await self._on(wish)
        if answer == buttons.YES:
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

    def _said(self, own: list[Piece], known: Known) -> Said:
        if not own:
            return Said()
        text = "\n".join(piece.text for piece in own)
        wish = self._wish
        asked = None
        if wish.asked in beside.ASKING:
            removes = any(pick.quantity == 0 for pick in wish.picks)
            kind, line = beside.ASKING[wish.asked], wish.asked_line
            asked = Asked(kind, line, put=wish.operation, removes=removes)
        said = read(text, self._message.lang, known, asked)
        return narrowing.with_number(wish, said, text, self._message.lang, known)

    async def _order_told(self, own: list[Piece], others: list[Piece]) -> Wishes | None:
        told = await ordering.told(
            self._journey, self._wishes, self._message, own, others
        )
        if isinstance(told, Wishes):
            return told
        self._wish = told
        if self._is_bare_yes():
            alone = leaving.only_choice(self._wishes)
            if alone:
                return await self._pressed(alone)
            return await self._unclear("utter_wish_needs_choice")
        return await self._no_answer()

    def _is_bare_yes(self) -> bool:
        """
        Whether it is a yes to a question that no yes answers.
        """
        if self._wish.asked not in _OF_WHICH or asks(self._message.text):
            return False
        said = read(self._message.text, self._message.lang, Known())
        return said.yes is True and not taking.says_something(said)

    def _calls_it_off(self) -> bool:
        message, wish = self._message, self._wish
        is_over = beside.drops(message, wish) or is_denied(message.text)
        return is_over or beside.calls_off(message, wish)

    def _is_over(self, own: list[Piece]) -> bool:
        """
        Whether it was refused, and something quite different comes after that.
        """
        message, wish = self._message, self._wish
        is_else = message.is_sure and message.intent not in UNDERSTOOD_AS_NONE
        is_same = message.intent in LIKE[wish.kind] or any(map(kind_of, own))
        return wish.asked is Open.MORE and is_else and not is_same

    def _is_answer(self, said: Said, own: list[Piece]) -> bool:
        """
        Whether this says something of the wish, and is no question about another thing.
        """
        message, wish = self._message, self._wish
        of_place = said.postal_code or said.recipient or said.address_parts
        if of_place and wish.kind is Kind.ADDRESS:
            return True
        if wish.asked is Open.WAY and any(map(kind_of, own)):
            return not beside.asks_when_paid(message, own)
        if wish.asked is Open.WAY and beside.wants_money(message):
            return False
        if said.yes is not None or said.no_more:
            return message.intent in beside.VAGUE or not message.is_sure
        if not taking.says_something(said):
            return False
        if message.intent in beside.VAGUE or not message.is_sure:
            return True
        if not taking.says_something(replace(said, unknown_things=())):
            # "Is the novel on its way" asks of what is not in it.
            return False
        return not asks(message.text) and wish.asked is not None

    async def _no_answer(self) -> Wishes | None:
        """
        What is no answer: something else that is understood, or nothing.
        """
        message, wish = self._message, self._wish
        if wish.asked is Open.MORE:
            return await self._begun_anew()
        if message.has_file and wish.kind in SHOWN:
            # "Here is the photo."
            return await self._on(wish)
        told = narrowing.way_told(wish, message)
        if told is not None:
            return await self._on(told)
        is_of_money = beside.is_of_its_money(message, wish)
        is_answered = wish.asked in (Open.CONFIRM, Open.PHOTO) and is_of_money
        is_answered = is_answered or beside.is_of_its_options(message, wish.asked)
        is_shown = wish.asked is Open.CONFIRM and beside.asks_what_is_in_it(message)
        if is_answered or is_shown:
            # What becomes of the money is read back, and what there is stands there.
            return await self._journey.go_on(self._wishes)
        is_understood = message.is_sure and message.intent not in UNDERSTOOD_AS_NONE
        if is_understood and message.intent not in LIKE[wish.kind]:
            return await self._begun_beside()
        if wish.asked is Open.CONFIRM:
            return await self._unconfirmed()
        return await self._unclear()

    async def _begun_anew(self) -> Wishes | None:
        """
        With the wish that the message begins after what was refused; None for none.
        """
        message, journey = self._message, self._journey
        if message.intent not in INTENTS or not message.is_sure:
            return None
        left = self._wishes.ended(Came.LEFT)
        return await journey.begin(left, message, Kind(message.intent))

    async def _begun_beside(self) -> Wishes | None:
        """
        With another wish behind the one at hand, by what it was understood as alone.

        Of goods that came, all that may be wrong with them is about the one at hand.
        """
        message, wish = self._message, self._wish
        if message.intent not in INTENTS:
            # Nobody's data is deleted by "take it off".
            is_removal = message.intent == "delete_my_data"
            return await self._unclear() if is_removal else None
        kind = Kind(message.intent)
        if wish.asked is Open.CONFIRM and self._begins_with_yes:
            return self._otherwise()
        if kind in SHOWN and wish.kind in SHOWN:
            return await self._unclear()
        self._journey.says.append(Utterance("utter_wish_noted"))
        queued = self._journey.queued(self._wishes, [Wish(kind).said(message.text)])
        return await self._journey.go_on(queued)

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
        if not others and not has_more and self._is_bare_yes():
            alone = leaving.only_choice(wishes)
            chosen = await pressed(journey.shop, wish, alone) if alone else None
            if chosen is not None:
                return await self._on(chosen)
            return await self._unclear("utter_wish_needs_choice")
        is_none = said.yes is False or said.no_more or bool(others)
        if wish.asked is Open.MORE and not has_more and is_none:
            return await journey.go_on(self._left(wishes), first=False)
        if others and not has_more:
            # Something that cannot be done so, and they have come to another thing.
            if wish.asked is Open.METHOD and wishes.question.response.startswith(
                "utter_offer_"
            ):
                return await journey.go_on(self._left(wishes, says=False), first=False)
            noted = len(journey.says)
            now = await journey.go_on(wishes)
            if len(now.open) == len(wishes.open):
                journey.says.insert(noted, Utterance("utter_wish_noted"))
            return now
        wish = replace(wish, unclear=0)
        seen = await journey.shop.seen(wish.number)
        orders = await journey.shop.orders()
        wish, unheard = taking.take(wish, said, seen, orders)
        wish = kind_said(wish, own)
        wish = steps.resolved(wish, seen)
        seen = await with_ways(journey.shop, seen, wish)
        before = self._wish
        if said.yes is False and before.asked is Open.CONFIRM:
            others_left = without_other(wishes, said, seen)
            if others_left is not None:
                self._journey.says.append(Utterance("utter_wish_left_open"))
                return await journey.go_on(others_left)
        if before.asked is Open.QUANTITY and leaving.is_as_ordered(wish, seen):
            # So many there are, and so many they want.
            wish = leaving.without_asked(wish)
            if not (wish.picks or wish.doubts):
                return await self._dropped()
        is_empty = taking.is_empty(wish, said)
        is_nothing = is_empty or not steps.is_other(wish, seen)
        if before.asked is Open.CONFIRM and self._begins_with_yes and is_nothing:
            return self._otherwise()
        if is_empty:
            return await journey.go_on(self._left(wishes.with_first(wish)), first=False)
        is_same = not steps.is_other(wish, seen)
        if is_same and said.yes is False and before.asked is Open.CONFIRM:
            # A no, and whatever was said with it changes nothing: it stays a no.
            return await self._refused()
        is_whole = wishes.question.response == OTHERWISE and (
            said.all_lines or said.yes is True
        )
        is_again = any(kind_of(each) is before.kind for each in own)
        if before.asked is Open.MORE and is_same and not (is_whole or is_again):
            # What was refused has not become anything else by this.
            return await journey.go_on(self._left(wishes), first=False)
        _, step = steps.next_step(wish, seen)
        if leaving.is_put_again(before, step):
            is_no = said.yes is False or self._denies()
            if is_no and wish.picks == before.picks and wish.lines == before.lines:
                return await self._dropped()
            if leaving.is_as_before(wish, before):
                if before.unclear >= MOST_UNCLEAR or unheard == taking.Heard():
                    return await self._unclear()
                wish = replace(wish, unclear=before.unclear + 1)
        if before.asked is Open.CONFIRM and is_same and unheard == taking.Heard():
            # The same once more without a word would leave out what was said.
            named = said.lines or said.choices or said.all_lines
            return await self._unclear(*(["utter_wish_yes_or_no"] if named else []))
        asked, wishes = journey.put_step(wishes.with_first(wish), wish, seen, unheard)
        return wishes if asked else await journey.go_on(wishes, first=False)

    async def _on(self, wish: Wish, wishes: Wishes | None = None) -> Wishes:
        wishes = (wishes or self._wishes).with_first(replace(wish, unclear=0))
        return await self._journey.go_on(wishes, self._message)
