"""
Talking to us the whole way: over the web chat's HTTP API, as its fallback does.
"""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone

import jwt

from bench._http import BadAnswerError, Connection
from bench._shop import Waiting

_WAIT_SECONDS = 25
_TOKEN_LIFE = timedelta(minutes=5)


class ChatTalk:
    """
    One session of one customer.
    """

    def __init__(
        self, talks: ChatTalks, connection: Connection, session: str, waiting: Waiting
    ) -> None:
        self.order = waiting.order
        self._talks = talks
        self._connection = connection
        self._session = {"Authorization": f"Bearer {session}"}
        self._waiting = waiting

    async def say(self, text: str) -> Sequence[str]:
        """
        Send a message, and read on from it until the reply is there.
        """
        sent = await self._connection.request(
            "POST",
            "/chat/messages",
            {"id": str(uuid.uuid4()), "text": text},
            self._session,
        )
        path = f"/chat/messages?after={sent['seq']}&wait={_WAIT_SECONDS}"
        page = await self._connection.request("GET", path, headers=self._session)
        replies = [m["text"] for m in page["messages"] if m["author"] == "bot"]
        if not replies:
            raise BadAnswerError(f"no reply within {_WAIT_SECONDS} s to {text!r}")
        return replies

    async def end(self) -> None:
        """
        Leave the connection and the customer's place to the next one.
        """
        self._talks.put_back(self._connection, self._waiting)


class ChatTalks:
    """
    Sessions of customers who wait for one order each, nobody twice at a time.
    """

    def __init__(self, port: int, secret: str, waiting: Iterable[Waiting]) -> None:
        self._port = port
        self._secret = secret
        self._customers = deque(waiting)
        self._free: list[Connection] = []

    async def begin(self) -> ChatTalk:
        """
        Sign the next customer in. Not part of any turn's time.
        """
        waiting = self._customers.popleft()
        connection = self._free.pop() if self._free else Connection(self._port)
        begun = await connection.request(
            "POST", "/chat/sessions", {"customer_token": self._token(waiting)}
        )
        return ChatTalk(self, connection, begun["session"], waiting)

    async def close(self) -> None:
        """
        Let go of the kept connections.
        """
        for connection in self._free:
            await connection.close()

    def put_back(self, connection: Connection, waiting: Waiting) -> None:
        """
        The customer may come again, but the others first.
        """
        self._free.append(connection)
        self._customers.append(waiting)

    def _token(self, waiting: Waiting) -> str:
        now = datetime.now(timezone.utc)
        claims = {
            "sub": waiting.customer,
            "aud": "hamyar",
            "iat": now,
            "exp": now + _TOKEN_LIFE,
            "jti": uuid.uuid4().hex,
        }
        return jwt.encode(claims, self._secret, algorithm="HS256")
