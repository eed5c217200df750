"""
What is no text: photos, places, voices, groups, edits.
"""

from __future__ import annotations

from tests.bot.channels.telegram.harness import Shop
from tests.bot.files.samples import picture
from tests.fakes.engine import FakeEngine
from tests.fakes.telegram.chats import Person

SARA = Person(501, "Sara", username="sara", language="fa", phone="989121234567")


async def test_a_photo_is_kept_for_a_person(shop: Shop, engine: FakeEngine) -> None:
    """
    With its caption, as one message.
    """
    shop.telegram.world.sends_photo(SARA, picture(), caption="it is broken")
    await shop.hears(SARA, 0)
    (turn,) = engine.turns
    assert (turn.text, turn.files) == ("it is broken", 1)


async def test_an_album_is_one_message(shop: Shop, engine: FakeEngine) -> None:
    """
    Although each picture comes by itself.
    """
    for _ in range(3):
        shop.telegram.world.sends_photo(SARA, picture(), media_group_id="77")
    shop.telegram.world.says(SARA, "these three")
    await shop.hears(SARA, 0, 2)
    assert [(turn.text, turn.files) for turn in engine.turns] == [
        ("", 3),
        ("these three", 0),
    ]


async def test_what_is_no_file_for_us_is_refused_in_words(
    shop: Shop, engine: FakeEngine
) -> None:
    """
    And its caption is still a message.
    """
    shop.telegram.world.sends_document(SARA, b"MZ\x90\x00", "a.exe", "image/png")
    (said,) = await shop.hears(SARA, 0)
    assert "PDF" in said["text"]
    assert engine.turns == []


async def test_a_voice_and_a_place_mean_something(
    shop: Shop, engine: FakeEngine
) -> None:
    """
    To the engine, as choices that no customer can type.
    """
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 3}
    shop.telegram.world.sends(SARA, voice=voice)
    await shop.hears(SARA, 0)
    shop.telegram.world.sends_location(SARA, 35.7, 51.4)
    await shop.hears(SARA, 1)
    choices = [turn.choice for turn in engine.turns]
    assert [each.intent for each in choices if each] == [
        "unreadable_received",
        "location_shared",
    ]
    assert choices[1].entities == {"latitude": "35.7", "longitude": "51.4"}


async def test_what_is_sent_together_is_one_message(
    shop: Shop, engine: FakeEngine
) -> None:
    """
    Also a video with a picture, in whatever order, with the words below them.
    """
    video = {"file_id": "v", "file_unique_id": "v", "duration": 3}
    video |= {"width": 9, "height": 9}
    world = shop.telegram.world
    world.sends(SARA, video=video, media_group_id="5", caption="both of them")
    world.sends_photo(SARA, picture(), media_group_id="5")
    await shop.hears(SARA, 0)
    (turn,) = engine.turns
    assert (turn.text, turn.files) == ("both of them", 1)


async def test_an_answer_goes_into_the_topic_of_what_it_answers(shop: Shop) -> None:
    """
    Of a group that has topics.
    """
    group = shop.telegram.world.group(kind="supergroup")
    shop.telegram.world.says(
        SARA,
        "@hamyar_test_bot hello",
        group,
        message_thread_id=17,
        is_topic_message=True,
    )
    await shop.until(lambda: shop.telegram.calls_of("sendMessage", group.id))
    (call,) = shop.telegram.calls_of("sendMessage", group.id)
    assert call.number("message_thread_id") == 17


async def test_in_a_group_only_who_speaks_to_us_is_answered(
    shop: Shop, engine: FakeEngine
) -> None:
    """
    As nobody whom we know, and in answer to what they wrote.
    """
    group = shop.telegram.world.group()
    shop.telegram.world.shares_contact(SARA)
    await shop.hears(SARA, 0, 2)
    before = len(engine.turns)
    shop.telegram.world.says(SARA, "what is for dinner", group)
    shop.telegram.world.says(SARA, "@hamyar_test_bot hello", group)
    await shop.until(lambda: shop.telegram.said(group.id))
    await shop.until_worked()
    (said,) = shop.telegram.said(group.id)
    assert "hello" in said["text"]
    assert said["reply_to_message"]["text"].endswith("hello")
    (turn,) = engine.turns[before:]
    assert turn.identity.customer_id is None
    assert turn.identity.assurance == 0
    shop.telegram.world.says(SARA, "/orders@hamyar_test_bot", group)
    await shop.until(lambda: len(shop.telegram.said(group.id)) == 2)
    (button,) = shop.telegram.said(group.id)[1]["reply_markup"]["inline_keyboard"][0]
    assert button["url"] == "https://t.me/hamyar_test_bot?start=sign_in"


async def test_an_edit_in_time_is_what_was_said(shop: Shop, engine: FakeEngine) -> None:
    """
    What was answered already stays, and that is told.
    """
    engine.gate.clear()
    shop.telegram.world.says(SARA, "first")
    await shop.until(lambda: engine.turns)
    update = shop.telegram.world.says(SARA, "secnod")
    assert update is not None
    await shop.until_worked()
    number = update["message"]["message_id"]
    shop.telegram.world.edits(SARA, number, "second")
    assert (await shop.until_worked())["corrected"] == 1
    engine.gate.set()
    await shop.hears(SARA, 0, 2)
    assert [turn.text for turn in engine.turns] == ["first", "second"]
    shop.telegram.world.edits(SARA, number, "third")
    (told,) = await shop.hears(SARA, 2)
    assert (await shop.until_worked())["edited_too_late"] == 1
    assert told["text"]
    assert len(engine.turns) == 2
