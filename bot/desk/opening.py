"""
The desk put together: what customers are told of it, what agents work with, its clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import httpx
from starlette.routing import BaseRoute

from actions import services
from actions.account.passwords import without_password
from actions.changing.shop import GateShop
from actions.store.topics import by_rules
from bot.accounts.look import Look
from bot.accounts.pages import account_routes, make_guard
from bot.accounts.service import Accounts
from bot.conversations.core import Conversations
from bot.desk import wordings
from bot.desk.at_hand import DeskAtHand
from bot.desk.chatwoot.notes import Notes
from bot.desk.chatwoot.opened import ChatwootDesk, is_theirs, open_client, open_desk
from bot.desk.chatwoot.settings import ChatwootSettings
from bot.desk.customers import CustomerNames
from bot.desk.lookup import Lookup
from bot.desk.operations import Operations
from bot.desk.panel import Panels
from bot.desk.rounds import Rounds
from bot.desk.suggestions import Suggesting
from bot.desk.summing import Summing
from bot.desk.telling import Telling
from bot.desk.web.files import files_routes
from bot.desk.web.helping import Help, help_routes
from bot.desk.web.house import DeskHouse
from bot.desk.web.pages import HOME, page_routes
from bot.desk.web.routes import desk_routes
from bot.files.keeping import Files
from bot.handoff.account import Names
from bot.handoff.llm import LlmSettings, LlmSummariser
from bot.handoff.private import HIDDEN
from bot.handoff.summary import OfflineSummariser, Summariser
from bot.settings import Settings
from bot.shop import ShopSettings
from crm_connector.access import Attended
from crm_connector.gate import CustomerGate
from crm_connector.identity.proof import Proofs
from crm_connector.profile.facts import Field
from crm_connector.source import Capability, ShelfSource
from crm_connector.sources.opening import Opened

Titles = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Behind:
    """
    The rooms that the desk stands in front of.

    `titles` are what wishes are called, by intent and language; `wording` gives the
    text of a response.
    """

    core: Conversations
    accounts: Accounts
    gate: CustomerGate
    opened: Opened
    proofs: Proofs | None
    files: Files
    wording: Callable[..., str]
    titles: Titles


@dataclass(frozen=True)
class Desk:
    """
    The desk as the rest of the house sees it. It works as long as `working`.

    `webhooks` are the routes that another desk of the shop's calls.
    """

    at_hand: DeskAtHand
    routes: list[BaseRoute]
    webhooks: list[BaseRoute]
    _clockworks: Sequence[Callable[[], Coroutine[Any, Any, None]]]
    _names: CustomerNames
    _elsewhere: ChatwootDesk | None

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """
        Keep the lists, go the rounds, carry handoffs to the other desk and back.
        """
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._names.close)
            for clockwork in self._clockworks:
                stack.push_async_callback(_ended, asyncio.create_task(clockwork()))
            if self._elsewhere is not None:
                await stack.enter_async_context(self._elsewhere.working())
            yield


@asynccontextmanager
async def opened_desk(
    settings: Settings,
    shop: ShopSettings,
    behind: Behind,
    chatwoot: ChatwootSettings | None,
) -> AsyncIterator[Desk]:
    """
    Put the desk together; its clients are closed at the end.
    """
    core, accounts, gate = behind.core, behind.accounts, behind.gate
    telling = Telling(behind.wording, clock=core.clock, zone=shop.time_zone)
    async with _summariser(settings) as summariser, AsyncExitStack() as stack:
        elsewhere: ChatwootDesk | None = None
        if chatwoot is not None:
            elsewhere = open_desk(
                chatwoot,
                core,
                await stack.enter_async_context(open_client(chatwoot)),
                telling=telling,
                notes=Notes(
                    shop.default_language,
                    zone=shop.time_zone,
                    title=partial(_title, behind.titles),
                ),
                name_of=partial(_name_of, gate),
                files=behind.files,
            )
        names = CustomerNames(partial(_name_of, gate), core.feed.queue)
        guard = make_guard(accounts, shop)
        look = Look(shop, accounts.clock)
        called = wordings.names(behind.titles)
        house = DeskHouse(core, accounts, guard, shop, telling, names, look, called)
        rounds = Rounds(
            core,
            shop.desk,
            claimed=telling.joined,
            released=telling.left,
            late=telling.late,
            is_elsewhere=is_theirs if elsewhere else lambda _: False,
        )
        yield Desk(
            DeskAtHand(
                core,
                shop.desk,
                clock=core.clock,
                elsewhere=elsewhere.people if elsewhere else None,
            ),
            [
                *account_routes(accounts, guard, shop, HOME),
                *page_routes(guard, shop, accounts.clock),
                *desk_routes(house),
                *files_routes(core, guard, behind.files),
                *help_routes(house, _help(shop, behind, summariser, called)),
            ],
            list(elsewhere.routes) if elsewhere else [],
            (house.open_rows.forever, rounds.forever),
            names,
            elsewhere,
        )


def _help(
    shop: ShopSettings, behind: Behind, summariser: Summariser, called: Names
) -> Help:
    source = behind.opened.sources[behind.opened.home]
    panels = Panels(
        behind.gate,
        behind.core.clock,
        # A shop whose systems do not tell prices has a panel without them.
        cast(ShelfSource, source) if Capability.SHELF in source.capabilities else None,
        behind.opened.titles,
        behind.opened.lists,
    )
    return Help(
        panels,
        Operations(_shop_of),
        Lookup(behind.proofs, panels, shop.country, behind.core.clock),
        Suggesting(
            behind.wording,
            shop,
            called,
            lambda language: by_rules(services.services(), language),
        ),
        Summing(behind.core, summariser, called, shop.time_zone),
    )


def _shop_of(attended: Attended) -> GateShop:
    """
    The shop for whom somebody attends to, by the rules that the chat goes by.
    """
    return GateShop(services.services(), attended=attended)


@asynccontextmanager
async def _summariser(settings: Settings) -> AsyncIterator[Summariser]:
    """
    Who sums conversations up: the server that the settings name, or else ourselves.
    """
    if not settings.llm_url:
        yield OfflineSummariser()
        return
    key = settings.llm_key.reveal()
    known = LlmSettings(settings.llm_url, settings.llm_model, key)
    # No proxy of the environment's sees what customers write.
    async with httpx.AsyncClient(trust_env=False) as client:
        hidden = partial(without_password, mark=HIDDEN)
        yield LlmSummariser(known, client, hidden=hidden)


async def _name_of(gate: CustomerGate, writer: Attended) -> str:
    """
    The name of who has proven who they are; "" if there is none. Raises `CrmError`.
    """
    profile = await gate.attended(writer, fields=(Field.NAME,))
    return str(profile.name.value) if profile.name else ""


def _title(titles: Titles, intent: str, language: str) -> str | None:
    return titles.get(intent, {}).get(language)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
