"""
What is kept of a payment that went wrong.
"""

from datetime import timedelta

import pytest

from actions.payments.trouble import STILL, Trouble
from actions.payments.wording import TAKEN
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
