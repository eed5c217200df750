"""
What is kept of a payment that went wrong.
"""

from datetime import timedelta

import pytest

from actions.payments.standing import Standing
from actions.payments.trouble import ABOUT, ABOUT_REST, STILL, Trouble
from actions.payments.wording import TAKEN
from tests.fakes.domain import wording
from tests.fakes.orders import NOW


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
