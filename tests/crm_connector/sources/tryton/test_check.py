"""
Whether a Tryton fits, and whether what is set about it makes sense.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from crm_connector.errors import SourceRejected
from crm_connector.sources.tryton import TrytonSource, questions
from tests.crm_connector.sources.tryton import shop
from tests.crm_connector.sources.tryton.asking import opened
from tests.crm_connector.sources.tryton.peer import Peer
from tests.fakes.tryton import FakeTryton


def _forbidden(method: str) -> httpx.Response | None:
    said = {"id": 1, "error": ["UserError", ["No access", "", None]]}
    is_meant = method == "model.account.invoice.search_read"
    return httpx.Response(200, json=said) if is_meant else None


@pytest.mark.parametrize(
    ("change", "settings", "said"),
    [
        (lambda fake: fake.preferences.pop("company"), {}, "no company"),
        (lambda fake: fake.models.pop("account.invoice"), {}, "module"),
        (
            lambda fake: fake.access["sale.sale"].update(read=0),
            {},
            "may not read sale.sale",
        ),
        (
            lambda fake: fake.access["sale.sale"].update(write=0),
            {},
            "may not change sale.sale",
        ),
        (
            lambda fake: [
                row.pop("to_ship") for row in fake.models["sale.sale"]["rows"]
            ],
            {},
            "sale.sale has no to_ship",
        ),
        (
            lambda fake: setattr(fake, "faults", _forbidden),
            {},
            "belongs to account.invoice",
        ),
        (lambda fake: None, {"warehouses": ("NONE",)}, "warehouse"),
        (
            lambda fake: [
                row.update(translatable=0) for row in fake.models["ir.lang"]["rows"]
            ],
            {},
            "languages",
        ),
        (
            lambda fake: fake.row("company.company").update(timezone="Mars/Base"),
            {},
            "time zone",
        ),
    ],
)
async def test_a_tryton_that_does_not_fit_is_told_at_start(
    fake: FakeTryton, change: Any, settings: dict[str, Any], said: str
) -> None:
    change(fake)
    source = opened(fake, **settings)

    with pytest.raises(SourceRejected, match=said):
        await source.check()
    await source.close()


async def test_who_only_reads_needs_no_more(fake: FakeTryton) -> None:
    for rights in fake.access.values():
        rights.update(write=0, create=0, delete=0)
    source = opened(fake, may_cancel=False)

    await source.check()
    await source.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"country": "iran"},
        {"zone": "Mars"},
        {"zone": "../x"},
        {"days_on_the_way": -1},
        {"max_orders": 0},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        shop.settings(**wrong)


def test_a_password_is_never_shown() -> None:
    assert shop.PASSWORD not in repr(shop.settings())


def test_a_phone_is_asked_for_in_every_script() -> None:
    domain = questions.mechanisms(shop.HOME)

    assert domain is not None
    assert [each[2].replace("%", "") for each in domain[2][1:]] == [
        "88776655",
        "۸۸۷۷۶۶۵۵",
        "٨٨٧٧٦٦٥٥",
    ]


async def test_the_real_one_knows_our_password_only(peer: Peer) -> None:
    settings = shop.settings(peer.url)
    wrong = type(settings)(settings.url, "shop", "hamyar", shop.Secret("wrong"))
    elsewhere = type(settings)(settings.url, "nowhere", "hamyar", settings.password)

    for each in (wrong, elsewhere):
        source = TrytonSource.open(each)
        with pytest.raises(SourceRejected):
            await source.check()
        await source.close()
