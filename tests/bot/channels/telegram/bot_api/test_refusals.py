"""
What Telegram refuses, the fake refuses, with Telegram's words.
"""

from __future__ import annotations

import json

import pytest

from tests.bot.channels.telegram.bot_api.conftest import OMID, SARA
from tests.fakes.telegram.refusals import STRICT

HERE = {"chat_id": SARA.id}
TEXT = {**HERE, "text": "hello"}


def inline(**button):
    return {**TEXT, "reply_markup": {"inline_keyboard": [[button]]}}


def below(**button):
    return {**TEXT, "reply_markup": {"keyboard": [[button]]}}


def commands(command="start", description="Begin"):
    return {"commands": [{"command": command, "description": description}]}


CASES = [
    ("sendMessage", {"text": "hello"}, "chat_id is empty"),
    ("sendMessage", {**TEXT, "chat_id": 99}, "chat not found"),
    ("sendMessage", {**TEXT, "chat_id": "@nobody"}, "chat not found"),
    ("sendMessage", HERE, "message text is empty"),
    ("sendMessage", {**HERE, "text": " \n "}, "text must be non-empty"),
    (
        "sendMessage",
        {**HERE, "text": "<b></b>", "parse_mode": "HTML"},
        "text must be non-empty",
    ),
    ("sendMessage", {**HERE, "text": "x" * 4097}, "message is too long"),
    ("sendMessage", {**HERE, "text": "👋" * 2049}, "message is too long"),
    ("sendMessage", {**TEXT, "parse_mode": "Text"}, "unsupported parse_mode"),
    (
        "sendMessage",
        {**TEXT, "text": "a < b", "parse_mode": "html"},
        'can\'t parse entities: Unsupported start tag "" at byte offset 2',
    ),
    (
        "sendMessage",
        {**TEXT, "reply_markup": "{"},
        "can't parse reply keyboard markup JSON object",
    ),
    ("sendMessage", {**TEXT, "reply_markup": "[]"}, "object expected as reply markup"),
    (
        "sendMessage",
        {**TEXT, "reply_markup": {"keyboard": [{"text": "a"}]}},
        'field "keyboard" must be an Array of Arrays',
    ),
    ("sendMessage", inline(text="a", callback_data="ش" * 33), "BUTTON_DATA_INVALID"),
    (
        "sendMessage",
        inline(text=" ", callback_data="x"),
        "inline keyboard button text must be non-empty",
    ),
    (
        "sendMessage",
        inline(text="a"),
        (
            "can't parse inline keyboard button: "
            "Text buttons are unallowed in the inline keyboard"
        ),
    ),
    (
        "sendMessage",
        inline(callback_data="a"),
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        "sendMessage",
        inline(text="a", url="http://localhost:8000/x"),
        (
            "inline keyboard button URL 'http://localhost:8000/x' is invalid: "
            "Wrong HTTP URL"
        ),
    ),
    (
        "sendMessage",
        {
            **TEXT,
            "reply_markup": {
                "inline_keyboard": [[{"text": "a", "callback_data": "b"}]] * 101
            },
        },
        "reply markup is too long",
    ),
    ("sendMessage", below(text=""), "keyboard button text must be non-empty"),
    (
        "sendMessage",
        {**TEXT, "reply_parameters": {"message_id": 4711}},
        "message to be replied not found",
    ),
    ("sendMessage", {**TEXT, "message_thread_id": 17}, "message thread not found"),
    ("sendPhoto", HERE, "there is no photo in the request"),
    (
        "sendPhoto",
        {**HERE, "photo": "https://shop.example/a.png"},
        "failed to get HTTP URL content",
    ),
    (
        "sendDocument",
        {**HERE, "document": "BQAC"},
        "wrong file identifier/HTTP URL specified",
    ),
    ("sendMediaGroup", {**HERE, "media": []}, "there are no messages to send"),
    ("sendMediaGroup", HERE, "expected an Array of InputMedia"),
    (
        "sendMediaGroup",
        {**HERE, "media": [{"type": "photo", "media": "x"}] * 11},
        "too many messages to send as an album",
    ),
    (
        "sendMediaGroup",
        {
            **HERE,
            "media": [
                {"type": "photo", "media": "x"},
                {"type": "document", "media": "x"},
            ],
        },
        "document can't be mixed with other media types",
    ),
    (
        "sendMediaGroup",
        {**HERE, "media": [{"type": "photo", "media": "x"}] * 2},
        (
            "failed to send message #1 with the error message "
            '"Wrong file identifier/HTTP URL specified"'
        ),
    ),
    (
        "sendChatAction",
        {**HERE, "action": "thinking"},
        "wrong parameter action in request",
    ),
    ("editMessageText", {**TEXT, "message_id": 99}, "message to edit not found"),
    ("editMessageText", {**TEXT, "message_id": 1}, "message can't be edited"),
    ("deleteMessage", {**HERE, "message_id": 99}, "message to delete not found"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "7"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    ("getFile", {"file_id": "nothing"}, "invalid file_id"),
    ("getFile", {}, "file_id not specified"),
    ("setMyCommands", commands("Start"), "BOT_COMMAND_INVALID"),
    ("setMyCommands", commands("x" * 33), "command length must not exceed 32"),
    ("setMyCommands", commands("/"), "command must be non-empty"),
    ("setMyCommands", commands("a", " "), "command description must be non-empty"),
    (
        "setMyCommands",
        commands("a", "x" * 257),
        "command description length must not exceed 256",
    ),
    (
        "setMyCommands",
        {**commands(), "language_code": "persian"},
        "invalid language code specified",
    ),
    (
        "setWebhook",
        {"url": "https://a.example/x", "secret_token": "not this one"},
        "secret token contains unallowed characters",
    ),
    (
        "setWebhook",
        {"url": "https://a.example/x", "secret_token": "x" * 257},
        "secret token is too long",
    ),
    ("setWebhook", {"url": "ftp://a.example/x"}, "invalid webhook URL specified"),
]


@pytest.mark.parametrize(
    ("method", "asked", "words"),
    CASES,
    ids=[f"{number}-{case[0]}" for number, case in enumerate(CASES)],
)
async def test_a_bad_request_is_refused_and_nothing_is_done(
    fake, ask, method, asked, words
):
    answer = await ask(method, **asked)

    description = f"Bad Request: {words}"
    wanted = {"ok": False, "error_code": 400, "description": description}
    assert answer == (400, wanted)
    assert fake.said(SARA.id) == []
    assert fake.calls[-1].outcome == "400"


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        (
            "sendMediaGroup",
            {
                **HERE,
                "media": [{"type": "photo", "media": "x"}] * 2,
                "reply_markup": {"inline_keyboard": []},
            },
        ),
        ("sendMediaGroup", {**HERE, "media": [{"type": "photo", "media": "x"}]}),
        ("sendMessage", {**TEXT, "caption": "x"}),
        ("sendMessage", {**TEXT, "parse_mode": "Markdown"}),
    ],
)
async def test_what_telegram_would_leave_out_in_silence_is_refused(ask, method, asked):
    status, answer = await ask(method, **asked)

    assert status == 400
    assert answer["description"].startswith(STRICT)


