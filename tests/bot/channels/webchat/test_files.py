"""
Photos and files over HTTP: taken, sent with a message, given to who may see them.
"""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from bot.channels.webchat import webchat_routes
from bot.channels.webchat.limits import FILES_PER_SESSION, UPLOADS_PER_ADDRESS
from bot.channels.webchat.openapi import DESCRIPTION
from bot.conversations import files as known
from bot.conversations.core import Conversations
from bot.conversations.errors import FileUnknown
from bot.conversations.tables import conversations
from bot.files import receiving
from bot.files.folder import Folder
from bot.files.keeping import MOST_BYTES, Files, PerDay
from bot.settings import Settings
from tests.bot.channels.webchat.guests import ORIGIN, Guest
from tests.bot.channels.webchat.test_openapi import problems
from tests.bot.conversations.builders import eventually
from tests.bot.files import samples
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine


@pytest.fixture
def files(core: Conversations, settings: Settings) -> Files:
    """
    Give files that are kept for ten days.
    """
    folder = Folder(settings.data / "files", least_free=0)
    return Files(core, folder, days=10, per_day=PerDay(count=6))


@pytest.fixture
def app(core: Conversations, settings: Settings, files: Files) -> Starlette:
    """
    Give the web chat with files.
    """
    return Starlette(routes=webchat_routes(core, settings, files=files))


async def upload(
    guest: Guest,
    data: bytes | AsyncIterator[bytes],
    name: str = "کفش.jpg",
    **headers: str,
) -> httpx.Response:
    """
    Upload something as the guest's.
    """
    response = await guest.client.post(
        "/chat/files",
        content=data,
        headers={**guest.headers, "X-File-Name": quote(name), **headers},
    )
    schema = "File" if response.status_code == 201 else "Error"
    assert problems(schema, response.json()) == []
    if schema == "Error":
        told = DESCRIPTION["paths"]["/chat/files"]["post"]["responses"]
        code = response.json()["error"]["code"]
        assert code in told[str(response.status_code)]["description"]
    return response


async def read(guest: Guest, file: str) -> httpx.Response:
    """
    Read a file as the guest.
    """
    return await guest.client.get(f"/chat/files/{file}", headers=guest.headers)


def code_of(response: httpx.Response) -> str:
    """
    Give the code of a refusal.
    """
    return str(response.json()["error"]["code"])


async def test_a_photo_is_uploaded_sent_and_seen(
    begin: Callable[..., Any], engine: FakeEngine
) -> None:
    """
    The message has it, with or without words, and the engine hears how many came.
    """
    guest = await begin()
    kept = (await upload(guest, samples.photo())).json()
    assert kept | {"id": "", "size": 0} == {
        "id": "",
        "name": "کفش.jpg",
        "type": "image/jpeg",
        "size": 0,
        "width": 64,
        "height": 40,
    }
    sent = await guest.post(files=[kept["id"]])
    assert sent.status_code == 202
    message = (await guest.thread())[0]
    assert problems("Message", message) == []
    assert (message["text"], message["files"]) == ("", [kept])
    await guest.get(after=sent.json()["seq"], wait=5)
    assert [turn.files for turn in engine.turns] == [1]

    seen = await read(guest, kept["id"])
    assert seen.status_code == 200
    assert samples.pixels(seen.content) == samples.pixels(samples.photo())
    assert samples.PLACE.encode() not in seen.content
    assert seen.headers["content-type"] == "image/jpeg"
    assert seen.headers["content-disposition"].startswith("inline; filename*=UTF-8''%")
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in seen.headers["content-security-policy"]
    assert "no-store" in seen.headers["cache-control"]


@pytest.mark.parametrize(
    ("data", "name", "type"),
    [
        (b"alert(1)", "page.html", "text/plain; charset=utf-8"),
        (b"%PDF-1.7 x", "bill.svg", "application/pdf"),
        (samples.film(), "film.mp4", "video/mp4"),
    ],
    ids=["text", "pdf", "film"],
)
async def test_anything_but_a_picture_is_only_to_be_saved(
    begin: Callable[..., Any],
    data: bytes,
    name: str,
    type: str,  # noqa: A002 - as in `File`
) -> None:
    """
    Never a page, whatever it is called.
    """
    guest = await begin()
    kept = (await upload(guest, data, name)).json()
    seen = await read(guest, kept["id"])
    assert seen.headers["content-disposition"].startswith("attachment;")
    assert seen.headers["content-type"] == type
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert not kept["name"].endswith((".html", ".svg"))


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 400, "file_empty"),
        (samples.picture()[:40], 400, "file_damaged"),
        (b"<html>", 415, "file_type"),
        (b"MZ" + bytes(100), 415, "file_type"),
        (b"a" * (MOST_BYTES + 1), 413, "file_too_large"),
    ],
    ids=["empty", "damaged", "page", "program", "large"],
)
async def test_what_is_not_taken_is_told(
    begin: Callable[..., Any],
    files: Files,
    settings: Settings,
    data: bytes,
    status: int,
    code: str,
) -> None:
    """
    By a code that the widget has words for; nothing of it is left.
    """
    guest = await begin()
    refused = await upload(guest, data)
    assert (refused.status_code, code_of(refused)) == (status, code)
    assert not list((settings.data / "files").glob("??/*"))


