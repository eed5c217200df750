"""
The desk as the dialogue asks for it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.people_there import Signs
from bot.accounts import users
from bot.desk.at_hand import DeskAtHand, Needed
from bot.handoff.policy import Policy, Reason
from tests.bot.desk.house import OPERATOR, SETTINGS, House


def desk(house: House, **rule: object) -> DeskAtHand:
    """
    Whose rule for being asked is otherwise.
    """
    rules = dict(Policy().rules)
    rules[Reason.ASKED] = replace(rules[Reason.ASKED], **rule)  # type: ignore[arg-type]
    settings = replace(SETTINGS, policy=Policy(rules))
    return DeskAtHand(house.core, settings, clock=house.clock)


async def test_a_shop_without_anybody_at_the_desk_hands_nothing_over(
    house: House,
) -> None:
    assert await desk(house).outlook("asked", "en") is None
    one, two = await house.agent("sara"), await house.agent("omid", is_there=False)
    assert await desk(house).outlook("asked", "en") is not None
    # One who is not there now still answers later.
    await house.core.write(
        lambda c: users.disable(c, one, by=OPERATOR, now=house.clock())
    )
    found = await desk(house).outlook("asked", "en")
    assert found is not None
    assert (found.expected, found.opens) == (None, None)
    assert two


async def test_a_reason_that_is_switched_off_calls_nobody(house: House) -> None:
    await house.agent("sara")
    assert await desk(house, is_on=False).outlook("asked", "en") is None


async def test_who_waits_has_a_place(house: House) -> None:
    await house.agent("sara")
    found = await house.waiting()
    place = await desk(house).place(found.thread)
    assert place is not None
    assert place.ahead == 0
    stranger = await house.core.new_conversation()
    assert await desk(house).place(stranger) is None


@pytest.mark.parametrize(
    ("signs", "needed"),
    [
        ({}, None),
        ({"not_understood": 1}, None),
        ({"not_understood": 2}, Needed("not_understood_twice", is_offered=True)),
        ({"guessed": 3}, Needed("low_confidence", is_offered=True)),
        ({"wrong_codes": 5}, Needed("identity_failed", is_offered=True)),
        ({"wrong_codes": 4}, None),
        ({"upset": 0.8}, Needed("upset", is_offered=False)),
        ({"upset": 0.79}, None),
        ({"upset": 0.9, "settled": ["upset"]}, None),
        (
            {"needs_missing_capability": True},
            Needed("capability_missing", is_offered=True),
        ),
        ({"order_value": 10**9, "touches_order": True}, None),
        ({"source_failures": 2}, Needed("source_down", is_offered=True)),
        ({"intent": "complaint"}, Needed("policy", is_offered=False)),
        ({"intent": "complaint", "settled": ["policy"]}, None),
        (
            {"intent": "complaint", "settled": ["a reason of long ago"]},
            Needed("policy", is_offered=False),
        ),
    ],
)
async def test_the_shops_table_says_what_it_takes(
    house: House, signs: dict[str, object], needed: Needed | None
) -> None:
    assert desk(house).needed(Signs(**signs)) == needed  # type: ignore[arg-type]


async def test_only_a_shop_that_has_said_so_weighs_orders(house: House) -> None:
    assert not desk(house).weighs_orders
    limits = replace(Policy().limits, high_value=1000)
    settings = replace(SETTINGS, policy=replace(Policy(), limits=limits))
    weighing = DeskAtHand(house.core, settings, clock=house.clock)
    assert weighing.weighs_orders
    assert weighing.needed(Signs(order_value=1000, touches_order=True)) == Needed(
        "high_value", is_offered=False
    )
    assert weighing.needed(Signs(order_value=1000)) is None
    assert weighing.needed(Signs(order_value=999, touches_order=True)) is None
