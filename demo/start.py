"""
What `./hamyar demo` needs beyond what a shop needs: a shop.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from starlette.routing import BaseRoute

from bot import HOUSE
from bot.serving import Plan, say
from bot.settings import Secret, Settings
from bot.shop import load_shop
from crm_connector.identity.senders.demo import DemoSender
from crm_connector.identity.senders.texts import CodeTexts
from crm_connector.moments import utc_now
from crm_connector.secret import Secret as BellSecret
from crm_connector.webhooks import SignedWebhook
from demo.bell import SOURCE, Bell
from demo.build import SEED, ensure_shop
from demo.club import write_club
from demo.paying import paying_routes
from demo.site import demo_routes

_SHOP = HOUSE / "demo" / "shop.yml"


def database_of(data: Path) -> Path:
    """
    Where the demo shop's database stands in the data folder.
    """
    return data.resolve() / "demo-shop.db"


def sources_of(data: Path) -> Path:
    """
    The file that names the demo's sources: the shop's database and the loyalty list.
    """
    return data.resolve() / "demo-sources.yml"


def site_of(settings: Settings) -> str:
    """
    The beginning of the addresses of the demo's pages.
    """
    return f"http://{settings.host}:{settings.port}"


def demo_settings(settings: Settings) -> Settings:
    """
    The same settings on the demo shop, on this machine only, with a key of the moment.
    """
    return replace(
        settings,
        host="127.0.0.1",
        shop=_SHOP,
        sources=sources_of(settings.data),
        chat_jwt_secret=Secret(secrets.token_urlsafe(48)),
        chat_jwt_former_secrets=(),
        chat_jwks=Path(),
        chat_jwt_algorithm="HS256",
    )


def left_aside(settings: Settings) -> str:
    """
    Tell which settings of one's own shop the demo does not use; empty if none is given.
    """
    given = {
        "HAMYAR_SHOP": settings.shop.name,
        "HAMYAR_SOURCES": settings.sources.name,
        "HAMYAR_CRM_URL": settings.crm_url,
        "HAMYAR_CRM_MAPPING": settings.crm_mapping.name,
        "HAMYAR_CHAT_JWT_SECRET": settings.chat_jwt_secret,
        "HAMYAR_CHAT_JWKS": settings.chat_jwks.name,
    }
    names = ", ".join(name for name, value in given.items() if value)
    if not names:
        return ""
    return (
        f"The demo has a shop of its own and does not use {names};"
        " `./hamyar serve` serves yours."
    )


def prepare(settings: Settings) -> Plan:
    """
    A plan that builds the shop, or brings it up to today, and adds the demo's routes.
    """
    unused = left_aside(settings)
    if unused:
        say(unused)
    settings = demo_settings(settings)
    path = database_of(settings.data)
    shop = load_shop(settings.shop)
    codes = DemoSender(CodeTexts(shop.name))
    bell = BellSecret(secrets.token_urlsafe(32))

    def build() -> None:
        if not path.exists():
            say("Building the demo shop (some seconds, once) ...")
        ensure_shop(path, datetime.now(shop.time_zone).date())
        write_club(path, path.parent, SEED, site=site_of(settings))

    def routes() -> Iterable[BaseRoute]:
        yield from demo_routes(settings, shop, path, codes, bell)
        yield from paying_routes(shop, path, clock=utc_now, bell=Bell(bell))

    return Plan(
        settings,
        prepare=build,
        routes=routes,
        senders=[codes],
        webhooks={SOURCE: SignedWebhook(bell)},
    )
