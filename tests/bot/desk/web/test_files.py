"""
Photos and files at the desk: who may upload, send and see them.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from bot.accounts.guard import CSRF_HEADER
from bot.accounts.rights import Role
from bot.conversations.files import File
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import Handoff
from bot.files.folder import Folder
from tests.bot.accounts.people import MAIN
from tests.bot.both import address
from tests.bot.channels.webchat.guests import Guest
from tests.bot.conversations.builders import eventually
from tests.bot.desk.web.seats import HOST, Desk, Seat
from tests.bot.files import samples

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL

PHOTO = samples.photo()


async def upload(
    seat: Seat,
    number: int,
    data: bytes | AsyncIterator[bytes] = PHOTO,
    name: str = "برچسب.jpg",
    **more: str,
) -> httpx.Response:
    """
    Upload something for a conversation.
    """
    return await seat.client.post(
        f"/desk/api/handoffs/{number}/files",
        content=data,
        headers={"X-File-Name": quote(name), **more},
    )


class Customer(Guest):
    """
    Somebody in the chat who waits for a person, and their handoff.
    """

    found: Handoff

    async def upload(self, data: bytes = PHOTO) -> str:
        """
        Upload a photo and give its id.
        """
        response = await self.client.post(
            "/chat/files", content=data, headers=self.headers
        )
        assert response.status_code == 201, response.text
        return str(response.json()["id"])

    async def file(self, name: str) -> httpx.Response:
        """
        Read a file.
        """
        return await self.client.get(f"/chat/files/{name}", headers=self.headers)


async def customer(desk: Desk) -> Customer:
    """
    Somebody asks for a person in the web chat.
    """
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(desk.app), base_url="http://hamyar.example"
    )
    begun = (await client.post("/chat/sessions", json={})).json()
    guest = Customer(client, begun)
    await guest.ask("person")
    found = await desk.core.read(lambda c: standing.opened(c, guest.conversation))
    assert found is not None
    guest.found = found
    return guest


async def test_an_agents_photo_reaches_the_customer(desk: Desk) -> None:
    """
    Without the place where it was taken, and to nobody before it is sent.
    """
    sara, guest = await desk.seat("sara"), await customer(desk)
    row = await sara.do(guest.found.number, "claim")
    kept = (await upload(sara, row["number"])).json()
    assert kept["name"] == "برچسب.jpg"
    assert (await guest.file(kept["id"])).status_code == 404
    assert (await sara.get(f"files/{kept['id']}")).status_code == 200
    sent = await sara.say(row, "", files=[kept["id"]])
    assert sent.status_code == 201
    seen = await guest.file(kept["id"])
    assert seen.status_code == 200
    assert samples.PLACE.encode() not in seen.content
    last = (await guest.thread())[-1]
    assert (last["author"], last["files"]) == ("agent", [kept])
    shown = (await sara.get(f"handoffs/{row['number']}/messages")).json()["messages"]
    assert shown[-1]["files"] == [kept]


async def test_what_the_customer_sends_is_seen_by_who_sees_the_conversation(
    desk: Desk,
) -> None:
    """
    By nobody else at the desk, and by nobody before it is sent.
    """
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    lead = await desk.seat("lale", Role.LEAD)
    guest = await customer(desk)
    await sara.do(guest.found.number, "claim")
    name = await guest.upload()
    assert (await sara.get(f"files/{name}")).status_code == 404
    await guest.post(text="look", files=[name])
    for seat, status in ((sara, 200), (lead, 200), (omid, 404)):
        seen = await seat.get(f"files/{name}")
        assert seen.status_code == status
    headers = (await sara.get(f"files/{name}")).headers
    assert headers["content-disposition"].startswith("inline;")
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    nobody = httpx.AsyncClient(transport=httpx.ASGITransport(desk.app), base_url=HOST)
    assert (await nobody.get(f"/desk/api/files/{name}")).status_code == 401


async def test_what_the_bot_hands_out_is_seen_by_who_sees_the_conversation(
    desk: Desk, tmp_path: Path
) -> None:
    """
    Also where it was not said, because an agent took the conversation meanwhile.
    """
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    guest, engine = await customer(desk), desk.house.engine
    kept = Folder(tmp_path / "files", least_free=0).add(b"%PDF-1.3 ")
    engine.paper = paper = File(kept, "Invoice 7.pdf", "application/pdf", 9)
    engine.gate.clear()
    await guest.post(text="paper")
    await sara.do(guest.found.number, "claim")
    engine.gate.set()
    where = f"handoffs/{guest.found.number}/messages"

    async def withheld() -> list[str]:
        messages = (await sara.get(where)).json()["messages"]
        held = [each for each in messages if each.get("desk") == "withheld"]
        return [file["name"] for each in held for file in each["files"]]

    async def is_withheld() -> bool:
        return await withheld() == [paper.name]

    await eventually(is_withheld)
    assert (await guest.file(paper.id)).status_code == 404
    for seat, status in ((sara, 200), (omid, 404)):
        seen = await seat.get(f"files/{paper.id}")
        assert seen.status_code == status
    headers = (await sara.get(f"files/{paper.id}")).headers
    assert headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 400, "file_empty"),
        (b"\xff\xd8\xff\xe0", 400, "file_damaged"),
        (b"<svg>", 415, "file_type"),
        (b"x" * 10_485_761, 413, "file_too_large"),
    ],
    ids=["empty", "damaged", "drawing", "large"],
)
async def test_what_is_not_taken(
    desk: Desk, data: bytes, status: int, code: str
) -> None:
    """
    By the codes that customers' uploads have.
    """
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    await sara.do(found.number, "claim")
    refused = await upload(sara, found.number, data)
    assert (refused.status_code, refused.json()) == (status, {"error": code})


async def note(seat: Seat, number: int, *files: str, text: str = "") -> httpx.Response:
    """
    Leave a note with files.
    """
    body = {"id": str(uuid.uuid4()), "text": text, "files": list(files)}
    return await seat.post(f"handoffs/{number}/notes", **body)


async def test_a_note_with_files_is_for_the_desk_alone(desk: Desk) -> None:
    sara, lead = await desk.seat("sara"), await desk.seat("lale", Role.LEAD)
    omid, guest = await desk.seat("omid"), await customer(desk)
    number = guest.found.number
    # Before it is claimed already, as a note may be left then.
    first = (await upload(sara, number)).json()
    assert (await note(sara, number, first["id"])).status_code == 201
    await sara.do(number, "claim")
    second = (await upload(lead, number)).json()
    assert (await note(lead, number, second["id"], text="as above")).status_code == 201
    shown = (await sara.get(f"handoffs/{number}/messages")).json()["messages"]
    notes = [(e["text"], e["files"]) for e in shown if e["desk"] == "note"]
    assert notes == [("", [first]), ("as above", [second])]
    for file in (first, second):
        assert (await sara.get(f"files/{file['id']}")).status_code == 200
        assert (await lead.get(f"files/{file['id']}")).status_code == 200
        assert (await omid.get(f"files/{file['id']}")).status_code == 404
        assert (await guest.file(file["id"])).status_code == 404
    assert not any(each.get("files") for each in await guest.thread())


async def test_a_note_names_only_what_its_writer_uploaded_there(desk: Desk) -> None:
    """
    And each file once: what colleagues saw is not sent to the customer by a slip.
    """
    sara, lead = await desk.seat("sara"), await desk.seat("lale", Role.LEAD)
    guest = await customer(desk)
    row = await sara.do(guest.found.number, "claim")
    theirs, number = await guest.upload(), row["number"]
    leads = (await upload(lead, number)).json()["id"]
    for name in (theirs, leads, "0" * 32):
        refused = await note(sara, number, name, text="see")
        assert (refused.status_code, refused.json()["error"]) == (404, "file_unknown")
        assert refused.json()["text"] == "see"
    own = (await upload(sara, number)).json()["id"]
    assert (await note(sara, number, own)).status_code == 201
    refused = await sara.say(row, "here", files=[own])
    assert refused.json()["error"] == "file_unknown"
    assert (await note(sara, number)).status_code == 400


async def test_who_gave_it_away_adds_nothing_to_it(desk: Desk) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    kept = (await upload(sara, found.number)).json()["id"]
    await sara.do(found.number, "transfer", epoch=row["epoch"], agent=omid.account.id)
    for refused in (
        await upload(sara, found.number),
        await note(sara, found.number, kept),
    ):
        assert (refused.status_code, refused.json()["error"]) == (409, "owner_changed")


async def test_only_who_may_leave_a_note_uploads(desk: Desk) -> None:
    """
    Nor a colleague, nor without the page's token.
    """
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    assert (await upload(omid, found.number)).status_code == 404
    assert (await upload(sara, 9999)).status_code == 404
    kept = (await upload(sara, found.number)).json()["id"]
    assert (await omid.get(f"files/{kept}")).status_code == 404
    # Without the header the token would have to stand in a form, which this is none.
    del sara.client.headers[CSRF_HEADER]
    assert (await upload(sara, found.number)).status_code == 415
    sara.client.headers["origin"] = "https://evil.example"
    assert (await upload(sara, found.number)).status_code == 403
    assert row["state"] == "held"


async def test_looking_whether_one_may_upload_writes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    SQLite has one writer, which the customers' messages need.
    """
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    found = await desk.house.waiting()
    await sara.do(found.number, "claim")
    written: list[Any] = []
    write = desk.core.write

    async def counted(work: Any) -> Any:
        """
        Note each, and do it.
        """
        written.append(work)
        return await write(work)

    monkeypatch.setattr(desk.core, "write", counted)
    assert (await upload(omid, found.number)).status_code == 404
    assert (await upload(sara, found.number, b"<svg>")).status_code == 415
    assert written == []
    assert (await upload(sara, found.number)).status_code == 201
    assert len(written) == 1


