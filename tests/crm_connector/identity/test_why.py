"""
Why is this one person? An answer in words, without what is private.
"""

from crm_connector.identity import ledger
from crm_connector.identity.identifiers import Identifier, Kind
from crm_connector.identity.why import why
from crm_connector.model import Assurance
from tests.crm_connector.identity.people import (
    EMAIL,
    PHONE,
    after,
    link,
    meet,
    merge,
    shop,
)

GUESS = "(not proven, says test)."
PROOF = "(proven on 2026-05-10, says test)."
DECIDED = "are one person, decided by test: same phone (merge"


def test_each_reason_has_a_sentence_in_the_order_of_time(connection) -> None:
    sara = meet(connection, shop(7))
    link(connection, sara, PHONE, assurance=Assurance.PROVEN, at=after(1))
    loyal = meet(connection, Identifier(Kind.TELEGRAM_ID, "99"), at=after(2))
    number = merge(connection, loyal, sara, after(1 + 24 * 60))

    assert [sentence.partition(": ") for sentence in why(connection, loyal)] == [
        ("2026-05-10", ": ", f"customer 7 of shop belongs to person {sara} {GUESS}"),
        ("2026-05-10", ": ", f"phone +989…67 belongs to person {sara} {PROOF}"),
        ("2026-05-10", ": ", f"Telegram account 99 belongs to person {loyal} {GUESS}"),
        ("2026-05-11", ": ", f"person {loyal} and person {sara} {DECIDED} {number})."),
    ]


def test_one_record_is_this_person_and_contacts_are_shortened(connection) -> None:
    sara = meet(connection, Identifier(Kind.WEB_VISITOR, "Zx81qqqqqqqq"))
    link(connection, sara, EMAIL)

    assert why(connection, sara) == (
        f"2026-05-10: browser Zx81… belongs to this person {GUESS}",
        f"2026-05-10: e-mail s…@example.com belongs to this person {GUESS}",
    )


def test_who_was_called_somebody_else_is_named(connection) -> None:
    sara, ali = meet(connection, shop(7)), meet(connection, shop(8))
    for _ in range(2):
        ledger.keep_apart(
            connection, sara, ali, by="customer", reason="not mine", now=after(1)
        )

    assert why(connection, sara)[-1] == (
        f"2026-05-10: this person is not person {ali}, says customer."
    )
    assert why(connection, ali)[-1] == (
        f"2026-05-10: person {sara} is not this person, says customer."
    )


def test_a_merge_that_was_undone_is_told_on_both_sides(connection) -> None:
    sara, leila = meet(connection, shop(7)), meet(connection, shop(8))
    number = merge(connection, sara, leila, after(1))
    ledger.split(connection, number, by="mina", reason="her sister", now=after(2))

    assert why(connection, sara)[-1] == (
        f"2026-05-10: merge {number} of this person and person {leila} was undone, "
        "decided by mina: her sister."
    )
    assert why(connection, leila)[-1] == (
        f"2026-05-10: merge {number} of person {sara} and this person was undone, "
        "decided by mina: her sister."
    )
