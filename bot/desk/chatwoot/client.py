"""
Chatwoot's application API, as far as a handoff needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.desk.chatwoot import mapping
from bot.desk.chatwoot.mapping import MARK, Contact, Person, Spoken, TalkState
from bot.desk.chatwoot.settings import ChatwootSettings
from crm_connector.errors import BadSourceData, SourceRejected
from crm_connector.sources.http import Http

OPEN, RESOLVED = "open", "resolved"
_GONE = 404
_NOBODY = 0
_A_PAGE = 100


class TalkGone(Exception):
    """
    The conversation is not there any more: somebody has deleted it.
    """


class Chatwoot:
    """
    One inbox there. Everything raises `CrmError` as `Http` does.

    What changes something may have been done without our hearing of it; only `post`
    and `new_talk` make something of which there would then be two.
    """

    def __init__(self, http: Http, settings: ChatwootSettings) -> None:
        self._http = http
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

    async def post(self, number: int, text: str, *, is_note: bool, mark: str) -> int:
        """
        Say something as the customer, or leave a note. Raises `TalkGone`.
        """
        body = {
            "content": text,
            "message_type": "outgoing" if is_note else "incoming",
            "private": is_note,
            "content_type": "text",
            "content_attributes": {MARK: mark},
        }
        try:
            answer = await self._change("POST", f"{self._of(number)}/messages", body)
        except SourceRejected as error:
            if error.status == _GONE:
                raise TalkGone from error
            raise
        return mapping.spoken(answer).number

    def _of(self, number: int) -> str:
        return f"{self._base}/conversations/{number}"

    async def _ask(self, method: str, path: str, **options: Any) -> Any:
        answer = await self._http.ask(method, path, **options)
        return None if answer is None else answer.content

    async def _change(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        return await self._ask(method, path, changes=True, json=body)