async def test_who_is_signed_out_meanwhile_uploads_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    """
    An upload may last, and a session end.
    """
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    await sara.do(found.number, "claim")

    async def body() -> AsyncIterator[bytes]:
        """
        Come in two parts, between which the session ends.
        """
        yield PHOTO[:100]
        await desk.accounts.sign_out(sara.secret, MAIN.address)
        yield PHOTO[100:]

    refused = await upload(sara, found.number, body())
    assert refused.status_code == 401
    assert not list((tmp_path / "files").glob("??/*"))


async def test_a_reply_names_only_what_its_agent_uploaded_there(desk: Desk) -> None:
    """
    Not the customer's own, not a colleague's, not one of another conversation.
    """
    sara, omid = await desk.seat("sara", capacity=5), await desk.seat("omid")
    guest, other = await customer(desk), await customer(desk)
    row = await sara.do(guest.found.number, "claim")
    elsewhere = await sara.do(other.found.number, "claim")
    theirs = await guest.upload()
    kept = (await upload(sara, elsewhere["number"])).json()["id"]
    for name in (theirs, kept, "0" * 32):
        refused = await sara.say(row, "here", files=[name])
        assert (refused.status_code, refused.json()["error"]) == (404, "file_unknown")
        assert refused.json()["text"] == "here"
    mine = (await upload(sara, row["number"])).json()["id"]
    moved = await sara.do(
        row["number"], "transfer", epoch=row["epoch"], agent=omid.account.id
    )
    refused = await omid.say(moved, "here", files=[mine])
    assert refused.json()["error"] == "file_unknown"
    assert (await guest.post(files=[mine])).json()["error"]["code"] == "file_unknown"


@pytest.mark.parametrize("files", ["x", ["x"], [7], [f"{n:032x}" for n in range(6)]])
async def test_nonsense_about_files_is_refused(desk: Desk, files: Any) -> None:
    """
    Before anything is looked up.
    """
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    body = {"epoch": row["epoch"], "id": str(uuid.uuid4()), "text": "x"}
    refused = await sara.post(f"handoffs/{found.number}/messages", files=files, **body)
    assert refused.status_code == 400
