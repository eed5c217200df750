"""
How much one session and one address may ask for, in bounded memory.
"""

from __future__ import annotations

import math
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.channels.webchat.errors import ChatError, too_many
from bot.settings import Rate, Settings

MOST_KEYS = 10_000
"""Sessions or addresses that are remembered; the longest silent are forgotten."""
BEGINNINGS_PER_ADDRESS = Rate(30, 60)
"""Fewer than messages: whoever begins sessions only fills the disk."""
CODES_PER_SESSION = Rate(30, 60)
"""Wishes for codes and tries alike; how many codes go out is limited beside that."""
LINKS_PER_SESSION = Rate(30, 60)
"""Links asked for, answered and ended."""
TYPING_PER_SESSION = Rate(60, 60)
"""How often one may say to be writing; more is not looked at."""
TYPING_PER_ADDRESS = Rate(1_200, 60)
FLOOD = 10
"""Who sends so many times the frames that are looked at is cut off."""
READS_PER_SESSION = Rate(240, 60)
READS_PER_ADDRESS = Rate(2_400, 60)
FILES_PER_SESSION = Rate(20, 300)
FILES_PER_ADDRESS = Rate(300, 3600)
"""Uploads, taken or not; what a conversation may keep in a day is limited beside it."""
UPLOADS_PER_SESSION = 3
UPLOADS_PER_ADDRESS = 6
UPLOADS = 40
"""Files on their way at a time: on the disk, of which as much is left free."""
WATCHES_PER_SESSION = 12
WATCHES_PER_ADDRESS = 200
"""WebSockets and waiting requests that may be open at a time."""
BUSY_PAUSE = 5.0
"""What a client is told to wait that has too many of them open."""


class Window:
    """
    At most `rate.count` in any `rate.seconds`, for each key by itself.
    """

    def __init__(self, rate: Rate, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._now = now
        self._taken: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, key: str) -> None:
        """
        Take one, or raise the error that tells when the next one is free.
        """
        now = self._now()
        taken = self._taken.setdefault(key, deque())
        self._taken.move_to_end(key)
        if len(self._taken) > MOST_KEYS:
            self._taken.popitem(last=False)
        while taken and taken[0] <= now - self._rate.seconds:
            taken.popleft()
        if len(taken) >= self._rate.count:
            oldest = taken[0] if taken else now
            raise too_many(oldest + self._rate.seconds - now)
        taken.append(now)


class Flood:
    """
    At most `rate.count` in each span of `rate.seconds`, for each key by itself.

    Less just than a `Window`, but of a key it remembers a moment and a number only.
    """

    def __init__(self, rate: Rate, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._now = now
        self._spans: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, key: str) -> None:
        """
        Take one, or raise the error that tells when the span is over.
        """
        now = self._now()
        began, count = self._spans.get(key, (now, 0))
        if now - began >= self._rate.seconds:
            began, count = now, 0
        self._spans[key] = began, count + 1
        self._spans.move_to_end(key)
        if len(self._spans) > MOST_KEYS:
            self._spans.popitem(last=False)
        if count >= self._rate.count:
            raise too_many(began + self._rate.seconds - now)


