"""
The whole house but for the engine: a customer's window, and an agent's at the desk.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from starlette.routing import Route

from bot.accounts import actors, users
from bot.accounts.rights import Role
from bot.accounts.staff import NewAccount
from bot.app import create_app
from bot.conversations.clock import utc_now
from bot.conversations.database import Database
from bot.conversations.messages import HandOver
from bot.settings import Settings
from demo import start
from tests.bot.accounts.people import PASSWORD, quick_passwords
from tests.browser.conftest import host_page, run_in_thread
from tests.browser.two_windows import SAID, SARA, agent_window, hand_over_and_back
from tests.fakes.engine import HouseEngine
from tests.ports import free_port
from tests.slices import slow_but_for


class PersonEngine(HouseEngine):
    """
    Asks for a person, in the language of the test, where a customer writes "person".
    """

    language = "en"

    @property
    def hand_over(self) -> HandOver:  # type: ignore[override]
        """
        What is asked of the desk.
        """
        return HandOver("asked", self.language)

    @staticmethod
    def wording(response: str, language: str, **fields: str) -> str:
        """
        The response's own name with what is filled in.
        """
        return f"{response} {language}: {', '.join(fields.values())}"


class Late:
    """
    An app that is put together in the loop that serves it.
    """

    def __init__(self, make: Callable[[], Awaitable[Any]]) -> None:
        self._make = make
        self._app: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self._app is None:
            self._app = await self._make()
        await self._app(scope, receive, send)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[str, PersonEngine]]:
    plan = start.prepare(Settings(data=tmp_path))
    plan.prepare()
    engine = PersonEngine()

    async def make() -> Any:
        store = Database(plan.settings.database)
        hashed = quick_passwords().hash_now(PASSWORD)
        new = NewAccount("sara", SARA, Role.ADMIN, languages=("fa", "ar", "en"))
        by = actors.operator("tests")
        app = await create_app(
            plan.settings, engine, extra_routes=[Route("/shop", host_page)]
        )
        await store.write(lambda c: users.add(c, new, hashed, by=by, now=utc_now()))
        await store.close()
        return app

    port = free_port()
    running = run_in_thread(Late(make), port)  # type: ignore[arg-type]
    yield f"http://127.0.0.1:{port}", engine
    running.should_exit = True
    running.force_exit = True


@pytest.mark.parametrize("lang", slow_but_for("en", SAID))
def test_from_the_wish_for_a_person_to_the_way_back(
    house: tuple[str, PersonEngine], chromium: Browser, lang: str
) -> None:
    address, engine = house
    engine.language = lang
    agent = agent_window(chromium, address, lang, PASSWORD)
    customer = chromium.new_page()
    customer.goto(f"{address}/shop?lang={lang}")
    customer.wait_for_function("window.Hamyar")
    customer.evaluate("Hamyar.open()")
    expect(customer.get_by_role("dialog")).to_be_visible()
    hand_over_and_back(customer, agent, lang, "person")
    agent.context.close()
    customer.close()
