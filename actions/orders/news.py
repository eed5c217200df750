"""
Whether a customer is told when their orders change: asked, kept and taken back.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.services import Services
from actions.shared import open_question
from actions.shared.edge import MOST_TEXT, Event, did, language_of
from actions.shared.open_question import OpenQuestion
from crm_connector.errors import CrmError
from crm_connector.model import Identity, Order
from crm_connector.profile.facts import Purpose

ABOUT = "news"
ACTION = "action_order_news"


async def offer(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    house: Services,
    orders: Collection[Order],
    *,
    is_asked: bool,
) -> list[Event]:
    """
    After telling of orders: note that they were told, and ask once about the next time.

    Nobody is asked while something else is asked, waits to be answered or to be
    attended to by a person, nor where nothing is under way.
    """
    if house.news is None:
        return []
    identity = services.identity()
    await house.news.heard(identity, orders)
    asked = OpenQuestion.read(tracker.get_slot(open_question.SLOT))
    is_asked = is_asked or asked.is_awaited(house.clock())
    if is_asked or services.is_waiting() or services.goes_on():
        return []
    if not any(order.status.is_open for order in orders):
        return []
    known = await house.gate.declarations.consent(identity)
    if Purpose.ORDER_NEWS in known or not await house.news.may_ask(identity):
        return []
    lang = language_of(tracker)
    question = open_question.put(
        dispatcher, house, lang, about=ABOUT, response="utter_ask_news"
    )
    return [SlotSet(open_question.SLOT, question.slot)]


async def answered(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    *,
    is_yes: bool,
) -> list[Event]:
    """
    Keep the answer with the question's own words, and say so.
    """
    await keep(
        tracker,
        question.wording,
        question.lang,
        is_granted=is_yes,
        asked=question.moment,
    )
    dispatcher.utter_message(response="utter_news_yes" if is_yes else "utter_news_no")
    return [did(tracker, ACTION)]


async def keep(
    tracker: Tracker,
    wording: str,
    lang: str,
    *,
    is_granted: bool,
    asked: datetime | None = None,
) -> None:
    """
    Keep a yes or a no to these words, and look after their orders, or no more.

    `asked` is when the question was put that it answers, if one was. Raises what
    `Declarations.agree` does; then nothing begins.
    """
    house, identity = services.services(), services.identity()
    channel = tracker.get_latest_input_channel() or "chat"
    await house.gate.declarations.agree(
        identity,
        Purpose.ORDER_NEWS,
        is_granted=is_granted,
        wording=wording[:MOST_TEXT] if asked is None else wording,
        source=f"{channel} {lang}",
        asked=asked,
    )
    if house.news is None:
        return
    if is_granted:
        await house.news.begin(identity, await _known(house, identity))
    else:
        await house.news.end(identity)


async def _known(house: Services, identity: Identity) -> Collection[Order]:
    """
    Their orders as they are now; none where nobody can tell.
    """
    try:
        return (await house.gate.orders(identity)).values
    except CrmError:
        return ()