async def test_who_does_not_hold_the_conversation_gets_nothing(
    begin: Callable[..., Any], client: httpx.AsyncClient
) -> None:
    """
    As if it did not exist; also whoever has no session at all.
    """
    guest, other = await begin(), await begin()
    kept = (await upload(guest, samples.picture())).json()["id"]
    assert code_of(await read(other, kept)) == "file_unknown"
    assert code_of(await other.post(files=[kept])) == "file_unknown"
    await guest.post(files=[kept])
    assert code_of(await read(other, kept)) == "file_unknown"
    assert code_of(await read(guest, "0" * 32)) == "file_unknown"
    assert code_of(await read(guest, "..%2f..%2fhamyar.db")) in (
        "file_unknown",
        "not_found",
    )
    without = await client.get(f"/chat/files/{kept}")
    assert code_of(without) == "session_missing"
    nobody = await client.post("/chat/files", content=b"x")
    assert code_of(nobody) == "session_missing"
    assert (await read(guest, kept)).status_code == 200


@pytest.mark.parametrize(
    "wanted", ["\0", "\ud800", "", "0" * 33, "0" * 31 + "\n"], ids=ascii
)
async def test_what_is_no_id_is_not_looked_for(
    core: Conversations, wanted: str
) -> None:
    """
    There are texts that a database cannot be asked for.
    """
    with pytest.raises(FileUnknown):
        await core.read(lambda c: known.find(c, wanted))


async def test_a_file_is_sent_once(begin: Callable[..., Any]) -> None:
    """
    A repeat of the message is the same message; another one has no such file.
    """
    guest = await begin()
    kept = (await upload(guest, samples.picture())).json()["id"]
    name = str(uuid.uuid4())
    first = await guest.post(id=name, text="look", files=[kept])
    again = await guest.post(id=name, text="look", files=[kept])
    assert again.json() == first.json()
    assert code_of(await guest.post(files=[kept])) == "file_unknown"
    own = [m for m in await guest.thread() if m["author"] == "customer"]
    assert [len(m.get("files", ())) for m in own] == [1]


@pytest.mark.parametrize(
    "body",
    [
        {"files": []},
        {"files": ["x"]},
        {"files": ["0" * 32] * 2},
        {"files": [f"{n:032x}" for n in range(6)]},
        {"files": "0" * 32},
        {"files": ["0" * 32], "button": "x"},
        {"text": "hello", "files": [7]},
    ],
)
async def test_nonsense_about_files_is_refused(
    begin: Callable[..., Any], body: dict[str, Any]
) -> None:
    """
    Before anything is looked up.
    """
    guest = await begin()
    assert (await guest.post(**body)).status_code == 400
    assert await guest.thread() == []


async def test_a_day_has_its_limit(begin: Callable[..., Any], clock: FakeClock) -> None:
    """
    Of one conversation; the next day it may go on.
    """
    guest = await begin()
    for _ in range(6):
        assert (await upload(guest, samples.picture())).status_code == 201
    refused = await upload(guest, samples.picture())
    assert (refused.status_code, code_of(refused)) == (429, "too_many_files")
    other = await begin()
    assert (await upload(other, samples.picture())).status_code == 201
    clock.advance(days=1, seconds=1)
    assert (await upload(guest, samples.picture())).status_code == 201


async def test_a_session_has_its_limit(begin: Callable[..., Any]) -> None:
    """
    Also of what is refused.
    """
    guest = await begin()
    for _ in range(FILES_PER_SESSION.count):
        assert (await upload(guest, b"<html>")).status_code == 415
    refused = await upload(guest, samples.picture())
    assert code_of(refused) == "too_many_requests"
    assert "retry-after" in refused.headers


async def dripping(
    pause: float, count: int, each: bytes = b"word "
) -> AsyncIterator[bytes]:
    """
    Give a body that comes little by little.
    """
    for _ in range(count):
        yield each
        await asyncio.sleep(pause)