class Gauge:
    """
    At most `most` at the same time, for each key by itself.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    @contextmanager
    def hold(self, key: str) -> Iterator[None]:
        """
        Hold one while the block runs.
        """
        if self._open[key] >= self._most:
            raise too_many(BUSY_PAUSE)
        self._open[key] += 1
        try:
            yield
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]


class Limits:
    """
    Every limit of the web chat.
    """

    def __init__(
        self, settings: Settings, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.session_messages = Window(settings.chat_rate_session, now)
        self.address_messages = Window(settings.chat_rate_address, now)
        self.address_beginnings = Window(_beginnings(settings), now)
        self.address_sessions = Window(settings.chat_rate_address, now)
        self.address_codes = Window(_beginnings(settings), now)
        self.session_codes = Window(CODES_PER_SESSION, now)
        self.address_links = Window(_beginnings(settings), now)
        self.session_links = Window(LINKS_PER_SESSION, now)
        self.address_failures = Window(settings.chat_rate_address, now)
        self.session_typing = Window(TYPING_PER_SESSION, now)
        self.address_typing = Window(TYPING_PER_ADDRESS, now)
        self.session_frames = Flood(
            _frames(settings.chat_rate_session, TYPING_PER_SESSION), now
        )
        self.address_frames = Flood(
            _frames(settings.chat_rate_address, TYPING_PER_ADDRESS), now
        )
        self.session_reads = Window(READS_PER_SESSION, now)
        self.address_reads = Window(READS_PER_ADDRESS, now)
        self.session_files = Window(FILES_PER_SESSION, now)
        self.address_files = Window(FILES_PER_ADDRESS, now)
        self.session_uploads = Gauge(UPLOADS_PER_SESSION)
        self.address_uploads = Gauge(UPLOADS_PER_ADDRESS)
        self.uploads = Gauge(UPLOADS)
        self.session_watches = Gauge(WATCHES_PER_SESSION)
        self.address_watches = Gauge(WATCHES_PER_ADDRESS)

    def take_beginning(self, address: str) -> None:
        """
        Take one beginning of a session.
        """
        self.address_sessions.take(address)
        self.address_beginnings.take(address)

    def take_end(self, address: str) -> None:
        """
        Take one end of a session.
        """
        self.address_sessions.take(address)

    def take_message(self, address: str) -> None:
        """
        Take one message of an address.
        """
        self.address_messages.take(address)

    def take_session_message(self, session: str) -> None:
        """
        Take one message of a session.
        """
        self.session_messages.take(session)

    def take_frame(self, session: str, address: str) -> None:
        """
        Take one frame of a WebSocket, whatever stands in it.
        """
        self.address_frames.take(address)
        self.session_frames.take(session)

    def takes_typing(self, session: str, address: str) -> bool:
        """
        Take one word that somebody is writing; False if there were too many.
        """
        try:
            self.session_typing.take(session)
            self.address_typing.take(address)
        except ChatError:
            return False
        return True

    def take_code(self, address: str) -> None:
        """
        Take one wish for a code, or one try of it, of an address.
        """
        self.address_codes.take(address)

    def take_session_code(self, session: str) -> None:
        """
        The same of a session.
        """
        self.session_codes.take(session)

    def take_link(self, session: str, address: str) -> None:
        """
        Take one wish for a link, or one answer to its question.
        """
        self.address_links.take(address)
        self.session_links.take(session)

    def take_read(self, address: str) -> None:
        """
        Take one look at a thread.
        """
        self.address_reads.take(address)

    @contextmanager
    def uploading(self, session: str, address: str) -> Iterator[None]:
        """
        Take one upload, and hold a place for it while it comes.
        """
        self.address_files.take(address)
        self.session_files.take(session)
        with (
            self.session_uploads.hold(session),
            self.address_uploads.hold(address),
            self.uploads.hold(""),
        ):
            yield

    @contextmanager
    def watching(self, session: str, address: str) -> Iterator[None]:
        """
        Hold one place for a WebSocket or a waiting request.
        """
        with self.session_watches.hold(session), self.address_watches.hold(address):
            yield


def _frames(messages: Rate, typing: Rate) -> Rate:
    a_second = messages.count / messages.seconds + typing.count / typing.seconds
    return Rate(math.ceil(FLOOD * a_second * 60), 60)


def _beginnings(settings: Settings) -> Rate:
    # Who lets an address say more, behind a proxy say, lets it begin more as well.
    rate = settings.chat_rate_address
    quarter = Rate(rate.count // 4, rate.seconds)
    return max(BEGINNINGS_PER_ADDRESS, quarter, key=lambda r: r.count / r.seconds)
