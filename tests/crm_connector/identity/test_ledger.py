"""
What is learnt about who is who is kept, and what was a mistake is undone whole.
"""

import pytest
import sqlalchemy as sa

from crm_connector.identity import ledger, present
from crm_connector.identity.errors import (
    AlreadyOne,
    BelongsToAnother,
    Blocked,
    NoSuchEntry,
    TooMany,
)
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from crm_connector.identity.tables import events, metadata
from crm_connector.model import Assurance
from tests.crm_connector.identity.people import (
    EMAIL,
    NOW,
    PHONE,
    RULES,
    after,
    link,
    meet,
    merge,
    shop,
    split,
    telegram,
)


def test_who_is_met_again_is_the_same_person(connection) -> None:
    sara = meet(connection, telegram(1))

    assert meet(connection, telegram(1)) == sara
    assert meet(connection, telegram(2)) != sara
    assert present.people(connection, telegram(1)) == (sara,)
    assert present.people(connection, telegram(3)) == ()


def test_the_same_number_of_two_sources_is_two_people(connection) -> None:
    assert meet(connection, shop(7, "one")) != meet(connection, shop(7, "two"))


def test_a_phone_is_met_by_nobody_alone(connection) -> None:
    with pytest.raises(ValueError, match="several"):
        meet(connection, PHONE)


def test_a_family_has_one_phone_and_stays_several_people(connection) -> None:
    mother, son = meet(connection, shop(1)), meet(connection, shop(2))
    link(connection, mother, PHONE)
    link(connection, son, PHONE)

    assert present.people(connection, PHONE) == (mother, son)


def test_what_is_one_persons_alone_is_never_linked_to_another(connection) -> None:
    sara, john = meet(connection, telegram(1)), meet(connection, telegram(2))

    with pytest.raises(BelongsToAnother) as caught:
        link(connection, john, telegram(1))

    assert caught.value.person == sara
    assert present.people(connection, telegram(1)) == (sara,)


def test_the_database_itself_keeps_an_identifier_to_one_person(connection) -> None:
    sara, john = meet(connection, telegram(1)), meet(connection, telegram(2))
    (row,) = connection.execute(
        sa.text(f"select * from identity_links where person = {sara}")  # noqa: S608
    ).mappings()

    with pytest.raises(sa.exc.IntegrityError):
        connection.execute(
            metadata.tables["identity_links"].insert(),
            {**row, "person": john, "since": NOW, "proven_at": None},
        )


def test_an_identifier_says_how_sure_who_says_so_and_since_when(connection) -> None:
    sara = meet(connection, telegram(1))
    link(connection, sara, PHONE, at=after(1))
    link(connection, sara, PHONE, at=after(2))
    link(connection, sara, PHONE, assurance=Assurance.PROVEN, at=after(3))
    link(connection, sara, PHONE, at=after(4))

    _, phone = present.links_of(connection, sara)

    assert phone.identifier == PHONE
    assert phone.assurance is Assurance.PROVEN
    assert phone.source == "test"
    assert phone.since == after(1)
    assert phone.proven_at == after(3)


def test_each_proof_is_kept_and_each_repetition_is_not(connection) -> None:
    sara = meet(connection, telegram(1))
    for minute in range(3):
        link(connection, sara, PHONE, at=after(minute))
        link(connection, sara, EMAIL, assurance=Assurance.PROVEN, at=after(minute))

    kinds = connection.execute(sa.select(events.c.kind).order_by(events.c.id))

    assert kinds.scalars().all() == ["linked", "linked", *["proven"] * 3]


@pytest.mark.parametrize("value", ["", "+980000000", "+989120000000", "+989121111111"])
def test_what_only_fills_a_field_is_nobodys_phone(connection, value: str) -> None:
    sara = meet(connection, telegram(1))

    with pytest.raises(Blocked):
        link(connection, sara, Identifier(Kind.PHONE, value))

    assert len(present.links_of(connection, sara)) == 1


def test_the_shops_own_phone_is_nobodys(connection) -> None:
    sara = meet(connection, telegram(1))

    with pytest.raises(Blocked):
        link(connection, sara, PHONE, rules=Rules(blocked=frozenset({PHONE})))


def test_nobody_has_a_hundred_phones(connection) -> None:
    sara = meet(connection, telegram(1))
    most = RULES.limits[Kind.PHONE]
    for number in range(most):
        link(connection, sara, Identifier(Kind.PHONE, f"+98912300010{number}"))

    with pytest.raises(TooMany) as caught:
        link(connection, sara, Identifier(Kind.PHONE, "+989123000199"))

    assert caught.value.kinds == {Kind.PHONE}
    assert len(present.links_of(connection, sara)) == most + 1


