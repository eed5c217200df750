"""
`./hamyar telegram check` says what is wrong, in words.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from bot import telegram_view
from bot.channels.telegram import read_telegram
from bot.channels.telegram.checking import checked
from bot.channels.telegram.kinds import ALLOWED
from bot.channels.telegram.settings import PATH, TelegramSettings
from bot.channels.telegram.webhook import webhook_route
from bot.conversations.counters import Tally
from bot.settings import Secret, Settings, SettingsError
from bot.unusable import Unusable
from tests.bot.channels.telegram.on_the_fake import OnTheFake
from tests.fakes.serving import listening
from tests.fakes.telegram.fake import FakeTelegram
from tests.ports import free_port


class NoTally(Tally):
    """
    Counts nothing.
    """

    def __init__(self) -> None:
        pass

    def count(self, name: str) -> None:
        """
        Nothing.
        """


@pytest.fixture
def settings(playground: OnTheFake) -> TelegramSettings:
    """
    Give settings that are right, without a public address.
    """
    return TelegramSettings(
        Secret(playground.token),
        base_url=playground.url,
        base_file_url=f"{playground.url}/file",
    )


async def wrong(settings: TelegramSettings) -> str:
    """
    All that is found to be wrong.
    """
    return "\n".join(each.text for each in await checked(settings) if not each.is_good)


async def test_all_is_well(settings: TelegramSettings) -> None:
    """
    The bot is named, and how updates come.
    """
    found = await checked(settings)
    assert all(each.is_good for each in found)
    said = "\n".join(each.text for each in found)
    assert "@hamyar_test_bot" in said
    assert "asked for" in said


async def test_a_token_that_telegram_does_not_know(settings: TelegramSettings) -> None:
    """
    With the way to the right one, and without the token.
    """
    token = "7012345678:AAnotherTokenThatOpensNothingAtAll_1"
    said = await wrong(replace(settings, token=Secret(token)))
    assert "@BotFather" in said
    assert token not in said


async def test_no_way_to_telegram(settings: TelegramSettings) -> None:
    """
    As behind a wall.
    """
    nowhere = f"http://127.0.0.1:{free_port()}"
    said = await wrong(replace(settings, base_url=nowhere))
    assert "HTTPS_PROXY" in said
    assert settings.token.reveal() not in said


async def test_the_webhook_is_set_and_reached(
    settings: TelegramSettings, fake_telegram: FakeTelegram
) -> None:
    """
    Where Hamyar answers at its public address.
    """

    async def take(_bodies: object) -> int:
        return 0

    app = Starlette(routes=[webhook_route(take, settings.secret, NoTally())])
    async with listening(app) as outside:
        right = replace(settings, public_url=outside)
        said = await wrong(right)
        assert "brings updates nowhere" in said
        fake_telegram.webhook.set(
            {"url": right.webhook, "allowed_updates": list(ALLOWED)}
        )
        assert await wrong(right) == ""
    assert "is not reached" in await wrong(right)


async def test_another_answers_at_the_address(settings: TelegramSettings) -> None:
    """
    Or Hamyar with another token.
    """

    async def other(_request: object) -> Response:
        return Response("hello")

    app = Starlette(routes=[Route(PATH, other, methods=["POST"])])
    async with listening(app) as outside:
        said = await wrong(replace(settings, public_url=outside))
    assert "answers with 200" in said


@pytest.mark.parametrize("token", ["987", "bot123:abc", "12345:AA AA", "x" * 40])
def test_what_cannot_be_a_token_is_said_at_the_start(token: str) -> None:
    """
    Without saying the token.
    """
    with pytest.raises(SettingsError, match="HAMYAR_TELEGRAM_TOKEN") as caught:
        read_telegram(Settings(telegram_token=Secret(token)))
    assert token not in str(caught.value)


def test_without_a_token_it_says_where_one_is_from() -> None:
    """
    For whoever begins.
    """
    with pytest.raises(Unusable, match="BotFather"):
        telegram_view.check(Settings())


async def test_a_proxy_that_nothing_here_can_use(
    settings: TelegramSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:1080")
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")

    with pytest.raises(Unusable, match="give the address of an HTTP proxy"):
        await checked(settings)
