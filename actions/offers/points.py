"""
Telling what a customer has collected.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher

from actions import formatting
from actions.offers.levels import level_called
from actions.services import Services
from actions.shared import last_told
from actions.shared.ages import say_ages, say_silent
from actions.shared.last_told import Of
from actions.store.topics import is_written
from crm_connector.model import Loyalty
from crm_connector.profile.facts import Fact, Field, Missing, Profile

_TOPIC = "points"


def tell(
    dispatcher: CollectingDispatcher,
    profile: Profile,
    lang: str,
    house: Services,
    *,
    is_known: bool,
) -> None:
    """
    Say what each list knows, of when it is, and who could not be asked.

    `is_known` is whether some list knows them, be it one of which nothing is told yet.
    """
    facts, missing = profile.loyalty, profile.lacks(Field.LOYALTY)
    if facts or not missing:
        last_told.note(house, Of.POINTS, facts)
    silent = {each.source for each in missing}
    lists = _by_list(facts)
    # What is of now comes first, so that it is not taken for old as well.
    for same in sorted(lists, key=_is_late):
        age_is_said = _is_late(same) and same[0].source in silent
        if age_is_said:
            # Why there is nothing newer, before this list alone.
            say_ages(dispatcher, same, missing, lang, house)
        _tell_one(dispatcher, same, age_is_said, lang, house)
    if len(lists) > 1:
        # Two lists are two currencies: nobody can pay from both at once.
        dispatcher.utter_message(response="utter_points_apart")
    if facts:
        say_silent(dispatcher, facts, missing, lang, house)
    elif missing:
        _say_unheard(dispatcher, missing, lang, house)
    elif not is_known:
        dispatcher.utter_message(response="utter_points_none")


def tell_levels(
    dispatcher: CollectingDispatcher, profile: Profile, lang: str, house: Services
) -> None:
    """
    Say where they stand in each list that says so, and nothing else of it.
    """
    known = [fact for fact in profile.loyalty if fact.value.tier]
    last_told.note(house, Of.POINTS, known)
    say_ages(dispatcher, known, profile.lacks(Field.LOYALTY), lang, house)
    said = {
        (fact.source, level_called(fact.value.tier, lang)): None
        for fact in known
        if fact.value.tier
    }
    for source, tier in said:
        called = house.list_called(source, lang)
        if called is None:
            dispatcher.utter_message(response="utter_level", tier=tier)
        else:
            dispatcher.utter_message(response="utter_level_in", tier=tier, list=called)
    say_silent(dispatcher, known, profile.lacks(Field.LOYALTY), lang, house)


def tell_parts(
    dispatcher: CollectingDispatcher, profile: Profile, lang: str, house: Services
) -> None:
    """
    Say what the points of each list are made of, as far as it tells, and what it hides.
    """
    facts, missing = profile.loyalty, profile.lacks(Field.LOYALTY)
    if not facts and missing:
        _say_unheard(dispatcher, missing, lang, house)
        return
    last_told.note(house, Of.POINTS, facts)
    for same in sorted(_by_list(facts), key=_is_late):
        say_ages(dispatcher, same, missing, lang, house)
        each = [fact.value.points for fact in same]
        fields = {"points": formatting.number(sum(each), lang)}
        called = house.list_called(same[0].source, lang)
        response = "utter_points_made_of"
        if called is not None:
            response, fields["list"] = "utter_points_made_of_in", called
        dispatcher.utter_message(response=response, **fields)
        _tell_accounts(dispatcher, each, lang)
    if not facts:
        dispatcher.utter_message(response="utter_points_none")
        return
    dispatcher.utter_message(response="utter_points_unseen")
    say_rules(dispatcher, house)
    say_silent(dispatcher, facts, missing, lang, house)


def has_level(profile: Profile) -> bool:
    """
    Whether any list says where they stand.
    """
    return any(fact.value.tier for fact in profile.loyalty)


def say_rules(dispatcher: CollectingDispatcher, house: Services) -> bool:
    """
    Say how points are collected, where the shop has written it; whether it has.
    """
    is_ruled = is_written(house.shop, _TOPIC)
    if is_ruled:
        dispatcher.utter_message(response="utter_points_rules")
    return is_ruled


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
    same: Sequence[Fact[Loyalty]],
    age_is_said: bool,
    lang: str,
    house: Services,
) -> None:
    """
    Tell one list, in which somebody who has become one with another is twice.
    """
    each = [fact.value.points for fact in same]
    fields = {"points": formatting.number(sum(each), lang)}
    response = "utter_points"
    called = house.list_called(same[0].source, lang)
    if called is not None:
        response, fields["list"] = "utter_points_in", called
    if _is_late(same) and not age_is_said:
        response += "_as_of"
        as_of = min(fact.as_of for fact in same).astimezone(house.zone)
        fields["as_of"] = formatting.as_of(as_of, house.now().date(), lang)
    dispatcher.utter_message(response=response, **fields)
    _tell_accounts(dispatcher, each, lang)
    tiers = {
        fact.value.tier: level_called(fact.value.tier, lang)
        for fact in same
        if fact.value.tier
    }
    for tier in dict.fromkeys(tiers.values()):
        dispatcher.utter_message(response="utter_part_tier", tier=tier)


def _by_list(facts: Sequence[Fact[Loyalty]]) -> list[list[Fact[Loyalty]]]:
    return [
        [each for each in facts if each.source == source]
        for source in dict.fromkeys(each.source for each in facts)
    ]


def _tell_accounts(
    dispatcher: CollectingDispatcher, each: Sequence[int], lang: str
) -> None:
    if len(each) > 1:
        numbers = [formatting.number(value, lang) for value in each]
        dispatcher.utter_message(
            response="utter_part_points_of", each=formatting.added(numbers)
        )


def _is_late(same: Sequence[Fact[Loyalty]]) -> bool:
    return any(fact.is_late for fact in same)


def _say_unheard(
    dispatcher: CollectingDispatcher,
    missing: Sequence[Missing],
    lang: str,
    house: Services,
) -> None:
    sources = dict.fromkeys(each.source for each in missing)
    last_told.note_silent(house, sources)
    called = [name for each in sources if (name := house.called(each, lang))]
    if called:
        dispatcher.utter_message(
            response="utter_points_unheard_from",
            source=formatting.listed(called, lang),
        )
    else:
        dispatcher.utter_message(response="utter_points_unheard")
