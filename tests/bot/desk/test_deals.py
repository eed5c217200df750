"""
Until when something is possible, as the desk shows it.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from actions.changing.deciding.step import Refuse
from bot.desk import deals
from crm_connector.operations import Operation
from crm_connector.policies.deciding import Forbidden, Why

TEHRAN = ZoneInfo("Asia/Tehran")


@pytest.mark.parametrize(
    ("ends", "shown"),
    [
        # Midnight is where a day ends: it is not shown as the next one.
        (datetime(2026, 11, 27, tzinfo=TEHRAN), "2026-11-26T23:59:59.999+03:30"),
        (datetime(2026, 11, 26, 14, 5, tzinfo=TEHRAN), "2026-11-26T14:05:00.000+03:30"),
    ],
)
def test_the_last_moment_is_shown(ends, shown):
    refused = Refuse(Operation.RETURN_ITEMS, Forbidden(Why.TOO_LATE, until=ends))

    assert deals.step(refused, None)["until"] == shown
