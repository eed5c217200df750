"""
Settings that make no sense are refused, and none shows a credential.
"""

from __future__ import annotations

import re

import pytest

from crm_connector.secret import Secret
from tests.crm_connector.small_shop import ROOT
from tests.crm_connector.sources.woocommerce.shop import settings
from tests.fakes.woocommerce import KEY, SECRET


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example",
        "https://shop.example/blog/",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "http://localhost",
    ],
)
def test_an_address_over_https_or_of_this_machine(url: str) -> None:
    assert settings(url=url).url == url


@pytest.mark.parametrize(
    "changed",
    [
        {"url": "http://shop.example"},
        {"url": "http://127.0.0.1.shop.example"},
        {"url": "ftp://shop.example"},
        {"url": "shop.example"},
        {"url": "https://"},
        {"url": "https://ck:cs@shop.example"},
        {"url": "https://shop.example?a=b"},
        {"key": Secret("")},
        {"secret": Secret("")},
        {"currency": ""},
        {"name": ""},
        {"country": "Iran"},
        {"max_orders": 0},
    ],
    ids=str,
)
def test_settings_that_make_no_sense_are_refused(changed: dict) -> None:
    with pytest.raises(ValueError, match="must"):
        settings(**changed)


def test_credentials_do_not_show() -> None:
    shown = f"{settings()!r} {settings()}"

    assert KEY not in shown
    assert SECRET not in shown


def test_the_guide_explains_every_setting() -> None:
    guide = (ROOT / "docs" / "developer" / "woocommerce-source.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+)`", guide))

    assert set(vars(settings())) - named == set()
