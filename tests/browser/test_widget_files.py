"""
Photos and files in the widget: chosen, pasted, dropped; seen before and after.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.bot.files import samples
from tests.browser.conftest import Chat, OpenTab, World

PHOTO = {
    "name": "کفش پاره.jpg",
    "mimeType": "image/jpeg",
    "buffer": samples.picture(size=(320, 200)),
}
BILL: dict[str, Any] = {
    "name": "bill.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7 " + b"x" * 40_000,
}
PAGE: dict[str, Any] = {
    "name": "page.html",
    "mimeType": "text/html",
    "buffer": b"<html><script>alert(1)</script>",
}
TYPE_REFUSED = {"fa": "پذیرفته نمی‌شود", "ar": "غير مقبول", "en": "not accepted"}


def choose(chat: Chat, *files: Any) -> None:
    """
    As from the dialog that the button opens.
    """
    chat.page.locator("input[type=file]").set_input_files(list(files))


def tray(chat: Chat) -> Locator:
    """
    What waits above the field.
    """
    return chat.page.locator(".tray li")


def is_shown(picture: Locator) -> None:
    """
    Wait until a picture is there and has pixels.
    """
    expect(picture).to_be_visible()
    picture.page.wait_for_function(
        "(it) => it.complete && it.naturalWidth > 0", arg=picture.element_handle()
    )


def transfer(chat: Chat, file: dict[str, Any]) -> Any:
    """
    What the clipboard or a drag carries.
    """
    coded = base64.b64encode(file["buffer"]).decode()
    return chat.page.evaluate_handle(
        """([coded, name, type]) => {
            const bytes = Uint8Array.from(atob(coded), (c) => c.charCodeAt(0));
            const carried = new DataTransfer();
            carried.items.add(new File([bytes], name, { type }));
            return carried;
        }""",
        [coded, file["name"], file["mimeType"]],
    )


def test_a_photo_goes_with_words(open_tab: OpenTab, world: World) -> None:
    """
    Seen at once above the field, then in the thread; also after a reload.
    """
    chat = open_tab()
    chat.open()
    choose(chat, PHOTO)
    expect(tray(chat)).to_have_count(1)
    is_shown(tray(chat).locator("img"))
    expect(chat.page.locator(".send")).to_be_enabled()
    chat.send("look at this")
    chat.has_sent()
    expect(tray(chat)).to_have_count(0)
    is_shown(chat.page.locator(".customer .picture img"))
    assert world.chat.asked["files"] == 0  # it was here already
    sent = next(m for m in world.talk.messages if m["author"] == "customer")
    assert sent["text"] == "look at this"
    assert sent["files"][0]["name"] == PHOTO["name"]
    chat.page.reload()
    chat.open()
    is_shown(chat.page.locator(".customer .picture img"))
    assert world.chat.asked["files"] == 1


def test_a_file_goes_without_words(open_tab: OpenTab, world: World) -> None:
    """
    Before anything else was said, and is saved by a click.
    """
    chat = open_tab("lang=fa")
    chat.open()
    expect(chat.page.locator(".send")).to_be_disabled()
    choose(chat, BILL)
    expect(chat.page.locator(".send")).to_be_enabled()
    chat.field.press("Enter")
    chat.has_sent()
    chip = chat.page.get_by_role("button", name="ذخیرهٔ bill.pdf")
    expect(chip).to_contain_text("۴۰ کیلوبایت")
    with chat.page.expect_download() as download:
        chip.click()
    assert Path(download.value.path()).read_bytes() == BILL["buffer"]
    assert download.value.suggested_filename == "bill.pdf"


def test_it_may_be_pasted_and_dropped(open_tab: OpenTab, world: World) -> None:
    """
    Into the field, and anywhere on the window.
    """
    chat = open_tab()
    chat.open()
    chat.field.evaluate(
        "(field, clipboardData) => field.dispatchEvent("
        "new ClipboardEvent('paste', "
        "{ clipboardData, bubbles: true, cancelable: true }))",
        transfer(chat, PHOTO),
    )
    expect(tray(chat)).to_have_count(1)
    carried = transfer(chat, BILL)
    chat.page.locator(".log").dispatch_event("dragenter", {"dataTransfer": carried})
    expect(chat.panel).to_have_class(re.compile("dropping"))
    chat.page.locator(".log").dispatch_event("drop", {"dataTransfer": carried})
    expect(chat.panel).not_to_have_class(re.compile("dropping"))
    expect(tray(chat)).to_have_count(2)
    chat.send("both")
    chat.has_sent()
    assert len(world.talk.messages[0]["files"]) == 2


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_what_is_not_taken_is_said_in_the_customers_language(
    open_tab: OpenTab, world: World, lang: str
) -> None:
    """
    And can be put away; what is good goes all the same.
    """
    chat = open_tab(f"lang={lang}")
    chat.open()
    choose(chat, PAGE, BILL)
    expect(tray(chat).first).to_contain_text(TYPE_REFUSED[lang])
    expect(tray(chat).first.locator(".again")).to_be_hidden()
    aloud = chat.page.locator(".tray-root [role=status].sr")
    expect(aloud).to_contain_text(re.compile("page.html|bill.pdf"))
    tray(chat).first.locator(".drop").click()
    expect(tray(chat)).to_have_count(1)
    chat.send("here")
    chat.has_sent()
    assert [f["name"] for f in world.talk.messages[0]["files"]] == ["bill.pdf"]


def test_what_is_too_large_is_not_even_sent(
    open_tab: OpenTab, world: World, tmp_path: Path
) -> None:
    """
    Nor more than five.
    """
    chat = open_tab()
    chat.open()
    # From the disk: bytes given here would go to the browser as text.
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    choose(chat, large)
    expect(tray(chat)).to_contain_text("larger than 10 MB")
    assert world.chat.asked["uploads"] == 0
    choose(chat, *[{**BILL, "name": f"{n}.pdf"} for n in range(6)])
    expect(tray(chat)).to_have_count(5)
    expect(chat.page.locator(".file-note")).to_have_text(
        "A message takes up to 5 files."
    )


def test_it_is_not_sent_before_it_is_there(open_tab: OpenTab, world: World) -> None:
    """
    The progress is seen; what was put away meanwhile is not sent.
    """
    chat = open_tab()
    chat.open()
    world.do(world.chat.may_take.clear)
    choose(chat, BILL)
    expect(tray(chat).locator("progress")).to_be_visible()
    chat.field.fill("wait")
    expect(chat.page.locator(".send")).to_be_disabled()
    chat.field.press("Enter")
    expect(chat.field).to_have_value("wait")
    chat.page.get_by_role("button", name="Remove bill.pdf").click()
    expect(chat.page.locator(".send")).to_be_enabled()
    world.do(world.chat.may_take.set)
    chat.send("wait")
    chat.has_sent()
    assert "files" not in world.talk.messages[0]


def test_a_failed_upload_may_be_tried_again(open_tab: OpenTab, world: World) -> None:
    """
    When the line is there again.
    """
    chat = open_tab()
    chat.begin()
    chat.page.route("**/chat/files", lambda route: route.abort())
    choose(chat, BILL)
    expect(tray(chat)).to_contain_text("was not uploaded")
    chat.page.unroute("**/chat/files")
    tray(chat).locator(".again").click()
    expect(tray(chat)).to_contain_text("kB")
    chat.send("now")
    chat.has_sent()
    assert world.talk.messages[-1]["files"] or world.talk.messages[-2]["files"]


def test_an_agents_picture_is_shown_and_a_gone_one_named(
    open_tab: OpenTab, world: World
) -> None:
    """
    What is not kept any more cannot be pressed.
    """
    chat = open_tab()
    chat.begin()
    data = PHOTO["buffer"]
    file = {"id": "a" * 32, "name": "label.jpg", "type": "image/jpeg", "size": 9}
    world.chat.files["a" * 32] = ({**file, "width": 320, "height": 200}, data)  # type: ignore[dict-item, assignment]
    world.say("here", "agent", files=[{**file, "width": 320, "height": 200}])
    is_shown(chat.page.locator(".agent .picture img"))
    world.say("", "agent", files=[{**file, "id": "b" * 32, "gone": True}])
    gone = chat.page.locator(".agent .file")
    expect(gone).to_contain_text("no longer kept")
    expect(gone).to_be_disabled()


def test_signing_out_forgets_what_waited(open_tab: OpenTab, world: World) -> None:
    """
    The next one at this browser finds nothing.
    """
    chat = open_tab(customer="7")
    chat.begin()
    choose(chat, PHOTO)
    expect(tray(chat)).to_have_count(1)
    chat.page.evaluate("customer = null; Hamyar.signOut()")
    expect(tray(chat)).to_have_count(0)


def test_a_page_with_a_strict_policy_shows_it_too(
    open_tab: OpenTab, world: World
) -> None:
    """
    Drawn, where the page lets no picture in; before and after a reload.
    """
    chat = open_tab("strict")
    chat.open()
    choose(chat, PHOTO)
    expect(chat.page.locator(".send")).to_be_enabled()
    chat.send("look")
    chat.has_sent()
    # In place of the picture, once that has been refused.
    drawn = chat.page.locator("canvas")
    expect(drawn).to_have_accessible_name(PHOTO["name"])
    chat.page.reload()
    chat.open()
    expect(drawn).to_have_accessible_name(PHOTO["name"])
    colours = drawn.evaluate(
        "(it) => new Set(it.getContext('2d').getImageData(0, 0, 99, 99).data).size"
    )
    assert colours > 50
