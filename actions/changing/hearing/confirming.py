"""
What a message makes of what was read back: a yes, a no, or neither as it stands.

Only a yes that says nothing else does anything. A no is one with whatever words behind
it, unless they say what should be instead; and a yes with more to it is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from actions.changing.hearing import leaving, taking
from actions.changing.reading import (
    Known,
    Piece,
    Said,
    begins_with_yes,
    has_limits,
    is_half_yes,
    is_nod,
    orders_named,
    spares_one,
)
from actions.changing.state.kinds import excludes, kind_of, same_number
from actions.changing.state.message import Message
from actions.changing.state.wishes import SHOWN, Came, Kind, Open, Wish, Wishes
from actions.shared.kept import Question, Utterance
from actions.shared.sayings import asks
from actions.smalltalk.plain import is_plain
from crm_connector.operations import Operation, Reason

if TYPE_CHECKING:
    from actions.changing.journey import Journey

# So often the same question is put to answers that are none.
MOST_UNCLEAR = 2
OTHERWISE = "utter_ask_wish_otherwise"
_NOT_WANTING = frozenset({Reason.CHANGED_MIND, Reason.NO_LONGER_NEEDED})


class Confirming:
    """
    One message to the wish at hand, of which something was read back.
    """

    def __init__(
        self, journey: Journey, wishes: Wishes, wish: Wish, message: Message
    ) -> None:
        self._journey = journey
        self._wishes = wishes
        self._wish = wish
        self._message = message

    async def _agreed(
        self, found: Sequence[Piece], said: Said, known: Known
    ) -> Wishes | None:
        """
        What a message makes of it that is a yes or a no as a whole; else None.

        With other orders in it, it is none to this one before it is read back anew.
        """
        wish, journey = self._wish, self._journey
        more = self._more_alike(found, known)
        more = () if taking.says_something(said) else more
        if more and (said.yes is True or self._is_yes_to_more()):
            journey.says.append(Utterance("utter_wish_noted"))
            return await journey.go_on(journey.queued(self._wishes, more))
        removes = any(pick.quantity == 0 for pick in wish.picks)
        is_half = is_half_yes(self._message.text, wish.operation, removes=removes)
        if is_half and said.yes is not True:
            # "No, cancel it", or the deed alone: it has to be said plainly.
            journey.says.append(Utterance("utter_wish_yes_or_no"))
            return await journey.go_on(self._wishes)
        if self._is_no(found, said):
            if self._names_it(found) and said.reason not in _NOT_WANTING:
                # "No, I said cancel it."
                journey.says.append(Utterance("utter_wish_yes_or_no"))
                return await journey.go_on(self._wishes)
            return await self._refused()
        if said.yes is not True or taking.says_something(said):
            return None
        return await self._confirmed(said)

    def _more_alike(self, found: Sequence[Piece], known: Known) -> tuple[Wish, ...]:
        """
        The same wish of the other orders whose numbers are in it: "yes, 22 too".
        """
        wish = self._wish
        if any(kind_of(each) not in (None, wish.kind) for each in found):
            return ()
        named = orders_named(self._message.text, known)
        others = (each for each in named if not same_number(each, wish.number))
        return tuple(Wish(wish.kind, number=each) for each in others)

    def _is_yes_to_more(self) -> bool:
        text = self._message.text
        is_limited = has_limits(text, self._message.lang) or spares_one(text)
        return self._begins_with_yes and not (is_limited or asks(text))

    def _is_no(self, found: Sequence[Piece], said: Said) -> bool:
        """
        Whether it is a no that says nothing of what should be instead.

        That they changed their mind is why they say no, and not why they had wished it.
        """
        message, wish = self._message, self._wish
        is_denied = self._denies()
        if said.yes is True or not (said.yes is False or is_denied):
            return False
        if asks(message.text) and not is_denied and message.is_sure:
            # "No. When will it come?" is for whoever can tell.
            return False
        reason = None if said.reason in _NOT_WANTING else said.reason
        is_else = taking.says_something(replace(said, reason=reason)) or said.other
        numbers = [*message.names, *(n for each in found for n in each.orders)]
        named = any(not same_number(each, wish.number) for each in numbers)
        is_other = any(kind_of(each) not in (None, wish.kind) for each in found)
        return not (is_else or named or is_other)

    def _denies(self) -> bool:
        """
        Whether it was understood as a no, whatever deed it names.
        """
        return self._message.is_sure and self._message.intent == "deny"

    def _names_it(self, found: Sequence[Piece]) -> bool:
        return any(kind_of(each) is self._wish.kind for each in found)

    def _is_half_change(self, others: Sequence[Piece]) -> bool:
        """
        Whether it is a yes with something else that cannot be had beside it.
        """
        if self._wish.asked is not Open.CONFIRM or not self._begins_with_yes:
            return False
        wanted = kind_of(others[0]) if others else None
        return wanted is not None and excludes(wanted, self._wish)

    @property
    def _begins_with_yes(self) -> bool:
        return begins_with_yes(self._message.text)

    async def _confirmed(self, said: Said) -> Wishes:
        """
        A yes or a no to what was read back, as plainly as it has to be.
        """
        text = self._message.text
        if said.yes is True and not asks(text):
            if is_nod(text) or self._denies():
                # What was heard as a no, however like a yes it reads, is none.
                self._journey.says.append(Utterance("utter_wish_yes_or_no"))
                return await self._journey.go_on(self._wishes)
            if self._wishes.is_behind:
                # The yes may be to what was said since: it is read back once more.
                return await self._journey.go_on(self._wishes)
            return await self._journey.carry_out(self._wishes, self._wish)
        if said.yes is False or is_plain(text, is_yes=False):
            return await self._refused()
        return await self._unconfirmed()

    async def _unconfirmed(self) -> Wishes:
        """
        No clear yes: it is asked for one, or for what is wanted besides.

        The same is not read back to "yes, but ...": the next "ok" would do it.
        """
        text, is_yes = self._message.text, self._message.intent == "affirm"
        is_limited = has_limits(text, self._message.lang)
        if is_yes and self._message.is_sure and not (is_limited or asks(text)):
            self._journey.says.append(Utterance("utter_wish_yes_or_no"))
            return await self._journey.go_on(self._wishes)
        if self._begins_with_yes:
            return self._otherwise()
        return await self._unclear()

    def _otherwise(self) -> Wishes:
        """
        Ask what they want, who have said yes and more than is understood.
        """
        number = self._journey.voice.number(self._wish.number)
        question = Question(OTHERWISE, {"number": number})
        wish = self._wish.asking(Open.MORE)
        return self._journey.put(self._wishes, wish, question)

    async def _refused(self) -> Wishes:
        """
        A no: nothing is done; what should be otherwise, they may say.
        """
        wishes = self._wishes
        if len(wishes.open) > 1 or self._wish.asked is Open.MORE:
            return await self._journey.go_on(self._left(wishes), first=False)
        number = self._journey.voice.number(self._wish.number)
        is_cancel = self._wish.operation is Operation.CANCEL_ORDER
        asked = "utter_ask_wish_more_cancel" if is_cancel else "utter_ask_wish_more"
        question = Question(asked, {"number": number})
        return self._journey.put(wishes, self._wish.asking(Open.MORE), question)

    async def _unclear(self, said: str = "utter_wish_unclear") -> Wishes:
        wish = replace(self._wish, unclear=self._wish.unclear + 1)
        if wish.unclear > MOST_UNCLEAR:
            self._journey.says.append(Utterance("utter_wish_beyond_unclear"))
            self._journey.hands_over = True
            wishes = self._wishes.with_first(wish).ended(Came.PERSON, "unclear")
            return await self._journey.go_on(wishes, first=False)
        self._journey.says.append(Utterance(said))
        return await self._journey.go_on(self._wishes.with_first(wish))

    def _left(self, wishes: Wishes, *, says: bool = True) -> Wishes:
        if says and self._wish.number:
            number = self._journey.voice.number(self._wish.number)
            self._journey.says.append(Utterance("utter_wish_left", {"number": number}))
        elif says:
            self._journey.says.append(Utterance("utter_wish_left_open"))
        return wishes.ended(Came.LEFT)

    async def _dropped(self) -> Wishes:
        wishes = self._left(self._wishes)
        # What waits for its order to be told was not made clear either.
        known = tuple(each for each in wishes.open if each.number)
        wishes = replace(wishes, open=known)
        return await self._journey.go_on(wishes, first=False)

    async def _put_aside(self, others: list[Piece]) -> Wishes:
        journey, number = self._journey, self._wish.number
        left = self._left(self._wishes)
        new = journey.new(others, self._message, self._wish.kind)
        new = tuple(e if e.number else replace(e, number=number) for e in new)
        if self._wish.kind in SHOWN:
            new = tuple(self._with_reason(each) for each in new)
        return await journey.go_on(journey.queued(left, new), self._message)

    def _with_reason(self, new: Wish) -> Wish:
        """
        The wish in place of the one at hand with what was told of the same goods.
        """
        old = self._wish
        if new.kind not in SHOWN or new.number != old.number:
            return new
        return replace(
            new,
            reason=new.reason or old.reason,
            is_unopened=old.is_unopened,
            with_photo=new.with_photo or old.with_photo,
            no_photo=new.no_photo or old.no_photo,
        )

    async def _address_kept(self, said: Said) -> Wishes | None:
        """
        The address stays: who wished for another one, at hand or waiting, does not.

        None where nobody did, and something is said besides that.
        """
        if self._wish.kind is Kind.ADDRESS:
            return await self._dropped()
        wishes = leaving.without_wish_for_address(self._wishes)
        if wishes != self._wishes:
            self._journey.says.append(Utterance("utter_wish_left_open"))
            return await self._journey.go_on(wishes)
        is_put = self._wish.asked is Open.CONFIRM
        if said.yes is False or self._denies():
            # Whatever it is that stays, it is a no.
            return await (self._refused() if is_put else self._dropped())
        if taking.says_something(said):
            return None
        # "Yes, the address is fine": to the rest of it that is no clear yes.
        return await self._unclear(*(["utter_wish_yes_or_no"] if is_put else []))
