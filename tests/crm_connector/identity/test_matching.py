"""
A record of another source is the same person only if nothing speaks against it.
"""

from dataclasses import replace

import pytest

from crm_connector.identity.matching import Doubt, Verdict, match
from crm_connector.model import Contact, ContactKind, Customer
from tests.crm_connector.small_shop import JOHN, SARA

CHECKED = frozenset({SARA.source})
PHONE = Contact(ContactKind.PHONE, SARA.phones[0])


def record(name: str, phone: str = "", email: str = "", number: str = "9") -> Customer:
    """
    A record of a loyalty list.
    """
    return replace(
        SARA,
        id=number,
        name=name,
        phones=(phone,) if phone else (),
        emails=(email,) if email else (),
        source="club",
    )


def verdicts(known, proven, found) -> list[Verdict]:
    """
    The verdicts alone.
    """
    return [each.verdict for each in match(known, proven, found, CHECKED)]


def test_a_phone_and_a_name_that_agree_are_the_same_person() -> None:
    (found,) = match([SARA], [], [record("Sara Ahmadi", SARA.phones[0])], CHECKED)

    assert found.verdict is Verdict.SAME
    assert found.reason == "the phone and the name agree"


def test_an_old_phone_does_not_matter_where_the_address_agrees() -> None:
    (found,) = match(
        [SARA], [], [record("AHMADI, S.", "+989350000001", SARA.emails[0])], CHECKED
    )

    assert found.verdict is Verdict.SAME
    assert found.reason == "the e-mail and the name agree"


@pytest.mark.parametrize("name", ["AHMADI, S.", "S. Ahmadi", "س. احمدی"])
def test_an_initial_at_the_same_phone_is_a_question(name: str) -> None:
    """
    It may be her father Saeed's card.
    """
    (found,) = match([SARA], [PHONE], [record(name, SARA.phones[0])], CHECKED)

    assert found.verdict is Verdict.ASK
    assert found.reason == "the phone agrees, and of the name no more than initials"


def test_an_initial_beside_a_whole_name_says_nothing() -> None:
    found = record("Sara M. Ahmadi", SARA.phones[0])

    assert verdicts([SARA], [], [found]) == [Verdict.SAME]


def test_another_name_at_the_same_phone_is_a_question() -> None:
    (found,) = match([SARA], [PHONE], [record("علی احمدی", SARA.phones[0])], CHECKED)

    assert found.verdict is Verdict.ASK
    assert found.reason == "the phone agrees, the name does not"


def test_no_name_at_the_same_phone_is_a_question_on_either_side() -> None:
    nameless, named = record("", SARA.phones[0]), record(SARA.name, SARA.phones[0])

    (found,) = match([SARA], [PHONE], [nameless], CHECKED)
    assert found.verdict is Verdict.ASK
    assert found.reason == "the phone agrees, but there is no name"
    assert verdicts([replace(SARA, name="")], [PHONE], [named]) == [Verdict.ASK]


def test_the_same_name_alone_is_somebody_else() -> None:
    assert verdicts([SARA], [], [record(SARA.name, "+989350000001")]) == [Verdict.OTHER]


def test_a_family_with_one_phone_is_two_questions_and_never_a_silent_yes() -> None:
    family = [
        record("سارا احمدی", SARA.phones[0], number="9"),
        record("علی احمدی", SARA.phones[0], number="10"),
        record("John", "+989350000001", number="11"),
    ]

    assert verdicts([SARA], [PHONE], family) == [
        Verdict.ASK,
        Verdict.ASK,
        Verdict.OTHER,
    ]
    assert verdicts([], [PHONE], family[:2]) == [Verdict.ASK, Verdict.ASK]


def test_two_records_of_one_person_are_a_question_too() -> None:
    twice = [record(SARA.name, SARA.phones[0], number=each) for each in ("9", "10")]

    assert verdicts([SARA], [], twice) == [Verdict.ASK, Verdict.ASK]


def test_who_has_only_proven_a_phone_is_the_one_who_has_it() -> None:
    found = [record("سارا احمدی", SARA.phones[0])]

    assert verdicts([], [PHONE], found) == [Verdict.SAME]
    assert verdicts([], [], found) == [Verdict.OTHER]


