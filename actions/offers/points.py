"""
Telling what a customer has collected.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher

from actions import formatting
from actions.services import Services
from actions.shared.ages import say_ages, say_silent
from actions.store.tell_policy import is_written
from crm_connector.model import Loyalty
from crm_connector.profile.facts import Fact, Field, Missing, Profile

_TOPIC = "points"


def tell(
    dispatcher: CollectingDispatcher, profile: Profile, lang: str, house: Services
) -> None:
    """
    Say what each list knows, of when it is, and who could not be asked.
    """
    facts, missing = profile.loyalty, profile.lacks(Field.LOYALTY)
    silent = {each.source for each in missing}
    # What is of now comes first, so that it is not taken for old as well.
    said: set[str] = set()
    for fact in sorted(facts, key=lambda each: each.is_late):
        if fact.is_late and fact.source in silent - said:
            # Why there is nothing newer, once and before this list alone.
            same = [each for each in facts if each.source == fact.source]
            say_ages(dispatcher, same, missing, lang, house)
            said.add(fact.source)
        _tell_one(dispatcher, fact, fact.source in said, lang, house)
    if facts:
        say_silent(dispatcher, facts, missing, lang, house)
    elif missing:
        _say_unheard(dispatcher, missing, lang, house)
    elif not profile.unsure:
        dispatcher.utter_message(response="utter_points_none")


def say_rules(dispatcher: CollectingDispatcher, house: Services) -> None:
    """
    Say how points are collected, where the shop has written it.
    """
    if is_written(house.shop, _TOPIC):
        dispatcher.utter_message(response="utter_points_rules")


def say_rules_alone(dispatcher: CollectingDispatcher, house: Services) -> None:
    """
    Say the rules where nobody can tell anybody's points.
    """
    told = is_written(house.shop, _TOPIC)
    dispatcher.utter_message(
        response="utter_loyalty_points" if told else "utter_not_written"
    )


def _tell_one(
    dispatcher: CollectingDispatcher,
    fact: Fact[Loyalty],
    age_is_said: bool,
    lang: str,
    house: Services,
) -> None:
    fields = {"points": formatting.number(fact.value.points, lang)}
    response = "utter_points"
    called = house.called(fact.source, lang)
    if called is not None:
        response, fields["list"] = "utter_points_in", called
    if fact.is_late and not age_is_said:
        response += "_as_of"
        as_of = fact.as_of.astimezone(house.zone)
        fields["as_of"] = formatting.moment(as_of, house.now().date(), lang)
    dispatcher.utter_message(response=response, **fields)
    if fact.value.tier:
        tier = formatting.as_written(fact.value.tier, lang)
        dispatcher.utter_message(response="utter_part_tier", tier=tier)


def _say_unheard(
    dispatcher: CollectingDispatcher,
    missing: Sequence[Missing],
    lang: str,
    house: Services,
) -> None:
    sources = dict.fromkeys(each.source for each in missing)
    called = [name for each in sources if (name := house.called(each, lang))]
    if called:
        dispatcher.utter_message(
            response="utter_points_unheard_from",
            source=formatting.listed(called, lang),
        )
    else:
        dispatcher.utter_message(response="utter_points_unheard")
