"""
Which parts a message becomes, in which order, and what is below them.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.telegram import media, outgoing, page
from bot.channels.telegram.markup import units
from bot.channels.telegram.outgoing import rendered
from bot.channels.telegram.parts import (
    CODE,
    Address,
    ContactKeyboard,
    InlineKeyboard,
    Key,
    NoKeyboard,
    SendAlbum,
    SendDocument,
    SendPhoto,
    SendText,
)
from bot.conversations.history import StoredMessage
from tests.bot.channels.telegram import things
from tests.bot.channels.telegram.seeing import (
    GROUP,
    TO,
    Seen,
    file,
    keyboard_of,
    said,
    shown,
    token,
)

LONG = "A sentence of some length, which goes on for a while. " * 100
INVOICE = file(9, "Invoice 21957.pdf", "application/pdf")


def kinds(message: StoredMessage) -> list[str]:
    """
    What is sent for a message.
    """
    return [type(each).__name__ for each in rendered(message, TO)]


def test_words_are_a_message_with_their_buttons() -> None:
    (part,) = rendered(said("Which one?", buttons=["A", "B"]), TO)

    assert part == SendText("Which one?", part.keyboard)
    assert keyboard_of(part) == [[("A", token(0)), ("B", token(1))]]


def test_of_nothing_nothing_is_sent() -> None:
    assert rendered(said("  \n"), TO) == ()
    assert rendered(said("", author="agent", speaker="Sara"), TO) == ()


def test_a_long_text_comes_in_pieces_with_the_buttons_below_the_last() -> None:
    parts = rendered(said(LONG, buttons=["A"]), TO)

    texts = [Seen(each.html).text for each in parts]
    assert " ".join(texts) == LONG.strip()
    assert all(units(each) <= 4096 and each.endswith(".") for each in texts)
    assert [each.keyboard is not None for each in parts] == [False, True]


def test_the_card_of_an_order_is_a_message_by_itself_that_can_be_edited() -> None:
    order = things.order("fa")
    text, card = rendered(
        said("در راه است.", lang="fa", cards=[order], buttons=["نه"]), TO
    )

    assert (text.key, text.keyboard) == (None, None)
    assert card.key == Key("order", "21957")
    assert keyboard_of(card) == [[("نه", token(0))]]
    changed = outgoing.card(things.order("fa", state="delivered"), "fa", TO)
    assert (changed.key, changed.keyboard) == (card.key, None)
    assert "✅ تحویل شده" in changed.html
    assert replace(card, keyboard=None) == outgoing.card(order, "fa", TO)


def test_several_orders_are_one_list() -> None:
    orders = [things.order("en", number) for number in ("21957", "21958")]
    (part,) = rendered(said("Your orders:", cards=orders), TO)

    assert part.key is None
    assert Seen(part.html).text.split("\n\n")[0] == "Your orders:"
    assert part.html.count("📦 <b>Order 2195") == 2


def test_a_branch_joins_the_words() -> None:
    (part,) = rendered(said("Here we are:", cards=[things.branch("en")]), TO)

    assert Seen(part.html).text.startswith("Here we are:\n\n📍 Mashhad branch\n🟢")


def test_a_card_with_a_picture_is_a_photo() -> None:
    text, photo = rendered(
        said("Look:", cards=[things.product("en")], buttons=["Buy"]), TO
    )

    assert text == SendText("Look:")
    assert photo.picture == Address(things.PICTURE)
    assert Seen(photo.caption).text.startswith("🛍 Clay cup\n450,000 toman")
    assert keyboard_of(photo) == [[("Buy", token(0))]]


def test_several_pictures_are_an_album_with_the_buttons_in_the_message_behind() -> None:
    cards = [things.product(lang) for lang in ("en", "en", "en")]
    album, text = rendered(said("Three fit:", cards=cards, buttons=["1", "2"]), TO)

    assert isinstance(album, SendAlbum)
    assert [each.picture for each in album.photos] == [Address(things.PICTURE)] * 3
    assert all("<b>Clay cup</b>" in each.caption for each in album.photos)
    assert Seen(text.html).text == "Three fit:\n\n" + "\n".join(
        ["• Clay cup · 450,000 toman"] * 3
    )
    assert keyboard_of(text) == [[("1", token(0)), ("2", token(1))]]


@pytest.mark.parametrize(
    ("count", "sizes"), [(2, [2]), (10, [10]), (11, [6, 5]), (25, [9, 8, 8])]
)
def test_more_than_ten_pictures_are_several_albums(
    count: int, sizes: list[int]
) -> None:
    parts = rendered(said(cards=[things.product("en")] * count), TO)

    albums = [each for each in parts if isinstance(each, SendAlbum)]
    assert [len(each.photos) for each in albums] == sizes
    assert isinstance(parts[-1], SendText)


def test_what_a_caption_has_no_room_for_follows_as_text() -> None:
    card = {**things.product("en"), "rows": [{"label": "About", "value": LONG}]}
    photo, *texts = rendered(said(cards=[card], buttons=["Buy"]), TO)

    assert units(Seen(photo.caption).text) <= 1024
    assert photo.keyboard is None
    assert texts[-1].keyboard is not None
    told = " ".join(Seen(each.html).text for each in texts)
    assert Seen(photo.caption).text.endswith("a while.")
    assert LONG.strip().endswith(told)


def test_an_invoice_is_a_document_with_the_words_below_it() -> None:
    (part,) = rendered(said("Here it is.", files=[INVOICE], buttons=["Thanks"]), TO)

    assert part == SendDocument(INVOICE, "Here it is.", part.keyboard)
    assert keyboard_of(part) == [[("Thanks", token(0))]]


def test_words_that_no_caption_has_room_for_come_first() -> None:
    assert kinds(said(LONG, files=[INVOICE])) == ["SendText"] * 2 + ["SendDocument"]


def test_pictures_of_agents_are_an_album_and_other_files_documents() -> None:
    files = [INVOICE, file(1), file(2, "b.png", "image/png")]
    album, document = rendered(
        said("See:", author="agent", speaker="Sara <Ahmadi>", files=files), TO
    )

    assert [each.picture for each in album.photos] == files[1:]
    assert [each.caption for each in album.photos] == [
        "<b>Sara &lt;Ahmadi&gt;</b>\nSee:",
        "",
    ]
    assert document == SendDocument(INVOICE)


@pytest.mark.parametrize(
    "odd",
    [
        replace(file(1), type="image/gif"),
        replace(file(1), size=11 * 1024 * 1024),
        replace(file(1), width=9000, height=3000),
        replace(file(1), width=4000, height=100),
    ],
)
def test_what_telegram_takes_for_no_photo_is_a_document(odd: object) -> None:
    assert kinds(said(files=[odd])) == ["SendDocument"]  # type: ignore[list-item]
    assert kinds(said(files=[file(1)])) == ["SendPhoto"]


def test_without_its_pictures_a_message_says_the_same() -> None:
    cards = [things.product("en"), things.product("fa")]
    album, text = rendered(said("Look:", cards=cards, buttons=["1"]), TO)
    _, photo = rendered(said("Look:", cards=cards[:1], buttons=["1"]), TO)
    (own,) = rendered(said("See.", files=[file(1)], buttons=["1"]), TO)

    assert media.instead(album) == tuple(
        SendText(each.caption) for each in album.photos
    )
    assert media.instead(photo) == (SendText(photo.caption, photo.keyboard),)
    assert media.instead(own) == (SendDocument(file(1), "See.", own.keyboard),)
    assert media.instead(text) == (text,)
    assert media.instead(SendPhoto(Address(things.PICTURE))) == ()


def test_buttons_of_an_album_have_a_message_of_their_own() -> None:
    album, text = rendered(said("A", files=[file(1), file(2)], buttons=["Yes"]), TO)

    assert isinstance(album, SendAlbum)
    assert text.html == "Please choose:"
    assert keyboard_of(text) == [[("Yes", token(0))]]


def test_of_a_file_that_is_gone_its_name_is_told() -> None:
    gone = replace(INVOICE, is_gone=True)

    assert shown(rendered(said("See.", files=[gone]), TO)) == [
        "See.\n<i>The file Invoice 21957.pdf is no longer kept.</i>"
    ]


def test_it_is_told_whose_words_they_are() -> None:
    agent = said("سلام، Order 5", lang="fa", author="agent", speaker="Sara")
    nameless = said("Hello", author="agent")
    notice = said("Sara has joined.", author="system")
    own = said("Where is it?", author="customer")

    assert shown(rendered(agent, TO)) == ["<b>[RLM]⟨Sara⟩</b>\nسلام، ⟨Order 5⟩"]
    assert shown(rendered(nameless, TO)) == ["<b>Customer service</b>\nHello"]
    assert shown(rendered(notice, TO)) == ["ℹ️ <i>Sara has joined.</i>"]
    assert shown(rendered(own, TO)) == [
        "You, on the site:\n<blockquote>Where is it?</blockquote>"
    ]


def test_who_is_writing_is_asked_with_a_button_that_shares_the_number() -> None:
    (part,) = rendered(said("Who are you?", cards=[things.sign_in("en")]), TO)

    assert part.keyboard == ContactKeyboard(
        "📱 Share my number", "Press the button below"
    )
    assert Seen(part.html).text.startswith("Who are you?\n\n🔐 Sign in")


def test_the_question_stands_alone_where_there_are_other_buttons() -> None:
    message = said("Who?", cards=[things.sign_in("en")], buttons=["Why?"])
    text, question = rendered(message, TO)

    assert (text.html, keyboard_of(text)) == ("Who?", [[("Why?", token(0))]])
    assert question.html.startswith("🔐 <b>Sign in")
    assert isinstance(question.keyboard, ContactKeyboard)
    first, second = rendered(replace(message, text=""), TO)
    assert isinstance(first.keyboard, InlineKeyboard)
    assert isinstance(second.keyboard, ContactKeyboard)


def test_a_code_to_what_is_on_file_is_asked_for_with_a_button() -> None:
    card = things.prove_again("en")
    (part,) = rendered(said("Sure?", cards=[card], buttons=["No"]), TO)

    assert keyboard_of(part) == [
        [("No", token(0))],
        [("🔑 Send me a code", CODE)],
    ]
    # Where it goes is not made up.
    assert "The code goes to" not in part.html


def test_in_a_group_there_is_only_the_way_to_the_private_chat() -> None:
    for card in (things.sign_in("en"), things.prove_again("en"), things.order("en")):
        (part,) = rendered(said("Hm.", cards=[card]), GROUP)

        assert Seen(part.html).text.startswith("Hm.\n\nI don't talk about orders")
        assert "21957" not in part.html
        assert keyboard_of(part) == [
            [("💬 Private chat", "https://t.me/shop_bot?start=sign_in")]
        ]


def test_the_reason_is_given_once() -> None:
    card = {**things.sign_in("en"), "state": "private"}
    (part,) = rendered(said("I don't ask that in a group.", cards=[card]), GROUP)

    assert part.html == "I don't ask that in a group."
    assert keyboard_of(part)[0][0][1] == GROUP.private_chat
    order = things.order("en")
    (part,) = rendered(said("Hm.", cards=[card, order]), GROUP)
    assert "I don't talk about orders" in part.html


def test_a_paper_of_one_customers_is_not_shown_to_a_group() -> None:
    (part,) = rendered(said("Here.", files=[INVOICE]), GROUP)
    (theirs,) = rendered(said("Here.", author="agent", files=[INVOICE]), GROUP)

    assert isinstance(part, SendText)
    assert part.keyboard is not None
    assert isinstance(theirs, SendDocument)


def test_only_the_shops_own_telephones_are_written_so_that_they_call() -> None:
    to = replace(TO, telephones=frozenset({"+982100000101"}))
    text = "تلفن: +۹۸ ۲۱ ۰۰۰۰۰۱۰۱ نه +۹۸۹۱۲۱۲۳۴۵۶۷"

    assert shown(rendered(said(text, lang="fa"), to)) == [
        "تلفن: ⟨+98 21 00000101⟩ نه ⟨+۹۸۹۱۲۱۲۳۴۵۶۷⟩"
    ]


def test_a_message_without_a_language_is_of_its_readers() -> None:
    persian = replace(TO, language="fa")
    card = things.sign_in("fa")

    (part,) = rendered(said(lang=None, cards=[card]), persian)

    assert "دکمهٔ" in part.html


def test_the_channels_own_words_are_a_message() -> None:
    part = page.words("signed_in", "fa", NoKeyboard(), name="<b> Sara")

    assert part.keyboard == NoKeyboard()
    assert shown([part]) == ["[RLM]✅ شناختمتان: ‹&lt;b&gt; Sara⟩"]


def test_a_picture_of_an_order_stays_with_it() -> None:
    card = {**things.order("en"), "image": things.PICTURE}
    (part,) = rendered(said(cards=[card]), TO)

    assert isinstance(part, SendPhoto)
    assert part.key == Key("order", "21957")
