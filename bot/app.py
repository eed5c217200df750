"""
The composition root: the one place that chooses implementations and connects them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    suppress,
)
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from actions import services
from bot.accounts.rights import Role
from bot.accounts.service import Accounts
from bot.channels import telegram, webchat
from bot.channels.links import NameOf
from bot.channels.webchat.linking import asker_of
from bot.codes import open_proofs, open_senders, open_vouching, reached
from bot.conversations.clock import utc_now
from bot.conversations.core import Conversations
from bot.desk.chatwoot.settings import read_chatwoot
from bot.desk.opening import Behind, opened_desk
from bot.engine.titles import titles
from bot.files.folder import Folder
from bot.files.keeping import Files
from bot.goods import CatalogueGoods
from bot.news.opening import opened_news
from bot.nlu.catalogue import CatalogueReader
from bot.papers import PaperPrinter
from bot.people import People
from bot.policies import load_policies
from bot.profiles import open_profiles
from bot.reviews import ReviewBook
from bot.settings import Settings
from bot.shop import ShopSettings, load_shop
from bot.shop_words import shop_words
from bot.sources import open_shop
from bot.web.assets import web_routes
from crm_connector.errors import CustomerNotFound
from crm_connector.gate import CustomerGate
from crm_connector.identity.senders.port import CodeSender
from crm_connector.source import CustomerSource
from crm_connector.webhooks import Webhook

if TYPE_CHECKING:
    from bot.channels.telegram.opening import Telegram
    from bot.engine.engine import RasaEngine
    from bot.engine.live import LiveEngine

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]


def load_engine(model: Path, shop: ShopSettings) -> RasaEngine:
    """
    Load the dialogue engine (seconds: it imports Rasa).
    """
    from bot.engine.engine import RasaEngine  # noqa: PLC0415 - imports Rasa

    return RasaEngine.load(
        model,
        shop_words=shop_words(shop),
        offered=shop.languages,
        acting=services.acting_for,
        policy=shop.desk.policy,
    )


def load_live_engine(model: Path, shop: ShopSettings, data: Path) -> LiveEngine:
    """
    The same engine, which follows the training files; new models go into `data`.
    """
    from bot.engine.live import LiveEngine  # noqa: PLC0415 - imports Rasa
    from bot.engine.training import ensure_model  # noqa: PLC0415

    def renew(stop: Event) -> RasaEngine:
        return load_engine(ensure_model(data, stop=stop), shop)

    return LiveEngine.opened(lambda: load_engine(model, shop), renew)


async def create_app(
    settings: Settings,
    engine: RasaEngine | LiveEngine,
    *,
    clock: Clock = utc_now,
    follows: Callable[[], AbstractAsyncContextManager[None]] | None = None,
    extra_routes: Iterable[BaseRoute] = (),
    senders: Sequence[CodeSender] | None = None,
    webhooks: Mapping[str, Webhook] | None = None,
) -> Starlette:
    """
    The whole house as one ASGI app, which starts and stops with its lifespan.

    `follows` is entered for as long: it keeps the engine up to date. `senders` take
    the place of those that the settings name for one-time codes. `webhooks` are of
    sources that ring, beside those of the settings' file.

    Raises `CrmError` for a mapping that does not fit, `BadShopFileError` for the shop's
    file and `DatabaseTooNew` for our own data.
    """
    shop = load_shop(settings.shop)
    policies = load_policies(settings.shop, shop)
    chatwoot = read_chatwoot(settings)
    messenger = _messenger(settings)
    if senders is None:
        senders = open_senders(settings, shop)
    async with AsyncExitStack() as opening:
        opened = await open_shop(settings, clock=clock)
        known = {**opened.webhooks, **(webhooks or {})}
        opened = replace(opened, webhooks=known)
        opening.push_async_callback(opened.close)
        source = opened.sources[opened.home]
        core = await Conversations.open(
            settings.database,
            engine=engine,
            apology=engine.apologise,
            clock=clock,
            channels={telegram.CHANNEL: messenger} if messenger is not None else {},
            kin=People(opened.home).kin,
        )
        profiles = await opening.enter_async_context(
            open_profiles(opened, core, clock=clock)
        )
        proofs = await open_proofs(core, source, senders, clock=clock)
        if proofs is not None:
            opening.push_async_callback(proofs.close)
        accounts = await Accounts.open(
            core,
            clock=clock,
            shop=tuple(shop.name.values()),
            demanded=[Role(each) for each in settings.desk_second_factor],
        )
        opening.push_async_callback(accounts.close)
        gate = CustomerGate(profiles, core, opened.home, clock=clock)
        files = Files(core, Folder(settings.data / "files"), days=shop.desk.files_days)
        behind = Behind(
            core, accounts, gate, opened, proofs, files, engine.wording, titles()
        )
        desk = await opening.enter_async_context(
            opened_desk(settings, shop, behind, chatwoot)
        )
        held = {webchat.CHANNEL: webchat.holding, telegram.CHANNEL: telegram.holding}
        news = opened_news(core, gate, opened, shop.news, held)
        brought: list[BaseRoute] = []
        if messenger is not None:
            vouching = await open_vouching(core, source, clock=clock)
            askers = (asker_of, _names(source))
            brought = messenger.open(core, files, shop, vouching, proofs, askers)
        services.configure(
            services.Services(
                gate,
                clock,
                shop.time_zone,
                shop.languages,
                shop,
                country=shop.country,
                currency=shop.currency.code,
                codes_reach=reached(source, senders),
                wording=engine.wording,
                sources=opened.titles,
                lists=opened.lists,
                billing=opened.billing,
                desk=desk.at_hand,
                reviews=ReviewBook(core, clock=clock),
                news=news.at_hand,
                papers=PaperPrinter(files, shop, clock=clock),
                goods=CatalogueGoods(),
                policies=policies,
            )
        )
        opening.callback(services.configure, None)
        # From here on it is all the lifespan's to close.
        whole = opening.pop_all()
    catalogue = CatalogueReader(source, clock=clock, seconds=settings.catalogue_seconds)

    async def is_customer(customer_id: str) -> bool:
        return await _exists(source, customer_id)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with whole:
            await whole.enter_async_context(catalogue.following())
            if follows is not None:
                await whole.enter_async_context(follows())
            await core.start()
            sweeping = asyncio.create_task(files.forever())
            try:
                async with AsyncExitStack() as working:
                    await working.enter_async_context(desk.working())
                    await working.enter_async_context(news.working())
                    if messenger is not None:
                        await working.enter_async_context(messenger.at_work())
                    yield
            finally:
                sweeping.cancel()
                with suppress(asyncio.CancelledError):
                    await sweeping
                await core.stop()

    return Starlette(
        routes=[
            # Before the chat, whose prefix one of them shares.
            *web_routes(settings, shop, elsewhere=messenger is not None),
            *desk.webhooks,
            *news.routes,
            *brought,
            *webchat.webchat_routes(
                core,
                settings,
                is_customer,
                proofs,
                shop.country,
                files,
                messenger.links if messenger is not None else None,
            ),
            *desk.routes,
            Route("/health", _health),
            *extra_routes,
        ],
        lifespan=lifespan,
    )


def _messenger(settings: Settings) -> Telegram | None:
    """
    The channel to Telegram, where the shop is there.
    """
    found = telegram.read_telegram(settings)
    if found is None:
        return None
    # The library is slow to import.
    from bot.channels.telegram.opening import Telegram  # noqa: PLC0415

    return Telegram(found)


def _names(source: CustomerSource) -> NameOf:
    async def name_of(customer_id: str) -> str:
        return (await source.customer(customer_id)).name

    return name_of


async def _exists(source: CustomerSource, customer_id: str) -> bool:
    try:
        await source.customer(customer_id)
    except CustomerNotFound:
        return False
    return True


async def _health(_: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})
