"""
What is wrong with the token, the webhook, its address or its certificate.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

import httpx
from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.client import Client, opened_client
from bot.channels.telegram.kinds import ALLOWED
from bot.channels.telegram.settings import OFFICIAL, TelegramSettings
from bot.channels.telegram.webhook import HEADER

PORTS = (443, 80, 88, 8443)
"""Where Telegram's own server brings updates (Bot API, setWebhook)."""
ASK_SECONDS = 10.0
MANY_WAITING = 100
RECENT = timedelta(minutes=10)
_SENSELESS = 400
"""What we say to that, and who does not know the secret does not."""


@dataclass(frozen=True)
class Finding:
    """
    Something that was looked at: whether it is as it should be, and what is to be done.
    """

    is_good: bool
    text: str


async def checked(settings: TelegramSettings) -> list[Finding]:
    """
    Look at everything, the first thing first; what hangs on it is left out if it fails.
    """
    client = opened_client(settings)
    try:
        try:
            await client.initialize()
        except InvalidToken:
            return [_bad_token(settings)]
        except TelegramError as error:
            return [_not_reached(settings, error)]
        findings = [Finding(True, f"The token is that of @{client.username}.")]
        findings += _group_privacy(client)
        findings += await _webhook(client, settings)
        if settings.webhook:
            findings += await _from_outside(settings)
        return findings
    except TelegramError as error:
        return [_not_reached(settings, error)]
    finally:
        await client.shutdown()


def _bad_token(settings: TelegramSettings) -> Finding:
    text = (
        "Telegram does not know the token of HAMYAR_TELEGRAM_TOKEN. Copy it anew from "
        "@BotFather (/mybots, API Token); one that was revoked is no good any more."
    )
    if settings.base_url != OFFICIAL:
        text += (
            f" Asked was {settings.base_url}: a bot that was used at Telegram's own "
            "server must be logged out there (logOut) before another one serves it."
        )
    return Finding(False, text)


def _not_reached(settings: TelegramSettings, error: TelegramError) -> Finding:
    return Finding(
        False,
        f"{settings.base_url} gives no answer ({_said(error)}). Where Telegram is "
        "blocked, set HTTPS_PROXY, or HAMYAR_TELEGRAM_URL to a Bot API server of your "
        "own that this machine reaches.",
    )


def _group_privacy(client: Client) -> Iterator[Finding]:
    if client.bot.can_read_all_group_messages:
        yield Finding(
            True,
            "In groups the bot is given all messages. It answers only when addressed, "
            "so privacy mode can be on (@BotFather, /setprivacy).",
        )


async def _webhook(client: Client, settings: TelegramSettings) -> list[Finding]:
    info = await client.get_webhook_info()
    if not settings.webhook:
        if info.url:
            text = (
                f"Updates are brought to {_host(info.url)}, and HAMYAR_PUBLIC_URL is "
                "not set: the start takes that webhook away and asks for updates."
            )
            return [Finding(True, text)]
        return [Finding(True, "Updates are asked for (no HAMYAR_PUBLIC_URL is set).")]
    findings = list(_address(settings))
    if info.url != settings.webhook:
        there = _host(info.url) if info.url else "nowhere"
        findings.append(
            Finding(
                False,
                f"Telegram brings updates {'to ' if info.url else ''}{there}, not to "
                f"{settings.webhook}. Start Hamyar: it tells Telegram.",
            )
        )
    else:
        findings += _state(info)
    return findings


def _address(settings: TelegramSettings) -> Iterator[Finding]:
    """
    What Telegram would say of the address itself.
    """
    parts = urlsplit(settings.webhook)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if settings.base_url != OFFICIAL:
        # A server of the shop's own brings updates wherever it is told to.
        return
    if parts.scheme != "https":
        yield Finding(
            False,
            f"HAMYAR_PUBLIC_URL is {settings.public_url}: Telegram brings updates "
            "to https addresses only.",
        )
    elif port not in PORTS:
        named = ", ".join(map(str, PORTS))
        yield Finding(
            False,
            f"HAMYAR_PUBLIC_URL has port {port}: Telegram knows {named} only.",
        )


def _state(info: WebhookInfo) -> Iterator[Finding]:
    waiting = info.pending_update_count
    yield Finding(
        waiting < MANY_WAITING,
        f"The webhook is set; {waiting} updates wait there to be brought.",
    )
    now = datetime.now(timezone.utc)
    if info.last_error_date is not None and info.last_error_message:
        is_old = info.last_error_date < now - RECENT
        hint = _ERRORS.get(_kind(info.last_error_message), "")
        yield Finding(
            is_old,
            f"At {info.last_error_date:%Y-%m-%d %H:%M} UTC Telegram could not bring "
            f"one: {info.last_error_message}.{hint}",
        )
    missing = set(ALLOWED) - set(info.allowed_updates or ALLOWED)
    if missing:
        yield Finding(
            False,
            f"Telegram is not asked for {', '.join(sorted(missing))}: start anew.",
        )


_ERRORS = {
    "certificate": " The certificate must be of this name and complete, with those "
    "between it and its authority (fullchain.pem).",
    "timed out": " A firewall may be in the way: Telegram comes from 149.154.160.0/20 "
    "and 91.108.4.0/22.",
    "refused": " Nobody listens there: is the proxy ahead of Hamyar running?",
    "wrong response": " Something other than Hamyar answers at that address.",
    "resolve": " The name is not known in the Internet's DNS.",
}


def _kind(message: str) -> str:
    said = message.lower()
    for kind in _ERRORS:
        if kind in said:
            return kind
    return "certificate" if "ssl" in said else ""


async def _from_outside(settings: TelegramSettings) -> list[Finding]:
    """
    Ask our own public address as Telegram would, but with nothing in it.
    """
    findings = []
    host = urlsplit(settings.webhook).hostname or ""
    inner = _inner_address(host)
    if inner and settings.base_url == OFFICIAL:
        findings.append(
            Finding(
                False,
                f"{host} is {inner} as seen from here, which nobody outside reaches.",
            )
        )
    try:
        async with httpx.AsyncClient(timeout=ASK_SECONDS) as asking:
            answer = await asking.post(
                settings.webhook, json={}, headers={HEADER: settings.secret}
            )
    except httpx.HTTPError as error:
        return [*findings, Finding(False, _unreached(settings.webhook, error))]
    if answer.status_code != _SENSELESS:
        text = (
            f"{settings.webhook} answers with {answer.status_code}: Hamyar does not "
            "run there, or with another token."
        )
        return [*findings, Finding(False, text)]
    return [*findings, Finding(True, f"{settings.webhook} is reached from here.")]


def _inner_address(host: str) -> str:
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return ""
    for *_, address in found:
        if not ipaddress.ip_address(address[0]).is_global:
            return str(address[0])
    return ""


def _unreached(address: str, error: httpx.HTTPError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"The certificate of {_host(address)} is no good: "
                f"{cause.verify_message}.{_ERRORS['certificate']}"
            )
        cause = cause.__cause__ or cause.__context__
    return (
        f"{address} is not reached from here ({_said(error)}). If only this machine "
        "cannot reach it, Telegram may still; otherwise see your proxy and DNS."
    )


def _host(address: str) -> str:
    # The path of another program's webhook may be its secret.
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
