"""
What the shop allows to be done with orders, from the file beside its own.
"""

from __future__ import annotations

from pathlib import Path

from bot.shop import ShopSettings
from crm_connector.errors import BadMapping
from crm_connector.policies import reading
from crm_connector.policies.terms import Policies

FILE = "policies.yml"


def load_policies(shop_file: Path, shop: ShopSettings) -> Policies:
    """
    The rules in `policies.yml` beside the shop's file; none without that file.

    Raises `BadMapping` for a file that is wrong, or whose currency is not the shop's.
    """
    file = shop_file.with_name(FILE)
    if not file.exists():
        return Policies(zone=shop.time_zone)
    policies = reading.load(file, zone=shop.time_zone)
    if policies.currency not in (None, shop.currency.code):
        raise BadMapping(
            f"{file}: currency: it is {policies.currency}, and the shop's is "
            f"{shop.currency.code}"
        )
    return policies
