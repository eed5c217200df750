"""
A Chatwoot behind its application API: keeps state, has people, and breaks when told to.

It answers in the shapes of Chatwoot's own views, which differ here and there from its
published description, and does what the server does besides: words of the customer
open what is resolved, and an agent who opens a conversation gets it. What it was not
made for is a 404. Files that come as a form become attachments, and files of its people
are had by an address that leads on to where they are stored. Each change leaves its
webhooks in `hooks`, for a test to deliver as it likes: signed, late, twice, in another
order, or never.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx

from tests.fakes.forms import Sent, read_form

ACCOUNT, INBOX, TOKEN, SECRET = 3, 7, "token-of-hamyar", "secret-of-the-inbox"
URL = "https://chatwoot.shop.example"
ME, SARA, OMID = 90, 5, 6
STORED = "/rails/active_storage/disk"
_A_PAGE, _LATEST = 100, 20

Fault = Callable[[httpx.Request], "httpx.Response | None"]


class FakeChatwoot:
    """
    The server. `asked` is what was asked.

    `fault` may answer in its place or raise; `loses` does so once the thing is done.
    `enclosed` are the files that came with messages, by the message. `most_bytes` is
    how large a request may be. `blobs` are the files of its people, or an answer in
    their place, and `storage` is where they are stored.
    """

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.hooks: list[dict[str, Any]] = []
        self.contacts: list[dict[str, Any]] = []
        self.talks: dict[int, dict[str, Any]] = {}
        self.messages: dict[int, list[dict[str, Any]]] = {}
        self.fault: Fault | None = None
        self.loses: Fault | None = None
        self.is_administrator = True
        self.enclosed: dict[int, list[Sent]] = {}
        self.most_bytes = 10**9
        self.blobs: dict[str, bytes | httpx.Response] = {}
        self.storage = URL
        self.users = {
            ME: {"id": ME, "name": "Hamyar", "availability_status": "offline"},
            SARA: {
                "id": SARA,
                "name": "Sara Ahmadi",
                "available_name": "Sara",
                "availability_status": "online",
            },
            OMID: {"id": OMID, "name": "Omid", "availability_status": "offline"},
        }
        self._last = 100

    @property
    def transport(self) -> httpx.MockTransport:
        """
        Reaches this server and nothing else.
        """
        return httpx.MockTransport(self)

    def go_down(self) -> None:
        """
        From now on nobody is there.
        """

        def refuse(request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError("Connection refused", request=request)

        self.fault = refuse

    def come_back(self) -> None:
        """
        All is well again.
        """
        self.fault = self.loses = None

    # --- what people there do ---------------------------------------------------------

    def says(
        self, talk: int, text: str | None, who: int | None = SARA, **parts: Any
    ) -> int:
        """
        Somebody there writes; gives the message.
        """
        sender = {**self.users[who], "type": "user"} if who else None
        message = {"content": text, "message_type": 1, "sender": sender, **parts}
        return int(self._add(talk, message)["id"])

    def attached(self, name: str, content: bytes | httpx.Response) -> dict[str, Any]:
        """
        Somebody there has chosen a file; gives how a message tells of it.
        """
        path = f"{self._number()}/{quote(name)}"
        self.blobs[path] = content
        return {
            "id": self._number(),
            "file_type": "file",
            "extension": None,
            "data_url": f"{URL}/rails/active_storage/blobs/redirect/{path}",
            "thumb_url": "",
        }

    def assign(self, talk: int, who: int | None) -> None:
        """
        A conversation is given to somebody, or to nobody.
        """
        self._change(talk, assignee_id=who)

    def set_status(self, talk: int, status: str) -> None:
        """
        Somebody opens, snoozes or resolves a conversation.
        """
        self._change(talk, status=status)

    def delete(self, talk: int) -> None:
        """
        Somebody deletes a conversation.
        """
        del self.talks[talk], self.messages[talk]

    def texts(self, talk: int) -> list[str]:
        """
        What the customer said there, as people see it.
        """
        said = self.messages[talk]
        return [each["content"] for each in said if each["message_type"] == 0]

    def files(self, talk: int) -> list[tuple[str, list[Sent]]]:
        """
        Messages with files, as people see them: the words, and the files.
        """
        said = self.messages[talk]
        sent = [(e["content"], self.enclosed.get(e["id"])) for e in said]
        return [(text, files) for text, files in sent if files]

    def notes(self, talk: int) -> list[str]:
        """
        The private notes.
        """
        return [each["content"] for each in self.messages[talk] if each["private"]]

    # --- the server -------------------------------------------------------------------

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """
        Answer one request.
        """
        self.asked.append(request)
        if self.fault is not None:
            answer = self.fault(request)
            if answer is not None:
                return answer
        if request.url.path.startswith("/rails/"):
            return self._blob(request)
        if request.headers.get("api_access_token") != TOKEN:
            return _answer({"error": "Invalid Access Token"}, 401)
        if len(request.content) > self.most_bytes:
            return httpx.Response(413, text="<html>Request Entity Too Large</html>")
        done = self._route(request)
        if self.loses is not None:
            lost = self.loses(request)
            if lost is not None:
                return lost
        return done

    def _route(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/v1/profile":
            return _answer(self.users[ME])
        path = request.url.path.removeprefix(f"/api/v1/accounts/{ACCOUNT}/")
        body = body_of(request)
        for method, pattern, answer in self._routes():
            found = re.fullmatch(pattern, path)
            if method == request.method and found is not None:
                numbers = map(int, found.groups())
                try:
                    return _answer(answer(*numbers, body, request.url.params))
                except KeyError:
                    return _answer({"error": "Resource could not be found"}, 404)
                except ValueError as error:
                    return _answer({"message": str(error)}, 422)
        return _answer({"error": "no such route"}, 404)

    def _blob(self, request: httpx.Request) -> httpx.Response:
        """
        Whoever knows the address of a file may have it, after being led on.
        """
        path = request.url.raw_path.decode()
        name = path.partition("/rails/active_storage/")[2]
        if name.startswith("blobs/redirect/"):
            where = name.removeprefix("blobs/redirect/")
            moved = {"Location": f"{self.storage}{STORED}/{where}"}
            return httpx.Response(302, headers=moved)
        content = self.blobs.get(name.removeprefix("disk/"))
        if content is None:
            return httpx.Response(404)
        if isinstance(content, httpx.Response):
            return content
        return httpx.Response(200, content=content)

    def _routes(self) -> tuple[tuple[str, str, Callable[..., Any]], ...]:
        talk = r"conversations/(\d+)"
        return (
            ("GET", rf"inbox_members/{INBOX}", self._members),
            ("GET", r"contacts/search", self._search),
            ("POST", r"contacts", self._new_contact),
            ("GET", r"contacts/(\d+)/conversations", self._of_contact),
            ("POST", r"conversations", self._new_talk),
            ("GET", talk, lambda talk, *_: self._shown(talk)),
            ("POST", rf"{talk}/toggle_status", self._toggle),
            ("POST", rf"{talk}/assignments", self._assign),
            ("POST", rf"{talk}/custom_attributes", self._attributes),
            ("GET", rf"{talk}/messages", self._listed),
            ("POST", rf"{talk}/messages", self._say),
        )

    def _members(self, *_: Any) -> Any:
        return {"payload": list(self.users.values())}

    def _search(self, _: Any, params: httpx.QueryParams) -> Any:
        asked = params["q"].lower()
        found = [each for each in self.contacts if asked in each["identifier"].lower()]
        return {"meta": {"count": len(found)}, "payload": found}

    def _new_contact(self, body: dict[str, Any], _: Any) -> Any:
        if any(each["identifier"] == body["identifier"] for each in self.contacts):
            raise ValueError("Identifier has already been taken")
        number = self._number()
        inbox = {"source_id": f"source-{number}", "inbox": {"id": body["inbox_id"]}}
        made = {**body, "id": number, "contact_inboxes": [inbox]}
        self.contacts.append(made)
        return {"payload": {"contact": made, "contact_inbox": inbox}}

    def _of_contact(self, contact: int, *_: Any) -> Any:
        found = [
            self._shown(number)
            for number, each in sorted(self.talks.items(), reverse=True)
            if each["contact_id"] == contact
        ]
        return {"payload": found[:_LATEST]}

    def _new_talk(self, body: dict[str, Any], _: Any) -> Any:
        known = {
            each["source_id"]: contact["id"]
            for contact in self.contacts
            for each in contact["contact_inboxes"]
        }
        if known.get(body["source_id"], body["contact_id"]) != body["contact_id"]:
            raise ValueError("source_id should be unique")
        number = self._number()
        self.talks[number] = {
            "contact_id": body["contact_id"],
            "inbox_id": body["inbox_id"],
            "status": body.get("status", "open"),
            "custom_attributes": body.get("custom_attributes", {}),
            "assignee_id": None,
        }
        self.messages[number] = []
        return self._shown(number)

    def _shown(self, number: int) -> dict[str, Any]:
        talk = self.talks[number]
        who = talk["assignee_id"]
        assignee = {**self.users[who], "type": "user"} if who else None
        return {
            "id": number,
            "account_id": ACCOUNT,
            "inbox_id": talk["inbox_id"],
            "status": talk["status"],
            "custom_attributes": talk["custom_attributes"],
            "meta": {"assignee": assignee, "sender": {"id": talk["contact_id"]}},
        }

    def _toggle(self, talk: int, body: dict[str, Any], _: Any) -> Any:
        self._change(talk, status=body["status"])
        if body["status"] == "open" and not self.is_administrator:
            self._change(talk, assignee_id=ME)
        done = {"success": True, "current_status": body["status"]}
        return {"meta": {}, "payload": {**done, "conversation_id": talk}}

    def _assign(self, talk: int, body: dict[str, Any], _: Any) -> Any:
        who = body["assignee_id"] if body["assignee_id"] in self.users else None
        self._change(talk, assignee_id=who)
        return self.users.get(who) if who else None

    def _attributes(self, talk: int, body: dict[str, Any], _: Any) -> Any:
        self._change(talk, custom_attributes=body["custom_attributes"])
        return body

    def _listed(self, talk: int, _: Any, params: httpx.QueryParams) -> Any:
        said = self.messages[talk]
        if params.get("after"):
            after = int(params["after"])
            found = [each for each in said if each["id"] > after][:_A_PAGE]
        else:
            found = said[-_LATEST:]
        return {"meta": {}, "payload": found}

    def _say(self, talk: int, body: dict[str, Any], _: Any) -> Any:
        kinds = {"incoming": 0, "outgoing": 1}
        parts = {**body, "message_type": kinds[body["message_type"]]}
        files = parts.pop("files", [])
        parts["attachments"] = [self.attached(each.name, each.data) for each in files]
        if parts["message_type"] == 1:
            parts["sender"] = {**self.users[ME], "type": "user"}
        elif self.talks[talk]["status"] in ("resolved", "snoozed"):
            self._change(talk, status="open")
        message = self._add(talk, parts)
        self.enclosed[message["id"]] = files
        return message

    def _add(self, talk: int, parts: dict[str, Any]) -> dict[str, Any]:
        message = {
            "id": self._number(),
            "conversation_id": talk,
            "private": False,
            "content_type": "text",
            "content_attributes": {},
            "sender": {"type": "contact", "id": self.talks[talk]["contact_id"]},
            "attachments": [],
            **parts,
        }
        self.messages[talk].append(message)
        names = {0: "incoming", 1: "outgoing", 2: "activity", 3: "template"}
        self.hooks.append(
            {
                **message,
                "event": "message_created",
                "message_type": names[message["message_type"]],
                "account": {"id": ACCOUNT, "name": "Shop"},
                "inbox": {"id": self.talks[talk]["inbox_id"], "name": "Hamyar"},
                "conversation": self._shown(talk),
            }
        )
        return message

    def _change(self, talk: int, **parts: Any) -> None:
        former = {name: self.talks[talk][name] for name in parts}
        if former == parts:
            return
        self.talks[talk].update(parts)
        changed = [
            {name: {"previous_value": former[name], "current_value": value}}
            for name, value in parts.items()
        ]
        told = {**self._shown(talk), "changed_attributes": changed}
        if "status" in parts:
            self.hooks.append({**told, "event": "conversation_status_changed"})
        self.hooks.append({**told, "event": "conversation_updated"})

    def _number(self) -> int:
        self._last += 1
        return self._last


def body_of(request: httpx.Request) -> dict[str, Any]:
    """
    What was sent, as Rails reads it: of a form `a[b]` is nested and all are texts.
    """
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        return dict(json.loads(request.content)) if request.content else {}
    fields, files = read_form(kind, request.content)
    body: dict[str, Any] = {}
    for name, value in fields.items():
        outer, _, inner = name.removesuffix("]").partition("[")
        if inner:
            body.setdefault(outer, {})[inner] = value
        else:
            body[name] = value
    if "private" in body:
        body["private"] = body["private"] == "true"
    assert {each.field for each in files} == {"attachments[]"}
    return body | {"files": files}


def _answer(content: Any, status: int = 200) -> httpx.Response:
    body = json.dumps(content)
    return httpx.Response(
        status, content=body, headers={"Content-Type": "application/json"}
    )
