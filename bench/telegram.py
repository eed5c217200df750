"""
A busy Telegram bot: how soon updates are acknowledged, and whether order is kept.

    ./hamyar bench telegram [--json] [--quick] [--only ours|peer] [--per-second N]

See docs/developer/benchmarks.md for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from statistics import quantiles

from bench import _shop
from bench._messages import Message, Messages
from bench._ours import sides
from bench._processes import Side, free_port
from bench._report import Bar, Report, Row, say, show
from bench._shop import Waiting
from bench._stock import project
from bench._stock import server as stock
from bench._telegram import order
from bench._telegram.api import TOKEN, USERNAME, BotApi
from bench._telegram.bringing import Bringing
from bench._telegram.busy import Busy, Text, Times, sign_in, until_quiet
from bench._telegram.chats import TEXTS_EACH, ManyChats, Written
from bench._telegram.updates import FIRST_CHAT, Updates
from bot import HOUSE
from bot.engine.training import TrainingFailed, ensure_model
from bot.shop_words import shop_words
from bot.termination import ends_cleanly
from bot.unusable import Unusable

# Of 20 texts a second chance brings a few less in some half minutes.
ACKNOWLEDGED_MS, LEAST_TURNS, LEAST_CHATS = 50.0, 19.0, 10_000

_WRITERS = 120
"""Chats in which is written while it is busy; half of them have signed in."""
_RATE = "1000"
"""Messages a second: the stand-in limits nobody."""
_CHANNELS = """\
bench._stock.telegram.Telegram:
  api: {api}
  access_token: "{token}"
  verify: {username}
  webhook_url: http://127.0.0.1:{port}/webhooks/telegram/webhook
