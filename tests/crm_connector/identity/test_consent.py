"""
What people agreed to counts when their data is read.
"""

import pytest

from crm_connector.identity import consent
from crm_connector.identity.consent import Purpose, Statement
from tests.crm_connector.identity.people import (
    after,
    meet,
    merge,
    shop,
    split,
)

WORDS = "May we write to you about offers?"


def said(connection, person: int, is_granted: bool, minute: float) -> Statement:
    """
    What somebody answered, kept.
    """
    statement = Statement(
        person, Purpose.MARKETING, is_granted, WORDS, "web", after(minute)
    )
    consent.say(connection, statement)
    return statement


def test_who_was_not_asked_is_served_and_nothing_else(connection) -> None:
    standing = consent.standing(connection, meet(connection, shop(1)))

    assert standing == {}
    assert consent.may(standing, Purpose.SERVICE)
    assert not consent.may(standing, Purpose.MARKETING)
    assert not consent.may(standing, Purpose.ANALYTICS)


def test_the_newest_answer_counts_with_its_words_and_time(connection) -> None:
    sara = meet(connection, shop(1))
    said(connection, sara, True, 1)
    no = said(connection, sara, False, 2)

    standing = consent.standing(connection, sara)

    assert standing == {Purpose.MARKETING: no}
    assert not consent.may(standing, Purpose.MARKETING)
    assert not consent.may(standing, Purpose.ANALYTICS)


def test_consent_without_the_words_is_none(connection) -> None:
    sara = meet(connection, shop(1))

    with pytest.raises(ValueError, match="words"):
        consent.say(
            connection,
            Statement(sara, Purpose.MARKETING, True, "", "web", after(0)),
        )


@pytest.mark.parametrize("no_first", [True, False])
def test_a_no_wins_when_two_become_one_and_each_has_their_own_again(
    connection, no_first: bool
) -> None:
    sara, loyal = meet(connection, shop(1)), meet(connection, shop(9, "club"))
    yes = said(connection, sara, True, 2)
    no = said(connection, loyal, False, 1 if no_first else 3)
    number = merge(connection, sara, loyal, after(4))

    for each in (sara, loyal):
        assert consent.standing(connection, each) == {Purpose.MARKETING: no}

    split(connection, number, after(5))

    assert consent.standing(connection, sara) == {Purpose.MARKETING: yes}
    assert consent.standing(connection, loyal) == {Purpose.MARKETING: no}


def test_what_the_one_person_says_afterwards_counts_for_both(connection) -> None:
    sara, loyal = meet(connection, shop(1)), meet(connection, shop(9, "club"))
    said(connection, loyal, False, 1)
    number = merge(connection, sara, loyal, after(2))
    yes = said(connection, sara, True, 3)

    assert consent.standing(connection, loyal) == {Purpose.MARKETING: yes}

    split(connection, number, after(4))
    assert not consent.may(consent.standing(connection, loyal), Purpose.MARKETING)


def test_an_old_no_of_a_third_still_wins(connection) -> None:
    sara, loyal, third = (meet(connection, shop(number)) for number in (1, 2, 3))
    merge(connection, sara, loyal, after(1))
    said(connection, sara, True, 2)
    no = said(connection, third, False, 0)
    merge(connection, loyal, third, after(3))

    assert consent.standing(connection, sara) == {Purpose.MARKETING: no}
