"""
Asking for one-time codes over HTTP and trying them, as clients do.
"""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.test_openapi import problems, promised
from tests.crm_connector.small_shop import SARA
from tests.fakes.sender import FakeSender

CODE = "/chat/sessions/current/code"
CHECK = f"{CODE}/check"
PHONE = SARA.phones[0]
NATIONAL = "0" + PHONE.removeprefix("+98")
PERSIAN = NATIONAL.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
ARABIC = NATIONAL.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
NOBODYS = "+989120000000"


async def ask(guest: Guest, contact: Any = PHONE, **more: Any) -> httpx.Response:
    """
    Ask for a code; without a contact for None.
    """
    body = {"language": "fa", **more}
    if contact is not None:
        body["contact"] = contact
    response = await guest.client.post(CODE, json=body, headers=guest.headers)
    described(CODE, response)
    return response


async def check(guest: Guest, code: Any) -> httpx.Response:
    """
    Try a code; the session that this brings is the browser's from now on.
    """
    body = {"code": code}
    response = await guest.client.post(CHECK, json=body, headers=guest.headers)
    described(CHECK, response)
    if response.status_code == 200:
        vars(guest).update(response.json())
    return response


def described(path: str, response: httpx.Response) -> None:
    """
    Hold an answer against the description.
    """
    name = promised("POST", path, response)
    assert name is not None
    assert problems(name, response.json()) == [], response.text


def code_of(response: httpx.Response) -> str:
    """
    Give the stable code of a refusal.
    """
    return str(response.json()["error"]["code"])


async def sent(sender: FakeSender, count: int = 1) -> str:
    """
    Wait until so many codes went out, and give the last one.
    """
    for _ in range(500):
        if len(sender.sent) >= count:
            return sender.sent[-1].code
        await asyncio.sleep(0.002)
    raise AssertionError("no code went out")


def another(code: str) -> str:
    """
    Give a code that is not this one.
    """
    return f"{(int(code) + 1) % 10**6:06}"
