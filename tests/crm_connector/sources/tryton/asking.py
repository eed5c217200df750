"""
A source on the fake of a Tryton.
"""

from __future__ import annotations

from typing import Any

from crm_connector.sources.tryton import TrytonSource
from tests.crm_connector.sources.tryton import shop
from tests.fakes.tryton import FakeTryton


def opened(fake: FakeTryton, **settings: Any) -> TrytonSource:
    """
    A source on it.
    """
    return TrytonSource.open(
        shop.settings(**settings),
        clock=lambda: shop.NOW,
        transport=fake.transport(),
    )
