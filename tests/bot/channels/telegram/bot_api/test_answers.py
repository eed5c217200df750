"""
python-telegram-bot can read all that the fake answers.
"""

from __future__ import annotations

import io

from PIL import Image
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode

from tests.bot.channels.telegram.bot_api.conftest import SARA

BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("بله", callback_data="a" * 64)],
        [InlineKeyboardButton("Shop", url="https://shop.example/")],
    ]
)


async def test_who_the_bot_is(fake, bot):
    me = await bot.get_me()

    assert (me.id, me.is_bot, me.username) == (fake.world.bot["id"], True, bot.username)


async def test_a_text_comes_back_with_its_entities_and_buttons(fake, bot, clock):
    sent = await bot.send_message(
        SARA.id, "<b>سلام</b> &lt;3", parse_mode=ParseMode.HTML, reply_markup=BUTTONS
    )

    assert sent.text == "سلام <3"
    assert sent.entities == (MessageEntity(MessageEntity.BOLD, 0, 4),)
    assert sent.reply_markup == BUTTONS
    assert (sent.date, sent.chat.id, sent.chat.type) == (clock.now, SARA.id, "private")
    assert sent.from_user is not None
    assert sent.from_user.is_bot
    assert [each["message_id"] for each in fake.said(SARA.id)] == [sent.message_id]


async def test_a_reply_encloses_what_it_answers(bot, fake):
    question = fake.world.says(SARA, "where is it?")["message"]

    sent = await bot.send_message(
        SARA.id, "here", reply_parameters=ReplyParameters(question["message_id"])
    )

    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "where is it?"


async def test_an_answer_goes_into_a_topic(bot, fake):
    group = fake.world.group(kind="supergroup")
    topic = {"message_thread_id": 17, "is_topic_message": True}
    fake.world.says(SARA, "where is it?", group, **topic)

    sent = await bot.send_message(group.id, "here", message_thread_id=17)

    assert (sent.message_thread_id, sent.is_topic_message) == (17, True)


async def test_a_keyboard_below_the_chat_comes_and_goes(fake, bot):
    share = ReplyKeyboardMarkup([[KeyboardButton("Share", request_contact=True)]])
    sent = await bot.send_message(SARA.id, "who?", reply_markup=share)
    chat = fake.world.chats[SARA.id]
    assert sent.reply_markup is None
    assert chat.keyboard["keyboard"] == [[{"text": "Share", "request_contact": True}]]

    await bot.send_message(SARA.id, "thanks", reply_markup=ReplyKeyboardRemove())
    assert chat.keyboard is None
    await bot.send_message(SARA.id, "and?", reply_markup=ForceReply())


async def test_a_text_is_edited_and_its_buttons_go(fake, bot, clock):
    sent = await bot.send_message(SARA.id, "one", reply_markup=BUTTONS)
    clock.advance(seconds=90)

    edited = await bot.edit_message_text("two", SARA.id, sent.message_id)
    back = await bot.edit_message_reply_markup(
        SARA.id, sent.message_id, reply_markup=BUTTONS
    )

    assert (edited.text, edited.reply_markup, edited.edit_date) == (
        *("two", None),
        clock.now,
    )
    assert back.reply_markup == BUTTONS
    assert await bot.delete_message(SARA.id, sent.message_id) is True
    assert fake.said(SARA.id) == []


async def test_a_photo_comes_in_its_sizes_and_is_sent_again(bot, photo):
    sent = await bot.send_photo(
        SARA.id,
        photo,
        caption="<i>a</i>",
        parse_mode=ParseMode.HTML,
        reply_markup=BUTTONS,
    )
    sizes = [(each.width, each.height) for each in sent.photo]
    again = await bot.send_photo(SARA.id, sent.photo[-1].file_id)
    edited = await bot.edit_message_caption(SARA.id, sent.message_id, caption="b")

    assert sizes == [(90, 54), (320, 192), (800, 480), (1000, 600)]
    assert sent.caption_entities == (MessageEntity(MessageEntity.ITALIC, 0, 1),)
    assert again.photo[-1] == sent.photo[-1]
    assert (edited.caption, edited.reply_markup) == ("b", None)


async def test_a_photo_is_fetched_from_the_web(fake, bot, photo):
    address = "https://shop.example/phone.png"
    fake.world.files.web[address] = photo

    sent = await bot.send_photo(SARA.id, address)

    assert sent.photo[-1].width == 1000


async def test_a_document_keeps_its_name_and_is_fetched(bot):
    sent = await bot.send_document(SARA.id, b"%PDF-1.7", filename="فاکتور.pdf")

    file = await bot.get_file(sent.document.file_id)

    assert (sent.document.file_name, sent.document.file_size) == ("فاکتور.pdf", 8)
    assert sent.document.mime_type == "application/pdf"
    assert bytes(await file.download_as_bytearray()) == b"%PDF-1.7"


async def test_an_album_is_of_one_group(bot, photo):
    photos = [InputMediaPhoto(photo, caption="one"), InputMediaPhoto(photo)]
    documents = [InputMediaDocument(b"a", filename=f"{n}.txt") for n in "ab"]

    sent = await bot.send_media_group(SARA.id, photos)
    others = await bot.send_media_group(SARA.id, documents)

    assert [each.caption for each in sent] == ["one", None]
    assert len({each.media_group_id for each in sent}) == 1
    assert sent[0].media_group_id != others[0].media_group_id
    assert [each.document.file_name for each in others] == ["a.txt", "b.txt"]


async def test_a_place_and_a_branch_are_shown(bot):
    place = await bot.send_location(SARA.id, 35.7, 51.4)
    branch = await bot.send_venue(SARA.id, 35.7, 51.4, "Vanak", "Vanak Square")

    assert place.location.latitude == 35.7
    assert (branch.venue.title, branch.venue.location) == ("Vanak", place.location)


async def test_that_it_writes_is_noted(fake, bot):
    assert await bot.send_chat_action(SARA.id, ChatAction.TYPING) is True

    assert len(fake.calls_of("sendChatAction", SARA.id)) == 1


async def test_menus_are_kept_by_scope_and_language(bot):
    begin, start = BotCommand("start", "شروع"), BotCommand("start", "Begin")
    private = BotCommandScopeAllPrivateChats()

    assert await bot.set_my_commands([begin], language_code="fa") is True
    assert await bot.set_my_commands([start], scope=private) is True

    assert await bot.get_my_commands(language_code="fa") == (begin,)
    assert await bot.get_my_commands(private) == (start,)
    assert await bot.get_my_commands() == ()
    assert await bot.set_my_description("Ask me", language_code="en") is True


async def test_a_chat_is_known(bot):
    chat = await bot.get_chat(SARA.id)

    assert (chat.first_name, chat.username) == (SARA.first_name, SARA.username)


async def test_a_photo_of_somebody_is_fetched(fake, bot, photo):
    size = fake.world.sends_photo(SARA, photo)["message"]["photo"][-1]

    file = await bot.get_file(size["file_id"])
    with Image.open(io.BytesIO(await file.download_as_bytearray())) as picture:
        assert picture.size == (1000, 600)
