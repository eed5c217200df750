"""
Chatwoot's application API, as far as a handoff needs it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.desk.chatwoot import mapping
from bot.desk.chatwoot.mapping import MARK, Contact, Person, Spoken, TalkState
from bot.desk.chatwoot.settings import ChatwootSettings
from crm_connector.errors import BadSourceData, SourceRejected
from crm_connector.sources.http import Http

OPEN, RESOLVED = "open", "resolved"
_GONE = 404
_NOBODY = 0
_A_PAGE = 100
FILES_SECONDS = 120.0
"""For files that go there with one message, and for one that comes from there."""
_MOST_HOPS = 3
"""Chatwoot itself leads on once, from a file's own address to where it is stored."""


class TalkGone(Exception):
    """
    The conversation is not there any more: somebody has deleted it.
    """


class Elsewhere(Exception):
    """
    A file stands somewhere else than in this Chatwoot; nothing is asked of there.
    """


@dataclass(frozen=True)
class Enclosure:
    """
    A file that goes along with a message: what it is called, its type, its bytes.
    """

    name: str
    type: str
    path: Path


class Chatwoot:
    """
    One inbox there. Everything raises `CrmError` as `Http` does.

    What changes something may have been done without our hearing of it; only `post`
    and `new_talk` make something of which there would then be two.
    """

    def __init__(self, http: Http, settings: ChatwootSettings) -> None:
        self._http = http
        self._origin = _origin(httpx.URL(settings.url))
        self._inbox = settings.inbox
        self._base = f"/api/v1/accounts/{settings.account}"

    async def me(self) -> int:
        """
        Give the user whose token we have.
        """
        me = mapping.person(await self._ask("GET", "/api/v1/profile"))
        if me is None:
            raise BadSourceData("Chatwoot names no user.", source="chatwoot")
        return me.number

    async def members(self) -> list[Person]:
        """
        Give who answers in our inbox.
        """
        path = f"{self._base}/inbox_members/{self._inbox}"
        found = mapping.listed(await self._ask("GET", path))
        return [each for each in map(mapping.person, found) if each is not None]

    async def contact(self, identifier: str) -> Contact | None:
        """
        Give the contact whom we call so.
        """
        path = f"{self._base}/contacts/search"
        found = mapping.listed(await self._ask("GET", path, params={"q": identifier}))
        for each in found:
            if each.get("identifier") == identifier:
                return mapping.known_contact(each, self._inbox, identifier)
        return None

    async def new_contact(self, identifier: str, name: str) -> Contact:
        """
        Make a contact.
        """
        body = {"inbox_id": self._inbox, "name": name, "identifier": identifier}
        answer = await self._change("POST", f"{self._base}/contacts", body)
        return mapping.contact(answer, self._inbox, identifier)

    async def talks(self, contact: int) -> list[TalkState]:
        """
        Give a contact's conversations in our inbox, the newest first.
        """
        path = f"{self._base}/contacts/{contact}/conversations"
        found = mapping.listed(await self._ask("GET", path))
        ours = [each for each in found if each.get("inbox_id") == self._inbox]
        return sorted(map(mapping.talk, ours), key=lambda each: -each.number)

    async def new_talk(self, contact: Contact, attributes: Mapping[str, Any]) -> int:
        """
        Open a conversation.
        """
        body = {
            "source_id": contact.source,
            "inbox_id": self._inbox,
            "contact_id": contact.number,
            "status": OPEN,
            "custom_attributes": dict(attributes),
        }
        answer = await self._change("POST", f"{self._base}/conversations", body)
        return mapping.talk(answer).number

    async def talk(self, number: int) -> TalkState:
        """
        Give a conversation as it stands. Raises `TalkGone`.
        """
        answer = await self._ask("GET", self._of(number), absent=(_GONE,))
        if answer is None:
            raise TalkGone
        return mapping.talk(answer)

    async def set_status(self, number: int, status: str) -> None:
        """
        Open or resolve a conversation.
        """
        await self._change(
            "POST", f"{self._of(number)}/toggle_status", {"status": status}
        )

    async def set_attributes(self, number: int, attributes: Mapping[str, Any]) -> None:
        """
        Set all of a conversation's attributes: what is not among them is gone.
        """
        path = f"{self._of(number)}/custom_attributes"
        await self._change("POST", path, {"custom_attributes": dict(attributes)})

    async def unassign(self, number: int) -> None:
        """
        Let a conversation be nobody's.
        """
        path = f"{self._of(number)}/assignments"
        await self._change("POST", path, {"assignee_id": _NOBODY})

    async def messages(self, number: int, after: int) -> list[Spoken]:
        """
        Give the messages of a conversation behind one, in order. Raises `TalkGone`.
        """
        found: dict[int, Spoken] = {}
        while True:
            answer = await self._ask(
                "GET",
                f"{self._of(number)}/messages",
                absent=(_GONE,),
                params={"after": max([after, *found])},
            )
            if answer is None:
                raise TalkGone
            page = [mapping.spoken(each) for each in mapping.listed(answer)]
            new = {each.number: each for each in page if each.number > after}
            is_over = len(page) < _A_PAGE or new.keys() <= found.keys()
            found |= new
            if is_over:
                return [found[each] for each in sorted(found)]

    async def newest(self, number: int) -> int:
        """
        Give the newest message of a conversation (0 if there is none).
        """
        path = f"{self._of(number)}/messages"
        found = mapping.listed(await self._ask("GET", path))
        return max((mapping.spoken(each).number for each in found), default=0)

    async def post(
        self,
        number: int,
        text: str,
        *,
        is_note: bool,
        mark: str,
        files: Sequence[Enclosure] = (),
    ) -> int:
        """
        Say something as the customer, or leave a note; `files` go along with it.

        Raises `TalkGone`, and OSError for a file that is not there.
        """
        body = {
            "content": text,
            "message_type": "outgoing" if is_note else "incoming",
            "private": is_note,
            "content_type": "text",
            "content_attributes": {MARK: mark},
        }
        path = f"{self._of(number)}/messages"
        try:
            if files:
                answer = await self._send(path, body, files)
            else:
                answer = await self._change("POST", path, body)
        except SourceRejected as error:
            if error.status == _GONE:
                raise TalkGone from error
            raise
        return mapping.spoken(answer).number

    async def fetch(
        self, address: str, take: Callable[[bytes], Awaitable[object]]
    ) -> None:
        """
        Hand on the bytes of a file there, part by part; what `take` raises ends it.

        Nothing is asked of another host, port or scheme than our Chatwoot's, whatever
        an address says and wherever it leads on to: that is `Elsewhere`.
        """
        for _ in range(_MOST_HOPS):
            try:
                place = httpx.URL(address)
            except httpx.InvalidURL:
                raise Elsewhere from None
            if _origin(place) != self._origin or place.userinfo:
                raise Elsewhere
            leads = await self._http.receive(str(place), take, seconds=FILES_SECONDS)
            if leads is None:
                return
            try:
                address = str(place.join(leads))
            except httpx.InvalidURL:
                raise Elsewhere from None
        raise Elsewhere

    async def _send(
        self, path: str, body: Mapping[str, Any], files: Sequence[Enclosure]
    ) -> Any:
        """
        The same as a form, as browsers send files.
        """
        fields = {
            **{
                name: body[name] for name in ("content", "message_type", "content_type")
            },
            **({"private": "true"} if body["private"] else {}),
            **{
                f"content_attributes[{name}]": value
                for name, value in body["content_attributes"].items()
            },
        }
        with ExitStack() as opened:
            parts = [
                (
                    "attachments[]",
                    (each.name, opened.enter_context(each.path.open("rb")), each.type),
                )
                for each in files
            ]
            return await self._ask(
                "POST",
                path,
                changes=True,
                seconds=FILES_SECONDS,
                data=fields,
                files=parts,
            )

    def _of(self, number: int) -> str:
        return f"{self._base}/conversations/{number}"

    async def _ask(self, method: str, path: str, **options: Any) -> Any:
        answer = await self._http.ask(method, path, **options)
        return None if answer is None else answer.content

    async def _change(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        return await self._ask(method, path, changes=True, json=body)


def _origin(address: httpx.URL) -> tuple[str, bytes, int | None]:
    """
    Scheme, host and port: a usual port is none, written or not.
    """
    return address.scheme, address.raw_host, address.port