def test_a_merge_that_makes_too_many_is_refused_and_said_before(connection) -> None:
    people = [meet(connection, telegram(number)) for number in range(4)]
    for other in people[1:3]:
        merge(connection, people[0], other)

    planned = ledger.plan(connection, people[0], people[3], rules=RULES)

    assert planned.too_many == (Kind.TELEGRAM_ID,)
    with pytest.raises(TooMany):
        merge(connection, people[0], people[3])
    assert present.people(connection, telegram(3)) == (people[3],)


def test_customers_are_counted_for_each_source(connection) -> None:
    rules = Rules(limits={**RULES.limits, Kind.SHOP_CUSTOMER_ID: 1})
    sara, loyal = meet(connection, shop(1, "shop")), meet(connection, shop(9, "club"))
    twice = meet(connection, shop(2, "shop"))

    merge(connection, sara, loyal, rules=rules)

    with pytest.raises(TooMany):
        merge(connection, loyal, twice, rules=rules)


def test_a_dry_run_shows_both_sides_and_joins_nothing(connection) -> None:
    sara, loyal = meet(connection, shop(1)), meet(connection, shop(9, "club"))
    link(connection, loyal, PHONE)

    planned = ledger.plan(connection, sara, loyal, rules=RULES)

    assert not planned.is_one
    assert planned.too_many == ()
    assert [[each.identifier for each in side] for side in planned.links] == [
        [shop(1)],
        [shop(9, "club"), PHONE],
    ]
    assert present.root(connection, loyal) == loyal


def test_two_are_one_from_a_merge_until_its_split(connection) -> None:
    sara, loyal = meet(connection, shop(1)), meet(connection, shop(9, "club"))

    number = merge(connection, loyal, sara)

    assert present.people(connection, shop(9, "club")) == (sara,)
    assert present.members(connection, sara) == (sara, loyal)
    with pytest.raises(AlreadyOne):
        merge(connection, sara, loyal)

    split(connection, number)

    assert present.people(connection, shop(9, "club")) == (loyal,)
    assert present.members(connection, sara) == (sara,)
    with pytest.raises(NoSuchEntry):
        split(connection, number)


def test_undoing_one_of_two_merges_leaves_the_other(connection) -> None:
    a, b, c = (meet(connection, telegram(number)) for number in range(3))
    first, _ = merge(connection, a, b), merge(connection, b, c)

    split(connection, first)

    assert present.members(connection, a) == (a,)
    assert present.members(connection, b) == (b, c)


def test_who_is_said_to_be_somebody_else_is_kept_apart_once_and_for_all(
    connection,
) -> None:
    sara, card, other = (meet(connection, shop(number)) for number in (1, 2, 3))
    for person, apart in ((sara, card), (card, sara)):
        ledger.keep_apart(
            connection, person, apart, by="customer", reason="not mine", now=NOW
        )

    assert present.are_apart(connection, sara, card)
    assert present.are_apart(connection, card, sara)
    assert not present.are_apart(connection, sara, other)
    # Of everybody whom they are one with, too; and written once.
    merge(connection, other, sara)
    assert present.are_apart(connection, other, card)
    kinds = connection.execute(sa.select(events.c.kind)).scalars().all()
    assert kinds.count("apart") == 1
    # Whoever knows better still joins them, and that can be undone.
    number = merge(connection, sara, card)
    assert present.root(connection, card) == sara
    split(connection, number)
    assert present.root(connection, card) == card


def test_what_was_learnt_after_a_merge_stays_with_whom_it_was_learnt_of(
    connection,
) -> None:
    sara, loyal = meet(connection, shop(1)), meet(connection, shop(9, "club"))
    number = merge(connection, sara, loyal)
    link(connection, loyal, PHONE)

    assert present.people(connection, PHONE) == (sara,)
    split(connection, number)

    assert present.people(connection, PHONE) == (loyal,)


def test_a_phone_with_a_new_owner_is_taken_from_all_who_are_one(connection) -> None:
    sara, loyal = meet(connection, shop(1)), meet(connection, shop(9, "club"))
    for each in (sara, loyal):
        link(connection, each, PHONE, assurance=Assurance.PROVEN)
    number = merge(connection, sara, loyal)

    ledger.unlink(
        connection, loyal, PHONE, by="agent 7", reason="another answers", now=after(5)
    )

    assert present.people(connection, PHONE) == ()
    split(connection, number)
    assert present.people(connection, PHONE) == ()
    with pytest.raises(NoSuchEntry):
        ledger.unlink(connection, sara, PHONE, by="agent 7", reason="", now=NOW)


@pytest.mark.parametrize("number", [0, 1, 999])
def test_what_is_no_merge_is_not_undone(connection, number: int) -> None:
    meet(connection, telegram(1))

    with pytest.raises(NoSuchEntry):
        split(connection, number)


def test_nobody_is_nobody(connection) -> None:
    sara = meet(connection, telegram(1))

    with pytest.raises(NoSuchEntry):
        merge(connection, sara, 999)
