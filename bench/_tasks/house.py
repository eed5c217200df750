"""
Our bot as it serves the retailer: the engine in this process, a database for each talk.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from actions import services
from bench._tasks import data
from bench._tasks.questions import Heard
from bot.app import load_engine
from bot.conversations.database import Database
from bot.conversations.messages import Button, Card, Choice, Turn
from bot.engine.engine import RasaEngine
from bot.migrations import migrate
from bot.nlu.catalogue import CatalogueReader, replace
from bot.policies import load_policies
from bot.profiles import profiles_over
from bot.shop import load_shop
from crm_connector.gate import CustomerGate
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity
from crm_connector.profile.keeper import Keeper
from crm_connector.sources.sql import SqlSource

NOW = data.FIRST + timedelta(days=60)
"""When all tasks take place: after the last order was placed."""
SHOP = Path(__file__).with_name("shop.yml")
MAPPING = Path(__file__).with_name("mapping.yml")


class House:
    """
    The shop of the tasks. `original` is its database, which stays as it is.
    """

    def __init__(self, engine: RasaEngine, original: Path, folder: Path) -> None:
        self._engine = engine
        self._original = original
        self._folder = folder
        own = f"sqlite:///{folder / 'own.db'}"
        migrate(own)
        self._own = Database(own)
        self._talks = 0

    @classmethod
    def open(cls, model: Path, original: Path, folder: Path) -> House:
        """
        With this trained model; what it writes goes into the folder.
        """
        return cls(load_engine(model, load_shop(SHOP)), original, folder)

    @asynccontextmanager
    async def talk(self, user: str) -> AsyncIterator[Talk]:
        """
        A conversation of this user, signed in, over a fresh copy of the database.
        """
        self._talks += 1
        file = self._folder / "shop.db"
        shutil.copyfile(self._original, file)
        source = SqlSource.open(f"sqlite:///{file}", MAPPING, clock=_now)
        keeper = Keeper(time.monotonic)
        profiles = profiles_over([source], self._own, keeper, clock=_now)
        gate = CustomerGate(profiles, self._own, source.name, clock=_now)
        shop = load_shop(SHOP)
        services.configure(
            services.Services(
                gate,
                _now,
                shop.time_zone,
                shop.languages,
                shop,
                country=shop.country,
                currency=shop.currency.code,
                wording=self._engine.wording,
                policies=load_policies(SHOP, shop),
            )
        )
        if self._talks == 1:
            reader = CatalogueReader(source, clock=_now, seconds=0)
            await reader.refresh()
        try:
            yield Talk(self._engine, f"task-{self._talks}", user, file)
        finally:
            services.configure(None)
            await keeper.close()
            await source.close()

    async def close(self) -> None:
        """
        Let go of our own data, and of the shop's names.
        """
        replace(None)
        await self._own.close()


class Talk:
    """
    What a customer sees of the bot; `file` is the shop's database.
    """

    def __init__(self, engine: RasaEngine, name: str, user: str, file: Path) -> None:
        self.file = file
        self._engine = engine
        self._name = name
        self._identity = Identity(user, Assurance.PROVEN, by_shop(NOW))
        self._state: bytes | None = None
        self._language: str | None = None
        self._buttons: dict[str, Button] = {}

    async def say(self, text: str) -> Heard:
        """
        Write something.
        """
        return await self._turn(text, None)

    async def press(self, title: str) -> Heard:
        """
        Press a button of the last message.
        """
        return await self._turn(title, self._buttons[title].choice)

    async def _turn(self, text: str, choice: Choice | None) -> Heard:
        answer = await self._engine.respond(
            Turn(
                conversation=self._name,
                text=text,
                at=NOW,
                identity=self._identity,
                state=self._state,
                choice=choice,
                language_hint=self._language,
            )
        )
        self._state, self._language = answer.state, answer.customer_lang
        last = answer.replies[-1].buttons if answer.replies else ()
        self._buttons = {each.title: each for each in last}
        return Heard(
            tuple(_seen(reply.text, reply.cards) for reply in answer.replies),
            tuple(self._buttons),
        )


def _seen(text: str, cards: Sequence[Card]) -> str:
    """
    A message with what its cards show.
    """
    shown = [text]
    for card in cards:
        shown.append(f"{card.title} {card.status}".strip())
        shown += card.items
    return "\n".join(each for each in shown if each)


def _now() -> datetime:
    return NOW
