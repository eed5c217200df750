"""
How much one session and one address may ask for.
"""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from bot.addresses import address_key
from bot.channels.webchat import limits, webchat_routes
from bot.channels.webchat.errors import ChatError
from bot.channels.webchat.limits import Gauge, Window
from bot.conversations.core import Conversations
from bot.settings import Rate, Settings
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.sockets import Socket


class Time:
    """
    Seconds that pass when told to.
    """

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """
        Give the seconds.
        """
        return self.now


def free(window: Window, key: str = "a") -> bool:
    """
    Take one if there is one.
    """
    try:
        window.take(key)
    except ChatError:
        return False
    return True


class TestWindow:
    """
    At most so many in any span of time.
    """

    @given(st.lists(st.floats(0, 5), max_size=60))
    def test_no_span_has_more(self, pauses: list[float]) -> None:
        """
        However they are spread.
        """
        time = Time()
        window = Window(Rate(3, 10), time)
        taken = []
        for pause in pauses:
            time.now += pause
            if free(window):
                taken.append(time.now)
        for start in taken:
            assert sum(start <= t < start + 10 for t in taken) <= 3

    def test_the_wait_told_is_the_wait_needed(self) -> None:
        """
        After it there is one, a little earlier there is none.
        """
        time = Time()
        window = Window(Rate(2, 10), time)
        window.take("a")
        time.now = 4
        window.take("a")
        with pytest.raises(ChatError) as caught:
            window.take("a")
        assert caught.value.headers["Retry-After"] == "6"
        time.now = 9.9
        assert not free(window)
        time.now = 10
        assert free(window)

    def test_keys_are_apart(self) -> None:
        """
        One's haste costs nobody else.
        """
        window = Window(Rate(1, 10), Time())
        assert [free(window, k) for k in "aab"] == [True, False, True]

    def test_memory_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The longest silent is forgotten first.
        """
        monkeypatch.setattr(limits, "MOST_KEYS", 3)
        window = Window(Rate(1, 10), Time())
        assert [free(window, k) for k in "abcda"] == [True] * 5
        assert len(window._taken) == 3

    def test_a_limit_of_nothing_lets_nothing_in(self) -> None:
        """
        And does not fall over it.
        """
        assert not free(Window(Rate(0, 10), Time()))


def test_a_gauge_gives_places_back() -> None:
    """
    Whatever happens while they are held.
    """
    gauge = Gauge(1)
    for _ in range(2):
        with gauge.hold("a"), pytest.raises(ChatError), gauge.hold("a"):
            pass
    assert not gauge._open


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "::ffff:203.0.113.9"),
        ("testclient", "testclient"),
        (None, "unknown"),
    ],
)
def test_an_address_counts_as_its_customer(host: str | None, key: str) -> None:
    """
    Of IPv6 one customer gets a whole network.
    """
    assert address_key(host) == key


class TestOverHttp:
    """
    A clear 429 with the form of every error.
    """

    def app(self, core: Conversations, settings: Settings, **rates: Rate) -> Starlette:
        """
        Give an application with these limits.
        """
        return Starlette(routes=webchat_routes(core, replace(settings, **rates)))  # type: ignore[arg-type]

    def client(self, app: Starlette, host: str = "192.0.2.1") -> httpx.AsyncClient:
        """
        Give a client at this address.
        """
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app, client=(host, 1)), base_url="http://h"
        )

    def refused(self, response: httpx.Response) -> bool:
        """
        Tell whether it is that 429.
        """
        if response.status_code != 429:
            return False
        assert response.json()["error"]["code"] == "too_many_requests"
        assert int(response.headers["Retry-After"]) >= 1
        return True

    async def test_a_session_is_limited_and_reading_goes_on(
        self, core: Conversations, settings: Settings
    ) -> None:
        """
        Another session of the same address goes on too.
        """
        app = self.app(core, settings, chat_rate_session=Rate(2, 60))
        async with self.client(app) as client:
            one, two = [
                Guest(client, (await client.post("/chat/sessions")).json())
                for _ in range(2)
            ]
            answers = [await one.post(text=str(n)) for n in range(3)]
            assert [self.refused(a) for a in answers] == [False, False, True]
            assert (await one.get()).status_code == 200
            assert (await two.post(text="hello")).status_code == 202
            assert len([m for m in await one.thread() if m["author"] != "bot"]) == 2

    async def test_the_websocket_has_the_same_limit(
        self, core: Conversations, settings: Settings
    ) -> None:
        """
        What was said over the one counts for the other.
        """
        app = self.app(core, settings, chat_rate_session=Rate(2, 60))
        async with self.client(app) as client:
            guest = Guest(client, (await client.post("/chat/sessions")).json())
            await guest.post(text="one")
            async with Socket(app) as talk:
                await talk.put(type="hello", session=guest.session, after=99)
                await talk.say("second")
                await talk.next("accepted")
                number = await talk.say("third")
                error = await talk.next("error")
                assert (error["id"], error["error"]["code"]) == (
                    number,
                    "too_many_requests",
                )

    async def test_an_address_is_limited_over_all_its_sessions(
        self, core: Conversations, settings: Settings
    ) -> None:
        """
        Another address is not.
        """
        app = self.app(core, settings, chat_rate_address=Rate(3, 60))
        async with self.client(app) as here, self.client(app, "192.0.2.2") as there:
            guests = [
                Guest(here, (await here.post("/chat/sessions")).json())
                for _ in range(2)
            ]
            answers = [await guests[n % 2].post(text="hello") for n in range(4)]
            assert [self.refused(a) for a in answers] == [False, False, False, True]
            guests[0].client = there
            assert (await guests[0].post(text="hello")).status_code == 202

    async def test_sessions_of_an_address_are_limited(
        self, core: Conversations, settings: Settings
    ) -> None:
        """
        Nobody fills the database with empty conversations.
        """
        app = self.app(core, settings, chat_rate_address=Rate(3, 60))
        async with self.client(app) as client:
            answers = [await client.post("/chat/sessions") for _ in range(5)]
        assert [self.refused(a) for a in answers] == [False] * 3 + [True] * 2

    async def test_beginnings_are_fewer_and_ends_are_not(
        self,
        core: Conversations,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """
        Whoever may not begin another can sign out all the same.
        """
        monkeypatch.setattr(limits, "BEGINNINGS_PER_ADDRESS", Rate(2, 60))
        app = self.app(core, settings, chat_rate_address=Rate(8, 60))
        async with self.client(app) as client:
            answers = [await client.post("/chat/sessions") for _ in range(4)]
            assert [self.refused(a) for a in answers] == [False] * 2 + [True] * 2
            guest = Guest(client, answers[0].json())
            ended = await client.delete("/chat/sessions/current", headers=guest.headers)
            assert ended.status_code == 204

    async def test_guessing_is_limited(
        self, core: Conversations, settings: Settings
    ) -> None:
        """
        And costs nobody else at that address their chat.
        """
        app = self.app(core, settings, chat_rate_address=Rate(3, 60))
        async with self.client(app) as client:
            guest = Guest(client, (await client.post("/chat/sessions")).json())
            answers = [
                await client.get(
                    "/chat/messages", headers={"Authorization": f"Bearer {n}"}
                )
                for n in range(5)
            ]
            assert [self.refused(a) for a in answers] == [False] * 3 + [True] * 2
            assert (await guest.get()).status_code == 200
