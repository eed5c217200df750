"""
How old it is what we tell, and who could not be asked: said, and never left out.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import formatting
from actions.services import Services
from actions.shared import last_told
from crm_connector.profile.facts import Fact, Missing


def say_ages(
    dispatcher: CollectingDispatcher,
    facts: Collection[Fact[Any]],
    missing: Collection[Missing],
    lang: str,
    house: Services,
) -> None:
    """
    Before late facts are told: of when they are, and why there is nothing newer.
    """
    silent = {each.source for each in missing}
    oldest: dict[str, datetime] = {}
    for fact in facts:
        if fact.is_late:
            known = oldest.get(fact.source, fact.as_of)
            oldest[fact.source] = min(fact.as_of, known)
    now = house.now()
    for source, as_of in oldest.items():
        called = house.called(source, lang)
        of = formatting.as_of(as_of.astimezone(house.zone), now.date(), lang)
        if source in silent:
            last_told.note_silent(house, (source,))
        if source not in silent:
            dispatcher.utter_message(response="utter_as_of", as_of=of)
        elif called is None:
            dispatcher.utter_message(response="utter_source_as_of_unnamed", as_of=of)
        else:
            dispatcher.utter_message(
                response="utter_source_as_of", as_of=of, source=called
            )


def say_silent(
    dispatcher: CollectingDispatcher,
    facts: Collection[Fact[Any]],
    missing: Collection[Missing],
    lang: str,
    house: Services,
) -> None:
    """
    After facts were told: who may know more, and could not be asked.

    Of those whose late facts were told that has been said.
    """
    said = {fact.source for fact in facts if fact.is_late}
    silent = dict.fromkeys(each.source for each in missing if each.source not in said)
    if not silent:
        return
    last_told.note_silent(house, silent)
    called = [name for each in silent if (name := house.called(each, lang))]
    if called:
        dispatcher.utter_message(
            response="utter_source_silent", source=formatting.listed(called, lang)
        )
    else:
        dispatcher.utter_message(response="utter_source_silent_unnamed")
