"""
Photos and files that go with a reply.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.desk.page import Desk


def test_files_are_sent_with_the_reply(mine):
    mine.page.locator("input[type=file]").set_input_files(
        {"name": "رسید.png", "mimeType": "image/png", "buffer": b"png"}
    )
    expect(mine.page.locator(".attached li")).to_have_count(1)
    mine.field.fill("here it is")
    mine.field.press("Enter")
    expect(mine.said("here it is")).to_be_visible()
    (sent,) = mine.sent("messages")
    assert sent["files"] == ["f1"]


def test_files_go_with_a_note_and_stay_with_it(mine):
    """
    What is meant for colleagues is not among the files of the reply.
    """
    mine.page.get_by_role("tab", name="Internal note").click()
    _upload(mine, "scan.png")
    attached = mine.page.locator(".attached li")
    expect(attached).to_have_count(1)
    mine.page.get_by_role("tab", name="Reply").click()
    expect(attached).to_have_count(0)
    mine.page.get_by_role("tab", name="Internal note").click()
    expect(attached).to_have_count(1)
    mine.page.get_by_role("button", name="Keep the note").click()
    expect(mine.page.locator(".said.note .file")).to_contain_text("f1.txt")
    (sent,) = mine.sent("notes")
    assert (sent["text"], sent["files"]) == ("", ["f1"])
    assert mine.server.bodies("messages") == []


def _upload(desk: Desk, *names: str) -> None:
    desk.page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "image/png", "buffer": b"png"} for name in names]
    )


def test_no_more_files_are_taken_than_go_with_a_message(mine):
    _upload(mine, *(f"{each}.png" for each in range(7)))
    mine.toast("At most 5 files go with one message.")
    expect(mine.page.locator(".attached li")).to_have_count(5)
    mine.field.fill("all of them")
    expect(mine.page.get_by_role("button", name="Send")).to_be_enabled()
    mine.field.press("Enter")
    expect(mine.said("all of them")).to_be_visible()
    assert len(mine.sent("files", 5)) == 5


@pytest.mark.parametrize(
    ("code", "size", "why"),
    [
        ("file_type", 3, "Files of this kind are not taken."),
        ("file_damaged", 3, "It is damaged."),
        ("", 0, "It is empty."),
        ("", 10 * 1024 * 1024 + 1, "It is larger than 10 MB."),
    ],
)
def test_a_file_that_is_not_taken_says_why(mine, tmp_path, code, size, why):
    if code:
        mine.server.refused_files["photo.png"] = code
    # From the disk: bytes given here would go to the browser as text.
    photo = tmp_path / "photo.png"
    with photo.open("wb") as file:
        file.truncate(size)
    mine.page.locator("input[type=file]").set_input_files(photo)
    mine.toast(f"photo.png could not be uploaded. {why}")
    expect(mine.page.locator(".attached li")).to_have_count(0)
    mine.field.fill("a word")
    expect(mine.page.get_by_role("button", name="Send")).to_be_enabled()


def test_a_reply_waits_for_the_file_that_is_under_way(mine):
    mine.do(mine.server.uploads.clear)
    _upload(mine, "slow.png")
    expect(mine.page.locator(".counter")).to_have_text("Uploading slow.png…")
    mine.field.fill("here it is")
    mine.field.press("Enter")
    mine.do(lambda: mine.server.say(1, "customer", "still waiting"))
    expect(mine.said("still waiting")).to_be_visible()
    expect(mine.field).to_have_value("here it is")
    mine.do(mine.server.uploads.set)
    expect(mine.page.locator(".attached li")).to_have_count(1)
    mine.field.press("Enter")
    expect(mine.said("here it is")).to_be_visible()
    (sent,) = mine.sent("messages")
    assert sent["files"] == ["f1"]
