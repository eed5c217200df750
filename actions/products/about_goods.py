"""
Is there such a thing, in which pieces, and what does it cost?
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.buying import shop, turning
from actions.buying.trip import Message
from actions.products.telling import Told, told
from actions.services import Services
from actions.shared.edge import (
    Event,
    entities_of,
    language_of,
    response_to,
    told_log,
)
from actions.shared.forms import utter
from crm_connector.errors import CrmError

_SEARCH = "search_product"
# What the shop says of all its goods.
_OF_ALL = {
    _SEARCH: "utter_search_product",
    "check_availability": "utter_check_availability",
    "check_price": "utter_check_price",
}
_OF_GOODS = frozenset({*_OF_ALL, "place_order", "recommend_products"})
_STILL = timedelta(minutes=10)
_PLACES = frozenset({"branch", "city"})
_MOST_THINGS = 3
_MOST_LOOKED_AT = 60


class ActionAboutGoods(Action):
    """
    Tells prices and stock of the products that are named, as the shop has them now.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_about_goods"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Where the shop's system tells neither, or nothing is named: the shop's text.
        """
        house = services.services()
        intent = str(tracker.latest_message.get("intent", {}).get("name") or _SEARCH)
        of_all = _OF_ALL.get(intent, _OF_ALL[_SEARCH])
        if house.goods is None or not house.gate.buying.tells_goods:
            dispatcher.utter_message(response=of_all)
            return []
        try:
            found = await _found(house, dispatcher, tracker)
        except CrmError as error:
            incident = told_log(self.name(), error)
            dispatcher.utter_message(response=response_to(error), incident=incident)
            return []
        if found is None:
            response = of_all if intent == _SEARCH else "utter_goods_ask"
            dispatcher.utter_message(response=response)
        elif not any(each.says for each in found):
            dispatcher.utter_message(response=of_all)
        else:
            _tell(dispatcher, [each for each in found if each.says])
            if any(each["entity"] in _PLACES for each in entities_of(tracker)):
                dispatcher.utter_message(response="utter_goods_of_branch")
        return []


async def _found(
    house: Services, dispatcher: CollectingDispatcher, tracker: Tracker
) -> list[Told] | None:
    """
    What is to be told of each thing that is named; None where nothing is.
    """
    trip, message = turning.trip(tracker), turning.message_of(tracker)
    items = trip.items_of(message)[:_MOST_THINGS]
    if not items and message.intent != _SEARCH:
        items = trip.items_of(_before(tracker, message))[:_MOST_THINGS]
    if not items or house.goods is None:
        return None
    looked_at = [item.products[:_MOST_LOOKED_AT] for item in items]
    every = dict.fromkeys(id_ for ids in looked_at for id_ in ids)
    on_sale = await house.gate.buying.on_sale(list(every))
    if on_sale.as_of is not None:
        now = house.now()
        of = on_sale.as_of.astimezone(house.zone)
        of_when = formatting.as_of(of, now.date(), language_of(tracker))
        dispatcher.utter_message(response="utter_as_of", as_of=of_when)
    known = house.goods.product
    return [
        told(
            item,
            [entry for id_ in ids if (entry := known(id_)) is not None],
            on_sale.pieces,
            trip.voice,
        )
        for item, ids in zip(items, looked_at, strict=True)
    ]


def _before(tracker: Tracker, message: Message) -> Message:
    """
    The message before this one, where goods were named in it: "how much?" is of those.
    """
    users = [each for each in tracker.events if each.get("event") == "user"]
    if len(users) < len(("before", "now")):
        return replace(message, text="", entities=())
    said, now = users[-2], users[-1]
    parsed = said.get("parse_data") or {}
    intent = (parsed.get("intent") or {}).get("name")
    since = float(now.get("timestamp") or 0) - float(said.get("timestamp") or 0)
    if intent not in _OF_GOODS or since > _STILL.total_seconds():
        return replace(message, text="", entities=())
    text, entities = str(said.get("text") or ""), parsed.get("entities") or ()
    return replace(message, text=text, entities=entities)


def _tell(dispatcher: CollectingDispatcher, found: list[Told]) -> None:
    for each in found:
        *before, last = each.says
        utter(dispatcher, before)
        buttons = []
        if shop.sells():
            buttons = [
                {"title": title, "payload": _ordering(id_)}
                for id_, title in each.offered.items()
            ]
        dispatcher.utter_message(response=last.response, buttons=buttons, **last.fields)


def _ordering(product: str) -> str:
    """
    What a button carries with which a cart begins.
    """
    return f"/place_order{json.dumps({'product': product})}"
