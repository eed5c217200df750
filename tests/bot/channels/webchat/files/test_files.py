"""
Photos and files over HTTP: taken, sent with a message, given to who may see them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.conversations import files as known
from bot.conversations.core import Conversations
from bot.conversations.errors import FileUnknown
from bot.files.keeping import MOST_BYTES, Files
from bot.settings import Settings
from tests.bot.channels.webchat.files.uploads import code_of, read, upload
from tests.bot.channels.webchat.guests import ORIGIN
from tests.bot.channels.webchat.test_openapi import problems
from tests.bot.files import samples
from tests.fakes.engine import FakeEngine


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
