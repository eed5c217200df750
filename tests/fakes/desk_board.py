"""
What a desk in memory has: conversations, a thread each, and what is done there.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

CSRF = "the-token"
SARA = {"fa": "سارا احمدی", "ar": "سارة أحمدي", "en": "Sara Ahmadi"}
REZA = {"fa": "رضا مرادی", "ar": "رضا مرادي", "en": "Reza Moradi"}
ME, COLLEAGUE = 1, 2

Json = dict[str, Any]


def moment(at: datetime) -> str:
    """
    A time as the server writes it.
    """
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class DeskBoard:
    """
    `rows` and `threads` by number; `posted` is all that was asked to change something.

    `broken` answers are lost though what was asked was done; nobody who watches hears
    of anything while it `is_muted`. `quicker` numbers are a colleague's before the next
    step. `closed` are customers' files that are refused so. `refused_files` are uploads
    by name and why; the others wait for `uploads`. `account` is whoever is signed in.
    """

    def __init__(self, *, rights: list[str] | None = None) -> None:
        self.rows: dict[int, Json] = {}
        self.threads: dict[int, list[Json]] = {}
        self.panels: dict[int, Json] = {}
        self.closed: dict[int, tuple[int, str]] = {}
        self.about: dict[int, Json] = {}
        self.summaries: dict[int, list[str]] = {}
        self.attended: set[int] = set()
        self.said: dict[int, str] = {}
        self.canned: list[Json] = []
        self.reviews: list[Json] = []
        self.ratings: list[Json] = []
        self.colleagues: list[Json] = []
        self.suggested: dict[int, Json] = {}
        self.posted: list[tuple[str, Json]] = []
        self.frames: list[Json] = []
        self.broken = 0
        self.is_muted = False
        self.quicker: set[int] = set()
        self.refused_files: dict[str, str] = {}
        self.uploads = asyncio.Event()
        self.uploads.set()
        self.language = "en"
        self.presence = "online"
        self.account = ME
        self.rights = rights or [
            *("claim", "reply", "note", "transfer", "see_profile", "block"),
            *("see_all", "reports"),
        ]
        self._sockets: dict[WebSocket, set[int]] = {}

    def add(self, number: int, **parts: Any) -> Json:
        """
        A conversation. `waits` is for how many seconds, `within` how soon it is due.
        """
        now = datetime.now(timezone.utc)
        asked = now - timedelta(seconds=parts.pop("waits", 60))
        due = parts.pop("within", 600)
        row: Json = {
            "number": number,
            "conversation": f"c{number}",
            "epoch": 1,
            "reason": "asked",
            "state": "waiting",
            "language": "fa",
            "skill": None,
            "priority": 0,
            "agent": None,
            "mine": False,
            "requested_at": moment(asked),
            "promised_at": moment(asked + timedelta(seconds=due)),
            "claimed_at": None,
            "answered_at": None,
            "ended_at": None,
            "missed": 0,
            "promised_by_me": False,
            "outcome": None,
            "was_needed": None,
            "promise": None,
            "rating": None,
            "customer": {"name": None, "proven": False},
            "wish": {"intent": "track_order", "words": "سفارشم کجاست؟"},
            "last": None,
            "may_claim": True,
        } | parts
        if row["state"] == "held":
            row["may_claim"] = False
            holder = ME if row["mine"] else COLLEAGUE
            row["agent"] = row["agent"] or self._somebody(holder)
        self.rows[number] = row
        self.threads.setdefault(number, [])
        return row

    def say(self, number: int, author: str, text: str, **more: Any) -> Json:
        """
        Somebody says something; who watches hears it. `ago` is in minutes.
        """
        thread, row = self.threads[number], self.rows[number]
        at = datetime.now(timezone.utc) - timedelta(minutes=more.pop("ago", 0))
        message: Json = {
            "seq": len(thread) + 1,
            "author": author,
            "speaker": None,
            "text": text,
            "lang": row["language"],
            "desk": None,
            "buttons": [],
            "cards": [],
            "at": moment(at),
        } | more
        thread.append(message)
        known = ("seq", "author", "text", "at", "lang", "desk")
        row["last"] = {name: message[name] for name in known}
        self.tell({"type": "message", "number": number, "message": message}, number)
        return message

    def tell(self, frame: Json, number: int | None = None) -> None:
        """
        Send a frame to all pages, or to those that watch a conversation.
        """
        for socket, watched in list(self._sockets.items()):
            if self.is_muted:
                continue
            if number is None or number in watched:
                asyncio.get_running_loop().create_task(_send(socket, frame))

    def changed(self, number: int, **parts: Any) -> None:
        """
        A conversation is not as before.
        """
        row = self.rows[number]
        row.update(parts)
        self.tell({"type": "changed", "number": number, "handoff": row}, number)
        self.tell({"type": "queue"})

    def cut(self) -> None:
        """
        All connections break.
        """
        for socket in list(self._sockets):
            asyncio.get_running_loop().create_task(socket.close(1012))

    def bodies(self, deed: str) -> list[Json]:
        """
        What was sent to routes that end so.
        """
        return [body for path, body in self.posted if path.endswith(f"/{deed}")]

    def _somebody(self, account: int) -> Json:
        names = SARA if account == ME else REZA
        return {"id": account, "name": names[self.language]}

    # -- what pages do ----------------------------------------------------------------

    def do_claim(self, number: int, _: Json) -> Json:
        held = {"state": "held", "mine": True, "may_claim": False}
        return self._step(number, agent=self._somebody(ME), **held)

    def do_release(self, number: int, _: Json) -> Json:
        back = {"state": "waiting", "mine": False, "may_claim": True}
        return self._step(number, agent=None, **back)

    def do_transfer(self, number: int, body: Json) -> Json:
        assert isinstance(body.get("agent", 0), int)
        return self._step(number, agent=self._somebody(COLLEAGUE), mine=False)

    def do_return(self, number: int, body: Json) -> Json:
        ended = moment(datetime.now(timezone.utc))
        outcome = {"settled": body["settled"], "words": body["words"]}
        return self._step(number, state="ended", ended_at=ended, outcome=outcome)

    def do_needed(self, number: int, body: Json) -> Json:
        self.rows[number]["was_needed"] = body["was_needed"]
        return {"handoff": self.rows[number]}

    def do_again(self, number: int, _: Json) -> Json:
        row = self.rows[number]
        new = max(self.rows) + 1
        self.add(
            new, state="held", mine=True, reason="promise", language=row["language"]
        )
        return {"handoff": self.rows[new]}

    def do_kept(self, number: int, _: Json) -> Json:
        row = self.rows[number]
        row["promise"] = row["promise"] | {"state": "kept"}
        return {"handoff": row}

    def do_block(self, number: int, body: Json) -> Json:
        self.panels.setdefault(number, {})["blocked"] = body
        return {"blocked": body}

    def do_unblock(self, number: int, _: Json) -> Json:
        self.panels[number]["blocked"] = None
        return {"blocked": None}

    def do_messages(self, number: int, body: Json) -> Json:
        return self._keep(number, body, None)

    def do_notes(self, number: int, body: Json) -> Json:
        return self._keep(number, body, "note")

    def _keep(self, number: int, body: Json, desk: str | None) -> Json:
        thread = self.threads[number]
        known = next((each for each in thread if each.get("id") == body["id"]), None)
        if known is None:
            speaker = SARA[self.rows[number]["language"]]
            known = self.say(
                *(number, "agent", body["text"]),
                id=body["id"],
                speaker=speaker,
                desk=desk,
                files=[
                    {"id": each, "name": f"{each}.txt", "type": "text/plain", "size": 1}
                    for each in body.get("files", ())
                ],
            )
        return {"seq": known["seq"]}

    def _step(self, number: int, **parts: Any) -> Json:
        self.changed(number, epoch=self.rows[number]["epoch"] + 1, **parts)
        return {"handoff": self.rows[number]}


async def _send(socket: WebSocket, frame: Json) -> None:
    with suppress(RuntimeError, WebSocketDisconnect):
        await socket.send_json(frame)