async def test_a_line_that_sends_next_to_nothing_is_cut_off(
    begin: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """
    What is slow and steady is taken, in whatever time it needs.
    """
    monkeypatch.setattr(receiving, "SPAN_SECONDS", 0.4)
    monkeypatch.setattr(receiving, "LEAST_BYTES", 10)
    guest = await begin()
    taken = await upload(guest, dripping(0.1, 10), "steady.txt")
    assert (taken.status_code, taken.json()["size"]) == (201, 50)
    refused = await upload(guest, dripping(0.5, 10), "slow.txt")
    assert (refused.status_code, code_of(refused)) == (408, "upload_slow")
    assert len(list((settings.data / "files").glob("??/*"))) == 1


async def test_what_is_under_way_is_on_the_disk(
    begin: Callable[..., Any], settings: Settings
) -> None:
    """
    Not in memory; an address has a few places, and nothing of it stays.
    """
    folder = settings.data / "files"
    guests = [await begin() for _ in range(3)]
    large = b"word " * 20_000
    uploads = [
        asyncio.create_task(upload(guests[n // 3], dripping(0.4, 2, large), "x.txt"))
        for n in range(UPLOADS_PER_ADDRESS)
    ]

    async def all_came() -> bool:
        halves = [path.stat().st_size for path in folder.glob("??/*.part")]
        return len(halves) == len(uploads) and min(halves) >= len(large) - 8192

    await eventually(all_came)
    refused = await upload(guests[2], b"words", "x.txt")
    assert code_of(refused) == "too_many_requests"
    for each in await asyncio.gather(*uploads):
        assert (each.status_code, each.json()["size"]) == (201, 2 * len(large))
    assert len(list(folder.glob("??/*"))) == len(uploads)
    assert not list(folder.glob("??/*.part"))


async def test_a_file_outlives_a_power_cut(
    begin: Callable[..., Any],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Not only what is in it, its name as well, and that of its folder.
    """
    settled: list[tuple[int, bool]] = []

    def fsync(number: int) -> None:
        """
        Note what is there at that moment.
        """
        there = any(not path.suffix for path in root.glob("??/*"))
        settled.append((os.fstat(number).st_ino, there))

    root = settings.data / "files"
    monkeypatch.setattr("bot.files.folder.os.fsync", fsync)
    kept = (await upload(await begin(), samples.picture())).json()["id"]
    path = root / kept[:2] / kept
    assert settled == [
        (path.stat().st_ino, False),
        (path.parent.stat().st_ino, True),
        (root.stat().st_ino, True),
    ]


async def test_the_disk_is_left_to_the_conversations(
    begin: Callable[..., Any], core: Conversations, settings: Settings
) -> None:
    """
    An upload that would fill it is refused.
    """
    full = Files(core, Folder(settings.data / "files", least_free=2**62))
    app = Starlette(routes=webchat_routes(core, settings, files=full))
    transport = httpx.ASGITransport(app)
    guest = await begin()
    async with httpx.AsyncClient(transport=transport, base_url="http://chat") as client:
        guest.client = client
        refused = await upload(guest, samples.picture())
    assert (refused.status_code, code_of(refused)) == (503, "unavailable")


async def test_what_is_old_goes_and_says_so(
    begin: Callable[..., Any], files: Files, clock: FakeClock, settings: Settings
) -> None:
    """
    After its days the content is gone, and the message still tells that there was one.
    """
    guest = await begin()
    sent = (await upload(guest, samples.picture())).json()["id"]
    await guest.post(files=[sent])
    unsent = (await upload(guest, samples.picture())).json()["id"]
    clock.advance(days=2)
    await files.sweep()
    assert code_of(await read(guest, unsent)) == "file_unknown"
    assert (await read(guest, sent)).status_code == 200
    clock.advance(days=9)
    await files.sweep()
    gone = await read(guest, sent)
    assert (gone.status_code, code_of(gone)) == (410, "file_gone")
    message = (await guest.thread())[0]
    assert problems("Message", message) == []
    assert message["files"][0]["gone"] is True
    assert not list((settings.data / "files").glob("??/*"))


async def test_erasing_a_conversation_erases_its_files(
    begin: Callable[..., Any],
    core: Conversations,
    files: Files,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    The rows at once, the bytes with the next sweep; those of others stay.
    """
    guest, other = await begin(), await begin()
    lost = (await upload(guest, samples.picture())).json()["id"]
    await guest.post(files=[lost])
    stays = (await upload(other, samples.picture())).json()["id"]
    await core.write(
        lambda c: c.execute(
            sa.delete(conversations).where(conversations.c.id == guest.conversation)
        )
    )
    await files.sweep()  # it might be an upload that is just being noted
    assert len(list((settings.data / "files").glob("??/*"))) == 2
    monkeypatch.setattr("bot.files.keeping.STRAY_SECONDS", -1)
    await files.sweep()
    assert [p.name for p in (settings.data / "files").glob("??/*")] == [stays]


async def test_signing_in_takes_what_was_uploaded_along(
    begin: Callable[..., Any], sign: Callable[..., str]
) -> None:
    """
    A stranger's photo is the customer's, sent or not.
    """
    sara = await begin(sign("1"))
    guest = await begin()
    sent = (await upload(guest, samples.picture())).json()["id"]
    await guest.post(text="broken", files=[sent])
    unsent = (await upload(guest, samples.picture())).json()["id"]
    joined = await begin(sign("1"), former=guest)
    assert (await read(joined, sent)).status_code == 200
    assert (await joined.post(files=[unsent])).status_code == 202
    assert (await read(sara, unsent)).status_code == 200


async def test_pages_of_the_shop_may_send_the_name(client: httpx.AsyncClient) -> None:
    """
    The preflight lets the header through.
    """
    response = await client.options(
        "/chat/files",
        headers={"Origin": ORIGIN, "Access-Control-Request-Method": "POST"},
    )
    assert "X-File-Name" in response.headers["access-control-allow-headers"]