def test_any_of_several_known_names_will_do() -> None:
    found = [record("Sara Ahmadi", JOHN.phones[0])]

    assert verdicts([JOHN], [], found) == [Verdict.ASK]
    assert verdicts([JOHN, SARA], [], found) == [Verdict.SAME]


def test_nothing_found_is_nothing_judged() -> None:
    assert match([SARA], [PHONE], [], CHECKED) == ()


def test_a_phone_that_nobody_checked_is_a_question_until_it_is_proven() -> None:
    found = record("Sara Ahmadi", SARA.phones[0])

    (unproven,) = match([SARA], [], [found], frozenset())
    (proven,) = match([SARA], [PHONE], [found], frozenset())

    assert unproven.verdict is Verdict.ASK
    assert "nobody has proven the phone" in unproven.reason
    assert unproven.doubt is Doubt.UNPROVEN
    assert proven.verdict is Verdict.SAME


def test_what_another_source_has_checked_does_not_vouch_for_this_one() -> None:
    taken = replace(SARA, id="7", phones=(JOHN.phones[0],), emails=())
    theirs = record("Sara Ahmadi", JOHN.phones[0])

    (found,) = match([taken], [], [theirs], frozenset({"club"}))

    assert found.verdict is Verdict.ASK


def test_ones_own_card_is_not_hidden_by_a_relatives_with_the_same_phone() -> None:
    """
    The name, the phone and the e-mail of one alone agree.
    """
    own = record("Sara Ahmadi", SARA.phones[0], SARA.emails[0], "9")
    family = record("Ali Ahmadi", SARA.phones[0], "", "10")
    cousin = record("S. Ahmadi", SARA.phones[0], SARA.emails[0], "11")

    found = match([SARA], [], [own, family, cousin], CHECKED)

    assert [each.verdict for each in found] == [
        Verdict.SAME,
        Verdict.OTHER,
        Verdict.OTHER,
    ]
    assert found[0].reason == "the phone and e-mail and the name agree"
    assert found[1].reason.endswith("another one fits in all")


@pytest.mark.parametrize("email", ["", "other@example.com"])
def test_without_the_e_mail_a_relatives_card_makes_it_a_question(email: str) -> None:
    own = record("Sara Ahmadi", SARA.phones[0], email, "9")
    family = record("Ali Ahmadi", SARA.phones[0], "", "10")

    found = match([SARA], [], [own, family], CHECKED)

    assert [each.doubt for each in found] == [Doubt.SEVERAL, Doubt.NAME]


def test_two_that_agree_in_all_are_a_question() -> None:
    twice = [
        record(SARA.name, SARA.phones[0], SARA.emails[0], number)
        for number in ("9", "10")
    ]

    found = match([SARA], [PHONE], twice, CHECKED)

    assert [each.doubt for each in found] == [Doubt.SEVERAL, Doubt.SEVERAL]


def test_contacts_that_nobody_checked_decide_nothing_between_two() -> None:
    """
    Who wrote down a relative's name and address has proven the shared phone alone.
    """
    own = record("Sara Ahmadi", SARA.phones[0], SARA.emails[0], "9")
    family = record("Ali Ahmadi", SARA.phones[0], "", "10")

    assert [
        each.verdict for each in match([SARA], [PHONE], [own, family], frozenset())
    ] == [Verdict.ASK, Verdict.ASK]


@pytest.mark.parametrize(
    ("known", "name", "doubt"),
    [
        (SARA, "علی احمدی", Doubt.NAME),
        (SARA, "", Doubt.NO_NAME),
        (replace(SARA, name=""), "علی احمدی", Doubt.NO_NAME),
        (SARA, "S. Ahmadi", Doubt.INITIALS),
    ],
)
def test_what_is_in_doubt_is_told(known: Customer, name: str, doubt: Doubt) -> None:
    (found,) = match([known], [PHONE], [record(name, SARA.phones[0])], CHECKED)

    assert found.doubt is doubt
