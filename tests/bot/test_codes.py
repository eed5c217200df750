"""
The settings say by which ways codes go out.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot import HOUSE
from bot.codes import open_proofs, open_senders
from bot.conversations.core import Conversations
from bot.settings import Settings, SettingsError
from bot.shop import ShopSettings, load_shop
from crm_connector.identity.proof import Asked
from crm_connector.model import Contact, ContactKind
from crm_connector.source import Capability
from tests.crm_connector.small_shop import CUSTOMERS, SARA
from tests.fakes.clock import FakeClock
from tests.fakes.database import fresh_database
from tests.fakes.engine import FakeEngine, apology
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource

MAIL = {
    "HAMYAR_CODE_SMTP_URL": "smtps://shop:hunter2@mail.example",
    "HAMYAR_CODE_SMTP_FROM": "codes@shop.example",
}
SMS = {
    "HAMYAR_CODE_KAVENEGAR_KEY": "k3y",
    "HAMYAR_CODE_KAVENEGAR_TEMPLATE": "niksara-code",
}


@pytest.fixture(scope="module")
def shop() -> ShopSettings:
    """
    The demo's shop.
    """
    return load_shop(HOUSE / "demo" / "shop.yml")


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Conversations]:
    """
    A core on a database of its own.
    """
    core = await Conversations.open(
        fresh_database(tmp_path), engine=FakeEngine(), apology=apology
    )
    yield core
    await core.stop(grace=0)


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        ({}, set()),
        (MAIL, {ContactKind.EMAIL}),
        (SMS, {ContactKind.PHONE}),
        ({**MAIL, **SMS}, {ContactKind.EMAIL, ContactKind.PHONE}),
    ],
    ids=["nothing", "mail", "sms", "both"],
)
async def test_what_is_set_is_what_sends(
    shop: ShopSettings, given: dict[str, str], kinds: set[ContactKind]
) -> None:
    settings = Settings.from_environ(given)
    senders = open_senders(settings, shop)

    assert {kind for each in senders for kind in each.kinds} == kinds
    assert not {"hunter2", "k3y"} & set(repr(settings).split("'"))
    for sender in senders:
        await sender.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"HAMYAR_CODE_SMTP_URL": "smtps://shop:hunter2@mail.example:port"},
        {"HAMYAR_CODE_SMTP_FROM": ""},
        {"HAMYAR_CODE_SMTP_FROM": "Niksara"},
    ],
)
def test_what_makes_no_sense_is_named_without_its_password(
    shop: ShopSettings, wrong: dict[str, str]
) -> None:
    settings = Settings.from_environ({**MAIL, **wrong})

    with pytest.raises(SettingsError, match="HAMYAR_CODE_SMTP") as caught:
        open_senders(settings, shop)
    assert "hunter2" not in str(caught.value)


async def test_codes_are_hashed_with_a_key_that_stays(core: Conversations) -> None:
    """
    A code of before a restart is good after it.
    """
    clock, phone = FakeClock(), Contact(ContactKind.PHONE, SARA.phones[0])

    async def opened() -> tuple[Any, FakeSender]:
        sender = FakeSender()
        made = await open_proofs(core, FakeSource(CUSTOMERS), [sender], clock=clock)
        return made, sender

    before, sender = await opened()
    await before.begin_proof(Asked("s1", "203.0.113.7", "fa", phone))
    await before.close()
    after, _ = await opened()
    right = await after.check_code("s1", sender.sent[0].code)

    assert right.customer_id == SARA.id
    await after.close()


async def test_it_takes_a_way_to_send_and_a_source_that_finds(
    core: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, sender = FakeSource(CUSTOMERS), FakeSender()
    assert await open_proofs(core, source, [], clock=FakeClock()) is None

    able = frozenset({Capability.CUSTOMERS})
    monkeypatch.setattr(FakeSource, "capabilities", able)
    with structlog.testing.capture_logs() as logs:
        assert await open_proofs(core, source, [sender], clock=FakeClock()) is None
    assert [each["event"] for each in logs] == ["codes_not_sent"]
    assert sender.is_closed
