"""
What is written and shown: texts of two directions, cards, quick replies.
"""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenTab, World
from tests.browser.waiting import when

LEFT_EDGE = """(node) => {
  const range = document.createRange();
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const spots = [];
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    for (let at = 0; at < text.length; at += 1) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      spots.push([text.data[at], box.left, box.top]);
    }
  }
  return spots;
}"""


def seen_order(bubble, characters: str) -> str:
    """
    The first occurrence of `characters` in the text, as the eye reads from the left.
    """
    spots = bubble.evaluate(LEFT_EDGE)
    text = "".join(character for character, _, _ in spots)
    start = text.index(characters)
    piece = spots[start : start + len(characters)]
    return "".join(spot[0] for spot in sorted(piece, key=lambda spot: spot[1]))


def test_a_question_is_sent_and_answered(world: World, open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.open()
    chat.send("hello")
    chat.sees("hello", "You said: hello")
    assert world.texts_sent() == ["hello"]
    assert chat.field.input_value() == ""


def test_a_starter_is_sent_as_text(world: World, open_tab: OpenTab) -> None:
    chat = open_tab("lang=fa")
    chat.open()
    chat.page.get_by_role("button", name="سفارشم کجاست؟").click()
    expect(chat.messages.first.locator(".bubble")).to_have_text("سفارشم کجاست؟")
    expect(chat.page.locator(".card")).to_be_visible()
    assert [post["text"] for post in world.chat.posts] == ["سفارشم کجاست؟"]
    expect(chat.page.locator(".intro .replies")).to_have_count(0)


def test_codes_and_prices_read_right_inside_persian(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab("lang=fa")
    chat.begin()
    text = (
        "سفارش ۱۲-۳۴-۵۶ با کد رهگیری 2140-7712-0034 به مبلغ ۱٬۲۰۰٬۰۰۰ تومان، کالای "
        "Nike Air (42) و تلفن ۰۲۱-۸۸۰۰ ۱۲۳۴، روز ١٢-٠٥-٢٠٢٦ "
        "به sara85@shop.example"
    )
    world.say(text, lang="fa")
    bubble = chat.said("کد رهگیری")
    assert bubble.get_attribute("dir") == "rtl"
    for code in (
        *("۱۲-۳۴-۵۶", "2140-7712-0034", "۱٬۲۰۰٬۰۰۰", "Nike Air"),
        *("۰۲۱-۸۸۰۰ ۱۲۳۴", "١٢-٠٥-٢٠٢٦", "sara85@shop.example"),
    ):
        assert seen_order(bubble, code) == code
    assert bubble.inner_text() == text


def test_each_message_has_its_own_direction(world: World, open_tab: OpenTab) -> None:
    chat = open_tab("lang=en")
    chat.open()
    chat.send("HM-1001 کجاست؟")
    chat.send("where is کفش?")
    world.say("HM-1001 در راه است.", lang="fa")
    world.say("«کفش» is on its way, کفش, ۴۲.", lang="en")
    directions = {
        text: chat.said(text).first.get_attribute("dir")
        for text in ("HM-1001 کجاست؟", "where is", "در راه است", "on its way")
    }
    assert list(directions.values()) == ["rtl", "ltr", "rtl", "ltr"]


def test_data_is_never_markup_and_lines_and_joiners_are_kept(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    chat.begin()
    text = "<img src=x onerror=alert(1)> <b>می‌خواهم</b>\nline two"
    world.say(
        text, lang="fa", cards=[{"title": "<i>T</i>", "kind": "order", "id": "1"}]
    )
    bubble = chat.said("line two")
    assert bubble.inner_text() == text
    assert chat.page.locator(".bubble img, .bubble b, .card i").count() == 0
    expect(chat.page.locator(".card h3")).to_have_text("<i>T</i>")


def test_links_are_made_of_web_addresses_only(world: World, open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.begin()
    world.say("(https://shop.example/a?b=1&c=2). javascript:alert(1) ftp://x.example")
    links = chat.page.locator(".bubble a")
    expect(links).to_have_count(1)
    assert links.get_attribute("href") == "https://shop.example/a?b=1&c=2"
    assert links.inner_text() == "https://shop.example/a?b=1&c=2"
    assert "noopener" in (links.get_attribute("rel") or "")


def test_only_the_shops_own_telephones_are_links_that_call(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab("lang=fa")
    chat.begin()
    # A customer's words are nothing to press, not even the shop's own number.
    chat.send("+982100000101 یا 09121234567")
    world.say(
        "تلفن شعبه: \u2066+۹۸۲۱۰۰۰۰۰۱۰۱\u2069. سفارش 09121234567 و "
        "+989121234567 پیدا نشد.",
        lang="fa",
        cards=[
            {
                "title": "شعبه‌ی مشهد",
                "kind": "branch",
                "id": "mashhad",
                "rows": [{"label": "تلفن", "value": "\u2066+۹۸۵۱۰۰۰۰۰۱۰۴\u2069"}],
            }
        ],
    )
    said = chat.said("تلفن شعبه").locator("a")
    links = {
        ("+۹۸۲۱۰۰۰۰۰۱۰۱", "tel:+982100000101"): said,
        ("+۹۸۵۱۰۰۰۰۰۱۰۴", "tel:+985100000104"): chat.page.locator(".card a"),
    }
    for (number, address), link in links.items():
        expect(link).to_have_count(1)
        assert link.get_attribute("href") == address
        assert link.get_attribute("dir") == "ltr"
        assert seen_order(link, number) == number
    expect(chat.page.locator(".row.customer a")).to_have_count(0)
    # The same after a reload, when the thread may come before the shop's face.
    chat.page.reload()
    chat.open()
    expect(said).to_have_count(1)


def test_a_quick_reply_is_used_once(world: World, open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.open()
    chat.send("choose")
    choice = chat.page.get_by_role("button", name="Order 2")
    choice.focus()
    choice.press("Enter")
    expect(chat.said("Order 2").first).to_be_visible()
    for number in (1, 2, 3):
        expect(chat.page.get_by_role("button", name=f"Order {number}")).to_be_disabled()
    expect(chat.field).to_be_focused()
    assert world.chat.posts[-1]["button"] == "t2"
    chat.page.reload()
    chat.open()
    expect(chat.page.locator(".reply.chosen")).to_have_text("Order 2")
    expect(chat.page.get_by_role("button", name="Order 1")).to_be_disabled()


def test_a_price_stays_behind_a_latin_size_in_a_button(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab("lang=fa")
    chat.begin()
    title = "سفید، L ۲۵۰٬۰۰۰ تومان"
    world.say("کدام؟", lang="fa", buttons=[{"title": title, "token": "t1"}])
    button = chat.page.get_by_role("button", name=title)
    expect(button).to_have_attribute("dir", "rtl")
    # From the right: the colour, the size and then the price, itself from the left.
    assert seen_order(button, "L ۲۵۰٬۰۰۰") == "۲۵۰٬۰۰۰ L"


def test_an_address_alone_in_a_card_is_a_short_link(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    chat.begin()
    address = "https://www.openstreetmap.org/?mlat=35.7&mlon=51.4#map=17/35.7/51.4"
    rows = [
        {"label": "نقشه", "value": address},
        {"label": "x", "value": "javascript:alert(1)"},
    ]
    card = {"title": "شعبه", "kind": "branch", "id": "1", "rows": rows}
    world.say("این‌جاست", lang="fa", cards=[card])
    link = chat.page.locator(".card a")
    expect(link).to_have_count(1)
    expect(link).to_have_text("openstreetmap.org ↗")
    assert link.get_attribute("href") == address
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_an_order_card_shows_status_way_and_lines(open_tab: OpenTab) -> None:
    chat = open_tab("lang=fa")
    chat.open()
    chat.send("سفارشم کجاست؟")
    card = chat.page.get_by_role("region", name="سفارش NS-100482")
    expect(card.locator(".pill")).to_have_text("ارسال شده")
    expect(card.locator("[aria-current=step]")).to_have_text("ارسال")
    expect(card.locator(".steps .done")).to_have_count(4)
    expect(card.locator("dt")).to_have_text(["تحویل", "پست", "کد رهگیری", "مبلغ"])
    value = card.locator("dd").nth(2)
    assert seen_order(value, "۲۱۴۰-۷۷۱۲-۰۰۳۴") == "۲۱۴۰-۷۷۱۲-۰۰۳۴"


def test_a_branch_says_by_its_colour_whether_it_is_open(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    chat.begin()
    branch = {"kind": "branch", "steps": [], "step": -1, "items": [], "rows": []}
    for state in ("open", "closed", "delivered", "placed"):
        card = {**branch, "id": state, "title": state, "state": state, "status": state}
        world.say(state, cards=[card])

    def colour(state: str) -> str:
        pill = chat.page.get_by_role("region", name=state).locator(".pill")
        return str(pill.evaluate("(node) => getComputedStyle(node).color"))

    # As what went well; and shut is neither that nor what was merely begun.
    assert colour("open") == colour("delivered")
    assert colour("closed") not in (colour("open"), colour("placed"))


def test_a_card_shows_its_picture_and_does_without_one_that_is_not_there(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    dot = bytes.fromhex(
        "47494638396101000100800000ff000000000021f90400000000002c000000000100010000"
        "02024401003b"
    )
    chat.page.route(
        "https://shop.example/*.gif",
        lambda route: route.fulfill(body=dot, content_type="image/gif"),
    )
    chat.page.route("https://shop.example/gone.jpg", lambda route: route.abort())
    chat.begin()
    addresses = {
        "There": "https://shop.example/a.gif",
        "Gone": "https://shop.example/gone.jpg",
        "Not safe": "http://shop.example/b.gif",
        "No picture": "javascript:alert(1)",
    }
    cards = [
        {"kind": "product", "id": name, "title": name, "image": address}
        for name, address in addresses.items()
    ]
    world.say("Look:", cards=cards)

    expect(chat.page.get_by_role("region", name="No picture")).to_be_visible()
    photos = chat.page.locator(".card img")
    expect(photos).to_have_count(1)
    expect(photos).to_have_attribute("alt", "There")
    expect(photos).to_have_attribute("loading", "lazy")
    expect(photos).to_have_js_property("naturalWidth", 1)


def test_typing_is_shown_and_ends_with_the_answer(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    chat.begin()
    typing = chat.page.locator(".typing")
    world.do(lambda: world.talk.tell({"type": "typing", "on": True}))
    expect(typing).to_be_visible()
    world.say("done")
    expect(typing).to_be_hidden()


def test_a_person_who_writes_and_speaks_is_called_by_name(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab("lang=fa")
    chat.begin()
    typing = chat.page.locator(".typing")
    frame = {"type": "typing", "on": True, "who": "agent", "name": "سارا"}
    world.do(lambda: world.talk.tell(frame))
    expect(typing).to_be_visible()
    expect(typing.locator(".who")).to_have_text("سارا")
    assert typing.get_attribute("aria-label") == "سارا · در حال نوشتن…"
    world.say("در خدمتم", "agent", "fa", speaker="سارا")
    expect(typing).to_be_hidden()
    said = chat.page.locator(".list .row.agent")
    expect(said.locator(".who")).to_have_text("سارا")
    world.say("من هم", "agent", "fa", speaker="امید")
    expect(said.last.locator(".who")).to_be_visible()
    # The bot has no name beside its dots.
    world.do(lambda: world.talk.tell({"type": "typing", "on": True}))
    expect(typing.locator(".who")).to_be_hidden()


def test_a_person_who_has_joined_sees_the_customer_write(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    chat.begin()
    chat.field.press_sequentially("to nobody")
    chat.field.fill("")
    world.say("Sara has joined", "system")
    expect(chat.said("Sara has joined")).to_be_visible()
    chat.field.press_sequentially("hello Sara")
    when(chat.page, lambda: world.chat.writing)
    assert world.chat.writing == [True]
    chat.field.fill("")
    when(chat.page, lambda: len(world.chat.writing) > 1)
    assert world.chat.writing == [True, False]


def test_too_long_a_message_is_counted_and_kept_back(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    chat.open()
    chat.field.fill("😀" * 4001)
    expect(chat.page.locator(".counter")).to_have_text("1 characters too many")
    chat.field.press("Enter")
    expect(chat.page.locator(".send")).to_be_disabled()
    chat.field.fill("😀" * 3990)
    expect(chat.page.locator(".counter")).to_have_text("10 characters left")
    chat.field.press("Enter")
    chat.has_sent()
    assert len(world.texts_sent()[0]) == 3990


def test_shift_enter_breaks_the_line_and_the_field_grows(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    chat.open()
    chat.field.press_sequentially("one")
    low = chat.field.bounding_box()
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("two")
    high = chat.field.bounding_box()
    assert low is not None
    assert high is not None
    assert high["height"] > low["height"] + 15
    chat.field.press("Enter")
    expect(chat.said("You said: one")).to_be_visible()
    assert world.texts_sent() == ["one\ntwo"]
