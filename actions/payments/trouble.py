"""
A payment that went wrong: what is said of it, and what is kept for whoever takes over.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.buying.shop import GateShop
from actions.payments.books import Books
from actions.payments.standing import Payments, Standing, standing_of
from actions.payments.wording import TAKEN, TWICE
from actions.services import Services
from actions.shared import open_question, person
from actions.shared.edge import Event, language_of
from actions.shared.open_question import OpenQuestion
from actions.shared.voice import Voice
from crm_connector.attempts import PaymentAttempt
from crm_connector.errors import NotFound, NotSupported
from crm_connector.model import Order

SLOT = "payments_trouble"
ABOUT = "money_taken"
# Of an order that is paid in part: apart from what came.
ABOUT_REST = "rest_taken"
STILL = timedelta(hours=2)
_MOST_WORDS = 500
# Money is with the shop that is not to stay there, or that nobody can tell of.
_FOR_PEOPLE = frozenset({Standing.TWICE, Standing.OVER_PAID, Standing.OVER_UNTOLD})


@dataclass(frozen=True)
class Trouble:
    """
    What is known of it: of which order, how it stands there, and what was said.

    `paid` is what came for it, in the smallest unit of `currency`, and `reference` the
    bank's number of that. `said` are kinds of `issue.yml`. `at` is in seconds since
    1970.
    """

    number: str = ""
    standing: str = ""
    said: tuple[str, ...] = ()
    words: str = ""
    paid: int | None = None
    total: int | None = None
    currency: str = ""
    reference: str = ""
    customer: str = ""
    at: float = 0.0

    @classmethod
    def read(cls, slot: Any, now: datetime) -> Trouble:
        """
        What the slot holds; nothing where that is too old, or cannot be read.
        """
        try:
            kept = json.loads(slot)
            known = cls(**{**kept, "said": tuple(kept["said"])})
            age = now.timestamp() - known.at
        except (TypeError, ValueError, KeyError):
            return cls()
        return known if age <= STILL.total_seconds() else cls()

    @property
    def slot(self) -> str:
        """
        The same as text for the slot.
        """
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @property
    def details(self) -> dict[str, Any]:
        """
        What is known of the payment, for whoever takes over.
        """
        told = {
            "paid": self.paid,
            "total": self.total,
            "currency": self.currency,
            "reference": self.reference,
            "said": list(self.said),
        }
        return {name: each for name, each in told.items() if each not in (None, "", [])}


async def payments_of(house: Services, order: Order, books: Books | None) -> Payments:
    """
    How it stands with an order of whoever is writing. May raise `CrmError`.
    """
    attempts: Sequence[PaymentAttempt] | None = None
    # Nobody may keep them, or the order is another system's.
    with suppress(NotSupported, NotFound):
        attempts = await house.gate.buying.payment_attempts(
            services.identity(), order.number
        )
    invoices = [fact.value for fact in books.of(order)] if books else []
    return standing_of(order, attempts, invoices)


def noted(
    house: Services, found: Payments | None, said: Sequence[str], text: str
) -> Event:
    """
    Keep it, for the question that comes of it and for whoever takes over.

    None is that no order was found whose payment went wrong.
    """
    trouble = Trouble(
        said=tuple(said),
        words=text[:_MOST_WORDS],
        customer=services.identity().customer_id or "",
        at=house.clock().timestamp(),
    )
    if found is not None:
        order, last = found.order, found.last
        trouble = replace(
            trouble,
            number=order.number,
            standing=found.standing.value,
            paid=found.paid.amount if found.paid else None,
            total=order.total.amount,
            currency=order.total.currency,
            reference=(last.reference or "") if last else "",
        )
    return dict(SlotSet(SLOT, trouble.slot))


async def tell(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    found: Payments,
    said: Sequence[str],
) -> list[Event]:
    """
    How it stands, where it can be paid again, and what becomes of money that has left.
    """
    house, lang = services.services(), language_of(tracker)
    voice = Voice(lang, house.wording, house.zone)
    dispatcher.utter_message(
        response=f"utter_payment_stands_{found.standing.value}", **_fields(found, voice)
    )
    if found.standing in _FOR_PEOPLE:
        return await person.beyond_us(dispatcher, tracker, insists=True)
    if found.standing is Standing.PAID:
        if TWICE not in said:
            return []
        came = "several" if found.count > 1 else "once"
        dispatcher.utter_message(
            response=f"utter_payment_{came}", count=voice.count(found.count)
        )
        return await person.beyond_us(dispatcher, tracker, insists=True)
    may_be_taken = found.standing.is_unpaid or found.standing in (
        *(Standing.UNKNOWN, Standing.OVER, Standing.AT_DOOR),
    )
    if not may_be_taken:
        return []
    if _has_left(found, said):
        return await _taken(dispatcher, tracker)
    if not found.standing.is_unpaid:
        return []
    # Who pays again although the money is under way has paid twice.
    about = ABOUT_REST if found.standing is Standing.PART_PAID else ABOUT
    question = open_question.put(
        dispatcher,
        house,
        lang,
        about=about,
        response=f"utter_ask_{about}",
        number=voice.number(found.order.number),
        paid=voice.money(found.paid) if found.paid else "",
    )
    return [SlotSet(open_question.SLOT, question.slot)]


def _has_left(found: Payments, said: Sequence[str]) -> bool:
    """
    Whether they have said that money left their account which has not come.

    Of an order that is paid in part it may be what has come that they speak of.
    """
    if found.standing is Standing.PART_PAID:
        return TWICE in said
    return TAKEN in said or TWICE in said


async def answered(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    *,
    is_yes: bool,
) -> list[Event]:
    """
    With money that has left a person helps; else it is paid again where it can be.
    """
    house = services.services()
    trouble = Trouble.read(tracker.get_slot(SLOT), house.clock())
    if trouble.at and trouble.customer != (services.identity().customer_id or ""):
        # It was noted since of somebody else who writes here: of their order nothing.
        trouble = Trouble()
    if is_yes:
        events = await _taken(dispatcher, tracker)
        if not trouble.at:
            return events
        kept = replace(trouble, said=(*trouble.said, TAKEN))
        return [SlotSet(SLOT, kept.slot), *events]
    if not trouble.number:
        dispatcher.utter_message(response="utter_pay_elsewhere")
        return []
    voice = Voice(language_of(tracker), house.wording, house.zone)
    link = await GateShop(house).payment_link(trouble.number)
    if link is None:
        dispatcher.utter_message(response="utter_pay_elsewhere")
    else:
        number = voice.number(trouble.number)
        dispatcher.utter_message(
            response="utter_payment_link", number=number, link=link
        )
    return []


async def _taken(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[Event]:
    dispatcher.utter_message(response="utter_payment_taken")
    return await person.beyond_us(dispatcher, tracker, insists=True)


def _fields(found: Payments, voice: Voice) -> dict[str, str]:
    came, total = found.paid, found.order.total
    is_at_door = found.standing is Standing.AT_DOOR
    return {
        "number": voice.number(found.order.number),
        "total": voice.money(found.left if is_at_door and found.left else total),
        "count": voice.count(found.count),
        "paid": voice.money(came) if came else "",
        "surplus": voice.money(found.surplus) if found.surplus else "",
        "left": voice.money(found.left) if found.left else "",
        **_references(found, voice),
    }


def _references(found: Payments, voice: Voice) -> dict[str, str]:
    """
    When it was paid and under which number; of several payments each with its amount.

    The number of one of them is none of their sum.
    """
    last = found.last
    if len(found.came) <= 1 or found.standing is not Standing.PAID:
        day = voice.day(last.at) if last and last.at else ""
        return {"day": day, "reference": (last.reference or "") if last else ""}
    days = dict.fromkeys(voice.day(each.at) for each in found.came if each.at)
    told = [
        f"{each.reference} ({voice.money(each.amount)})"
        for each in found.came
        if each.reference
    ]
    return {"day": voice.listed(days), "reference": voice.listed(told)}