"""
_TOLD_SECONDS = 30.0
_PEERS_LEAST_RIGHT = 0.9
"""It is trained for few epochs. To look up no order is less work, and flatters it."""
_MOST_PER_SECOND = 10_000.0
_WARM_TEXTS = 42


@dataclass(frozen=True)
class Size:
    """
    How much comes: each `every`-th of so many updates a second is a text.
    """

    per_second: float
    every: int
    texts: int
    chats: int
    peers_texts: int
    peers_per_second: float

    @property
    def case(self) -> str:
        """
        In words.
        """
        texts = self.per_second / self.every
        return f"{self.per_second:.0f} updates/s, {texts:.0f} texts/s"


WHOLE = Size(200.0, 10, 600, LEAST_CHATS, 300, 10.0)
QUICK = Size(40.0, 10, 20, 20, 20, 4.0)


@dataclass(frozen=True)
class Ours:
    """
    What our side did.
    """

    busy: Times
    written: Written
    in_order: int
    memory: float


def main(argv: Sequence[str]) -> int:
    """
    Measure, print the result; 0 also where a bar is missed.
    """
    parser = argparse.ArgumentParser(prog="hamyar bench telegram")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--quick", action="store_true", help="few: does it run?")
    parser.add_argument("--only", choices=("ours", "peer"), help="one side alone")
    parser.add_argument(
        "--per-second",
        type=_rate,
        metavar="N",
        help="updates a second for our side, instead of 200: what does it hold here?",
    )
    chosen = parser.parse_args(argv)
    data = Path(os.environ.get("HAMYAR_DATA") or HOUSE / "var").resolve()
    folder = data / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    # Components that Rasa makes itself look for their folder there.
    os.environ["HAMYAR_DATA"] = str(data)
    with ends_cleanly(), redirect_stdout(sys.stderr):
        # Training talks to stdout, which holds the result alone.
        size = QUICK if chosen.quick else WHOLE
        if chosen.per_second is not None:
            size = replace(size, per_second=chosen.per_second)
        report = asyncio.run(_run(size, chosen.only, data, folder))
    show(report, as_json=chosen.json)
    return 0


def _rate(value: str) -> float:
    rate = float(value)
    if not 0 < rate <= _MOST_PER_SECOND:
        raise ValueError
    return rate


async def _run(size: Size, only: str | None, data: Path, folder: Path) -> Report:
    say("The demo shop's database ...")
    database = _shop.ensure_database(folder)
    waiting = _shop.waiting_customers(database)
    ours = peer = None
    if only != "peer":
        try:
            ensure_model(data, say)
        except TrainingFailed as error:
            raise Unusable(f"our bot could not be trained: {error}") from error
        ours = await _ours(size, data, folder, database, waiting)
    if only != "ours":
        model = project.ensure_model(folder, shop_words(_shop.settings()), say)
        peer = await _peer(size, folder, model, database, waiting[0])
    name = f"stock Rasa {version('rasa')}"
    return Report("telegram", name, list(_rows(size, ours, peer)), _bars(size, ours))


async def _ours(
    size: Size, data: Path, folder: Path, database: Path, waiting: Sequence[Waiting]
) -> Ours:
    port = free_port()
    async with BotApi() as api:
        with Side("Hamyar", folder / "telegram.log") as side:
            say("Hamyar is started ...")
            more = {
                "HAMYAR_TELEGRAM_TOKEN": TOKEN,
                "HAMYAR_TELEGRAM_URL": api.url,
                "HAMYAR_TELEGRAM_RATE": _RATE,
                "HAMYAR_PUBLIC_URL": f"http://127.0.0.1:{port}",
            }
            house = await sides.open_house(side, data, database, port, more)
            await api.until_told(_TOLD_SECONDS)
            async with Bringing(api) as bringing:
                updates = Updates()
                texts = _texts(size.texts, waiting)
                await sign_in(api, bringing, updates, _phones(texts, database, waiting))
                await _warm_up(api, bringing, updates)
                say(f"{size.case} ...")
                busy = Busy(api, bringing, updates, size.every)
                times = await busy.measure(texts, size.per_second)
                say(f"{size.chats:,} chats with {TEXTS_EACH} texts each ...")
                many = ManyChats(api, bringing, updates)
                written = await many.write(
                    [each.text for each in _messages(size.chats * TEXTS_EACH, seed=8)]
                )
            await order.until_worked(house.database)
            say("Each chat is compared with its thread ...")
            api.check()
            kept = order.check(
                house.database, _shop.settings(), written.texts, api.heard
            )
            side.check()
            return Ours(times, written, kept, side.peak_bytes / 1e6)


async def _peer(
    size: Size, folder: Path, model: Path, database: Path, waiting: Waiting
) -> Times:
    port = free_port()
    async with BotApi() as api:
        channels = _CHANNELS.format(
            api=api.url, token=TOKEN, username=USERNAME, port=port
        )
        with Side("stock Rasa", folder / "telegram-stock.log") as side:
            say("Stock Rasa is started ...")
            await stock.run(side, folder, model, database, waiting, port, channels)
            await api.until_told(_TOLD_SECONDS)
            # All of its customers are the one for whom its actions work.
            texts = _texts(size.peers_texts, [waiting])
            async with Bringing(api) as bringing:
                updates = Updates()
                await _warm_up(api, bringing, updates)
                say(f"{size.peers_per_second:.0f} texts/s ...")
                busy = Busy(api, bringing, updates)
                times = await busy.measure(
                    texts, size.peers_per_second, _PEERS_LEAST_RIGHT
                )
            side.check()
            return times


async def _warm_up(api: BotApi, bringing: Bringing, updates: Updates) -> None:
    """
    Turns that are not counted: with the first ones each side reads what it needs.
    """
    ahead = ManyChats(api, bringing, updates, is_ahead=True)
    await ahead.write([each.text for each in _messages(_WARM_TEXTS, seed=9)])
    await until_quiet(api)


def _messages(count: int, seed: int) -> list[Message]:
    conversations = Messages(seed).conversations(count)
    return list(chain.from_iterable(conversations))[:count]


def _texts(count: int, waiting: Sequence[Waiting]) -> list[Text]:
    """
    Texts in turn for each chat, so that one is answered before its next one comes.

    With many customers every second chat is one's who signs in; with one all are.
    """
    texts = []
    writers = min(_WRITERS, count)
    for number, message in enumerate(_messages(count, seed=7)):
        writer = number % writers
        is_known = len(waiting) == 1 or writer % 2 == 0
        whose = waiting[writer // 2 % len(waiting)].order if is_known else None
        texts.append(Text(FIRST_CHAT + writer, message, whose))
    return texts


def _phones(
    texts: Sequence[Text], database: Path, waiting: Sequence[Waiting]
) -> dict[int, str]:
    """
    The telephones of those who sign in, by their chats.
    """
    phones = _shop.telephones(database)
    customers = {each.order: each.customer for each in waiting}
    return {
        each.chat: phones[customers[each.order]]
        for each in texts
        if each.order is not None
    }


def _rows(size: Size, ours: Ours | None, peer: Times | None) -> Iterator[Row]:
    busy = ours.busy if ours else None
    alone = f"stock alone with {size.peers_per_second:.0f} texts/s"
    for percent in (50, 99):
        case = f"p{percent}, {size.case}"
        beside = f"p{percent}; {alone}"
        all_ = _milliseconds(busy.all if busy else (), percent)
        yield Row("acknowledged, all updates", case, "ms", all_)
        for what, mine, theirs in (
            (
                "acknowledged, texts",
                busy.texts if busy else (),
                peer.texts if peer else (),
            ),
            ("replied", busy.replied if busy else (), peer.replied if peer else ()),
        ):
            measured = _milliseconds(mine, percent), _milliseconds(theirs, percent)
            yield Row(what, beside, "ms", *measured)
    yield Row("turns", size.case, "1/s", busy.worked if busy else None)
    late = (each.late if each else None for each in (busy, peer))
    yield Row("no reply before the next text of its chat", alone, "", *late)
    if ours is None:
        return
    written = ours.written
    case = f"{len(written.texts):,} chats, {TEXTS_EACH} texts each"
    count = sum(map(len, written.texts.values()))
    yield Row("texts brought and answered", case, "1/s", count / written.seconds)
    yield Row("updates brought twice", case, "", written.repeats)
    for percent in (50, 99):
        taken = _milliseconds(written.acknowledged, percent)
        yield Row("acknowledged", f"p{percent}, {case}", "ms", taken)
    yield Row("Hamyar", "memory", "MB", ours.memory)


def _bars(size: Size, ours: Ours | None) -> list[Bar]:
    # At another pace the bars of the busy half minute are not tried.
    whole = ours if size == WHOLE else None
    counted = ours if size.chats >= LEAST_CHATS else None
    return [
        Bar(
            f"acknowledged at {WHOLE.case}, p99, ms",
            _milliseconds(whole.busy.all, 99) if whole else None,
            ACKNOWLEDGED_MS,
            at_least=False,
        ),
        Bar(
            "turns a second meanwhile",
            whole.busy.worked if whole else None,
            LEAST_TURNS,
            at_least=True,
        ),
        Bar(
            "chats in which order was kept, nothing lost and nothing twice",
            counted.in_order if counted else None,
            LEAST_CHATS,
            at_least=True,
        ),
    ]


def _milliseconds(taken: Sequence[float], percent: int) -> float | None:
    if len(taken) < 2:
        return None
    return 1000 * quantiles(taken, n=100, method="inclusive")[percent - 1]
