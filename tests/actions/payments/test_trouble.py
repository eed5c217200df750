"""
What is kept of a payment that went wrong.
"""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from actions.payments import trouble
from actions.payments.standing import Standing, standing_of
from actions.payments.trouble import ABOUT, ABOUT_REST, STILL, Trouble
from actions.payments.wording import TAKEN
from actions.shared.voice import Voice
from crm_connector.attempts import AttemptState, PaymentAttempt
from crm_connector.model import Money, OrderStatus
from tests.fakes.domain import wording
from tests.fakes.orders import NOW, an_order


def test_what_was_kept_is_read_again_and_not_for_ever():
    kept = Trouble(
        "7", "failed", (TAKEN,), "w", 0, 100, "IRT", "", "1", NOW.timestamp()
    )

    assert Trouble.read(kept.slot, NOW + STILL) == kept
    assert Trouble.read(kept.slot, NOW + STILL + timedelta(seconds=1)) == Trouble()


@pytest.mark.parametrize("slot", [None, "", "{", "[]", '{"number": 1, "x": 2}', "7"])
def test_what_cannot_be_read_is_nothing(slot):
    assert Trouble.read(slot, NOW) == Trouble()


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
@pytest.mark.parametrize(
    "response",
    [
        *(f"utter_payment_stands_{each.value}" for each in Standing),
        *(
            f"utter_{how}_{about}"
            for how in ("ask", "late")
            for about in (ABOUT, ABOUT_REST)
        ),
    ],
)
def test_however_it_stands_there_are_words_for_it(response, lang):
    known = ("number", "total", "count", "paid", "surplus", "left", "day", "reference")

    text = wording(response, lang, **dict.fromkeys(known, "7"))

    assert "7" in text
    assert "{" not in text


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_of_several_payments_each_has_its_own_reference(lang):
    order = replace(an_order("7"), total=Money(755_000, "IRT"), status=OrderStatus.PAID)
    found = standing_of(
        order,
        [paid("1", 715_000, "D0000001"), paid("2", 40_000, "D0000002")],
    )
    voice = Voice(lang, wording, timezone.utc)

    told = trouble._fields(found, voice)

    assert found.standing is Standing.PAID
    for reference, amount in (("D0000001", 715_000), ("D0000002", 40_000)):
        assert f"{reference} ({voice.money(Money(amount, 'IRT'))})" in told["reference"]


def test_of_one_payment_its_reference_stands_alone():
    order = replace(an_order("7"), total=Money(755_000, "IRT"), status=OrderStatus.PAID)
    found = standing_of(order, [paid("1", 755_000, "D0000001")])

    told = trouble._fields(found, Voice("en", wording, timezone.utc))

    assert told["reference"] == "D0000001"


def paid(attempt, amount, reference):
    """
    A payment that came.
    """
    money = Money(amount, "IRT")
    return PaymentAttempt(attempt, AttemptState.PAID, money, NOW, reference=reference)
