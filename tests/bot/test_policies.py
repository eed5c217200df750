"""
The shop's rules for its orders, as they are read at the start.
"""

import shutil

import pytest

from bot import HOUSE
from bot.policies import load_policies
from bot.shop import load_shop
from crm_connector.errors import BadMapping
from crm_connector.operations import Operation

DEMO = HOUSE / "demo" / "shop.yml"
SHOP = load_shop(DEMO)


def test_the_file_beside_the_shops_own_is_read():
    policies = load_policies(DEMO, SHOP)

    assert set(policies.rules) == set(Operation)
    assert policies.zone == SHOP.time_zone


def test_without_a_file_nothing_is_offered(tmp_path):
    policies = load_policies(tmp_path / "shop.yml", SHOP)

    assert policies.rules == {}


def test_a_file_in_another_currency_than_the_shops_is_named(tmp_path):
    text = (HOUSE / "demo" / "policies.yml").read_text("utf-8")
    wrong = text.replace("currency: IRT", "currency: USD")
    (tmp_path / "policies.yml").write_text(wrong, "utf-8")

    with pytest.raises(BadMapping, match=r"policies\.yml: currency: it is USD"):
        load_policies(tmp_path / "shop.yml", SHOP)


def test_a_file_that_is_wrong_is_named(tmp_path):
    shutil.copyfile(DEMO, tmp_path / "shop.yml")
    (tmp_path / "policies.yml").write_text("version: 1\ncancel_ordr: {}\n", "utf-8")

    with pytest.raises(BadMapping, match="cancel_ordr"):
        load_policies(tmp_path / "shop.yml", SHOP)
