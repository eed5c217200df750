"""
One-time codes as the settings have them: by which ways they go out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

import structlog

from bot.conversations import keys
from bot.conversations.core import Conversations
from bot.settings import Settings, SettingsError
from bot.shop import ShopSettings
from crm_connector.identity.proof import ContactBook, Proofs
from crm_connector.identity.senders.kavenegar import (
    KavenegarSender,
    KavenegarSettings,
)
from crm_connector.identity.senders.port import CodeSender
from crm_connector.identity.senders.smtp import SmtpSender, SmtpSettings
from crm_connector.identity.senders.texts import CodeTexts
from crm_connector.identity.vouching import Vouching
from crm_connector.model import ContactKind
from crm_connector.source import Capability, Source

log = structlog.get_logger(__name__)


def open_senders(settings: Settings, shop: ShopSettings) -> list[CodeSender]:
    """
    Give the ways that the settings name, in the shop's own name.

    Raises `SettingsError`, without what is secret in a setting.
    """
    texts = CodeTexts(shop.name)
    senders: list[CodeSender] = []
    if settings.code_smtp_url:
        try:
            smtp = SmtpSettings.from_url(
                settings.code_smtp_url.reveal(), settings.code_smtp_from
            )
        except ValueError as error:
            raise SettingsError(
                f"HAMYAR_CODE_SMTP_URL and HAMYAR_CODE_SMTP_FROM: {error}"
            ) from None
        senders.append(SmtpSender(smtp, texts))
    if settings.code_kavenegar_key:
        kavenegar = KavenegarSettings(
            settings.code_kavenegar_key.reveal(),
            template=settings.code_kavenegar_template,
            told_template=settings.code_kavenegar_told_template,
            sender=settings.code_kavenegar_sender,
        )
        senders.append(KavenegarSender.open(kavenegar, texts))
    return senders


def reached(source: Source, senders: Sequence[CodeSender]) -> frozenset[ContactKind]:
    """
    Give the kinds of contacts that can prove a customer; none where none can.

    It takes a way to send codes, and a source that finds customers by their contacts.
    """
    if not {Capability.CUSTOMERS, Capability.FIND} <= source.capabilities:
        return frozenset()
    return frozenset(kind for each in senders for kind in each.kinds)


async def open_proofs(
    core: Conversations,
    source: Source,
    senders: Sequence[CodeSender],
    *,
    clock: Callable[[], datetime],
) -> Proofs | None:
    """
    Give what proves customers by codes; None where that cannot be done.
    """
    if not senders:
        return None
    if not reached(source, senders):
        log.warning("codes_not_sent", reason="the source finds nobody by contact")
        for sender in senders:
            await sender.close()
        return None
    key = await core.write(lambda c: keys.server_key(c, keys.CODES))
    return Proofs(core, key, cast(ContactBook, source), senders, clock=clock)


async def open_vouching(
    core: Conversations, source: Source, *, clock: Callable[[], datetime]
) -> Vouching | None:
    """
    Give what proves customers by an account's own telephone; None where none does.
    """
    if not {Capability.CUSTOMERS, Capability.FIND} <= source.capabilities:
        return None
    key = await core.write(lambda c: keys.server_key(c, keys.CODES))
    return Vouching(core, key, cast(ContactBook, source), clock=clock)
