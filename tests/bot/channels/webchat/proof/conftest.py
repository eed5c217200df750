"""
The web chat of a shop that sends codes, and browsers in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.channels.webchat.channel import Endpoints
from bot.channels.webchat.service import WebChat
from bot.conversations.core import Conversations
from bot.settings import Settings
from crm_connector.identity.proof import Proofs
from tests.bot.channels.webchat.proof.talks import (
    Talk,
)
from tests.fakes.sender import FakeSender


@pytest.fixture
def chat(core: Conversations, settings: Settings, proofs: Proofs) -> WebChat:
    """
    The web chat of a shop that sends codes.
    """
    return WebChat(core, settings, proofs=proofs)


@pytest.fixture
def app(chat: WebChat) -> Starlette:
    """
    The same chat over HTTP.
    """
    return Starlette(routes=[Mount("/chat", app=Endpoints(chat).app())])


@pytest.fixture
def talk(chat: WebChat, sender: FakeSender, begin: Any) -> Callable[..., Any]:
    """
    Give what opens a browser, for a stranger or with a customer's token.
    """

    async def opened(token: str | None = None) -> Talk:
        return Talk(chat, sender, await begin(token))

    return opened
