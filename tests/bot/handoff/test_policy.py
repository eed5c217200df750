"""
Each reason for a person, and which of several counts.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.handoff.policy import Limits, Policy, Reason, Rule, Signs

POLICY = Policy(limits=Limits(high_value=1000))

SIGNS = {
    Reason.NOT_UNDERSTOOD_TWICE: Signs(not_understood=2),
    Reason.LOW_CONFIDENCE: Signs(guessed=3),
    Reason.SOURCE_DOWN: Signs(source_failures=2),
    Reason.UPSET: Signs(is_upset=True),
    Reason.POLICY: Signs(intent="complaint"),
    Reason.IDENTITY_FAILED: Signs(wrong_codes=5),
    Reason.HIGH_VALUE: Signs(order_value=1000, touches_order=True),
    Reason.CAPABILITY_MISSING: Signs(needs_missing_capability=True),
}


def test_every_reason_has_a_sign_but_the_customers_own_word() -> None:
    assert set(SIGNS) == set(Reason) - {Reason.ASKED}


@pytest.mark.parametrize("reason", list(SIGNS))
def test_each_reason_holds_by_its_own_sign_alone(reason: Reason) -> None:
    assert POLICY.reasons(SIGNS[reason]) == [reason]
    decided = POLICY.decide(SIGNS[reason])
    assert decided == (reason, POLICY.rules[reason])


@pytest.mark.parametrize(
    "signs",
    [
        Signs(),
        Signs(not_understood=1),
        Signs(guessed=2),
        Signs(source_failures=1),
        Signs(intent="track_order"),
        Signs(wrong_codes=4),
        Signs(order_value=999, touches_order=True),
        # A dear order that is only looked at.
        Signs(order_value=5000),
    ],
)
def test_less_than_that_is_no_reason(signs: Signs) -> None:
    assert POLICY.decide(signs) is None


def test_no_order_is_dear_where_the_shop_names_no_sum() -> None:
    assert Policy().decide(SIGNS[Reason.HIGH_VALUE]) is None


def test_what_goes_at_once_counts_before_what_is_offered() -> None:
    signs = Signs(not_understood=2, is_upset=True)
    decided = POLICY.decide(signs)
    assert decided is not None
    assert decided[0] is Reason.UPSET


def test_a_reason_can_be_turned_off_and_changed() -> None:
    rules = dict(POLICY.rules)
    rules[Reason.UPSET] = replace(rules[Reason.UPSET], is_on=False)
    rules[Reason.POLICY] = Rule(skill="legal", priority=5)
    policy = Policy(rules, POLICY.limits)
    assert policy.decide(Signs(is_upset=True)) is None
    assert policy.decide(Signs(intent="complaint")) == (
        Reason.POLICY,
        rules[Reason.POLICY],
    )


def test_what_a_person_has_settled_is_no_reason_again() -> None:
    settled = frozenset(Reason)
    for signs in SIGNS.values():
        assert POLICY.reasons(replace(signs, settled=settled)) == []