@pytest.mark.parametrize(
    ("length", "words"), [(1024, None), (1025, "message caption is too long")]
)
async def test_a_caption_has_1024_characters_after_its_marks(ask, photo, length, words):
    asked = {**HERE, "caption": f"<b>{'x' * length}</b>", "parse_mode": "HTML"}

    status, answer = await ask("sendPhoto", files={"photo": photo}, **asked)

    assert answer.get("description") == (f"Bad Request: {words}" if words else None)
    assert status == (400 if words else 200)


async def test_what_is_no_picture_is_refused_as_a_photo(ask):
    answer = await ask("sendPhoto", files={"photo": b"%PDF-1.7"}, **HERE)

    assert answer[1]["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_an_edit_that_changes_nothing_is_refused(ask):
    _, sent = await ask(
        "sendMessage", **{**TEXT, "text": "<b>a</b>"}, parse_mode="HTML"
    )
    number = sent["result"]["message_id"]

    status, answer = await ask(
        "editMessageText",
        **HERE,
        message_id=number,
        text=" <b>a</b>",
        parse_mode="HTML",
    )

    assert status == 400
    assert answer["description"].startswith("Bad Request: message is not modified: ")


async def test_an_old_press_cannot_be_answered(fake, ask, clock):
    _, sent = await ask("sendMessage", **inline(text="a", callback_data="b"))
    pressed = fake.world.presses(SARA, sent["result"], "b")
    query = pressed["callback_query"]["id"]
    assert (await ask("answerCallbackQuery", callback_query_id=query))[0] == 200

    clock.advance(seconds=16)
    status, answer = await ask("answerCallbackQuery", callback_query_id=query)

    assert status == 400
    assert "query is too old" in answer["description"]


async def test_a_number_cannot_be_asked_for_in_a_group(fake, ask):
    group = fake.world.group()

    asked = {**below(text="a", request_contact=True), "chat_id": group.id}
    _, answer = await ask("sendMessage", **asked)

    words = "Bad Request: phone number can be requested in private chats only"
    assert answer["description"] == words


async def test_whoever_never_wrote_blocked_or_is_gone_is_not_written_to(fake, ask):
    fake.world.meet(OMID)
    asked = {"chat_id": OMID.id, "text": "hello"}
    said = [await ask("sendMessage", **asked)]
    fake.world.blocks(OMID)
    said.append(await ask("sendMessage", **asked))
    fake.world.unblocks(OMID)
    said.append(await ask("sendMessage", **asked))
    fake.world.chats[OMID.id].deactivate()
    said.append(await ask("sendMessage", **asked))

    assert [status for status, _ in said] == [403, 403, 200, 403]
    assert [answer.get("description") for _, answer in said] == [
        "Forbidden: bot can't initiate conversation with a user",
        "Forbidden: bot was blocked by the user",
        None,
        "Forbidden: user is deactivated",
    ]


async def test_a_group_that_has_become_another_says_which(fake, ask):
    group = fake.world.group()
    new = fake.world.upgrades(SARA, group)

    status, answer = await ask("sendMessage", chat_id=group.id, text="hello")

    assert status == 400
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    assert (await ask("sendMessage", chat_id=new.id, text="hello"))[0] == 200


@pytest.mark.parametrize(
    ("token", "status"), [("7:x", 404), ("8000000000:" + "A" * 35, 401)]
)
async def test_a_token_that_is_none_and_one_of_nobody(ask, token, status):
    code, answer = await ask("getMe", token=token)

    words = {404: "Not Found", 401: "Unauthorized"}[status]
    assert (code, answer["description"]) == (status, words)


async def test_a_method_that_it_was_not_made_for_is_not_found(ask):
    status, answer = await ask("sendDice", **HERE)

    assert status == 404
    assert json.dumps(answer) == json.dumps(
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"}
    )
