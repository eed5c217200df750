"""
Paying went wrong: which order it is, how it stands there, and what helps.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.orders import at_hand, finding, offering, telling
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.choosing import Finding, Note
from actions.orders.reference import reference_of
from actions.payments import trouble, wording
from actions.payments.books import Books
from actions.payments.standing import Payments, Standing
from actions.services import Services
from actions.shared import person
from actions.shared.ages import say_ages
from actions.shared.edge import CustomerAction, Event, did, forgotten, language_of
from actions.shared.pending import meant
from crm_connector.errors import NotProven
from crm_connector.model import Order, OrderStatus
from crm_connector.profile.facts import Field

_NAME = "action_payment_issue"
# So many orders are looked at for one whose payment went wrong.
_MOST_LOOKED = 5
_MAY_WAIT = frozenset({OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PREPARING})
_IS_TROUBLE = frozenset(
    {Standing.FAILED, Standing.PENDING, Standing.PART_PAID, Standing.TWICE}
)


class ActionPaymentIssue(CustomerAction):
    """
    Looks at the order that is named or at hand, or at those that wait for their money.
    """

    pending = "payment_issue"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return _NAME

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        What helps anybody is told before somebody is asked who they are.
        """
        house, (_, text) = services.services(), meant(tracker)
        said = wording.said_in(text)
        if wording.is_of_code(said) or not house.gate.tells(Field.ORDERS):
            # Of a code no order tells anything, but of money that has left it does.
            dispatcher.utter_message(response="utter_payment_issue")
            return forgotten()
        try:
            return await self._looked(dispatcher, tracker, said, text)
        except NotProven:
            dispatcher.utter_message(response="utter_payment_issue")
            raise

    async def _looked(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        said: tuple[str, ...],
        text: str,
    ) -> list[Event]:
        house, lang = services.services(), language_of(tracker)
        hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
        reference, asked = reference_of(tracker), Asked()
        books = await _books(house)
        if reference.is_empty and not hand.number:
            troubled = await _troubled(house, asked, books)
            found = Finding(meant=tuple(each.order for each in troubled[:1]))
            if len(troubled) > 1:
                orders = tuple(each.order for each in troubled)
                found = Finding(to_choose=orders, note=Note.SEVERAL)
        else:
            found = await finding.find(asked, reference, hand, ended=True)
            if found.note is Note.NONE_OPEN and reference.is_empty:
                found = Finding()
        facts = asked.facts(found.meant or found.to_choose)
        say_ages(dispatcher, facts, asked.missing, lang, house)
        events: list[Event] = [*forgotten(), did(tracker, _NAME)]
        for order in found.meant[:1]:
            payments = await trouble.payments_of(house, order, books)
            events.append(trouble.noted(house, payments, said, text))
            events += await trouble.tell(dispatcher, tracker, payments, said)
        if found.note is Note.SEVERAL:
            telling.offer(
                dispatcher,
                found.to_choose,
                lang,
                response="utter_payment_which",
                wish=self.pending,
            )
        else:
            offering.offer(dispatcher, found, lang, wish=self.pending)
        if not (found.meant or found.to_choose or found.note):
            events.append(trouble.noted(house, None, said, text))
            events += await _of_none(dispatcher, tracker, said)
        hand = offering.after(hand, found, house.clock())
        return [*events, SlotSet(at_hand.SLOT, hand.slot)]


async def _books(house: Services) -> Books | None:
    """
    The invoices; None where nobody keeps any. May raise `NotProven`.
    """
    return await Books.read(house) if house.gate.tells(Field.INVOICES) else None


async def _troubled(
    house: Services, asked: Asked, books: Books | None
) -> tuple[Payments, ...]:
    """
    The newest orders whose payment went wrong, or has not come.
    """
    orders = await asked.newest(finding.RECENT)
    waiting: list[Order] = [each for each in orders if each.status in _MAY_WAIT]
    looked = [
        await trouble.payments_of(house, each, books) for each in waiting[:_MOST_LOOKED]
    ]
    return tuple(each for each in looked if each.standing in _IS_TROUBLE)


async def _of_none(
    dispatcher: CollectingDispatcher, tracker: Tracker, said: tuple[str, ...]
) -> list[Event]:
    """
    No order of theirs waits for money: what left an account has come to none of them.
    """
    dispatcher.utter_message(response="utter_payment_no_order")
    if wording.TAKEN not in said:
        dispatcher.utter_message(response="utter_payment_issue")
        return []
    dispatcher.utter_message(response="utter_payment_taken")
    return await person.beyond_us(dispatcher, tracker, insists=True)
