"""
The widget on other people's pages and screens, and for people without a mouse.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import Chat, OpenTab, World
from tests.browser.waiting import when
from tests.fakes.chat_bot import ORDER

STATES = (
    *("placed", "paid", "preparing", "shipped"),
    *("out_for_delivery", "delivered", "cancelled", "returned"),
    *("open", "closed"),
)

# All texts in sight with too little contrast to what lies behind them (WCAG AA).
TOO_FAINT = """() => {
  const root = document.querySelector('hamyar-chat').shadowRoot;
  const canvas = new OffscreenCanvas(1, 1)
    .getContext('2d', { willReadFrequently: true });
  const over = (colour, under) => {
    canvas.globalCompositeOperation = 'copy';
    canvas.fillStyle = `rgb(${under.join(' ')})`;
    canvas.fillRect(0, 0, 1, 1);
    canvas.globalCompositeOperation = 'source-over';
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    const under = node.parentElement ? ground(node.parentElement) : [255, 255, 255];
    return over(getComputedStyle(node).backgroundColor, under);
  };
  const faint = [];
  for (const node of root.querySelectorAll('*')) {
    const own = [...node.childNodes].some((c) => c.nodeType === 3 && c.data.trim());
    if (!own || !node.checkVisibility({ visibilityProperty: true })) continue;
    if (node.closest('.sr, button:disabled')) continue;
    const below = ground(node);
    const [low, high] = [light(over(getComputedStyle(node).color, below)), light(below)]
      .sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) faint.push([node.className, node.textContent, contrast]);
  }
  return faint;
}"""


def comes_to_rest(chat: Chat) -> None:
    """
    Wait until nothing of it moves any more.
    """
    moves = "document.querySelector('hamyar-chat').shadowRoot.getAnimations().length"
    when(chat.page, lambda: chat.page.evaluate(moves) == 0)


def test_a_hostile_page_cannot_break_it(world: World, open_tab: OpenTab) -> None:
    plain, hostile = open_tab("lang=fa"), open_tab("lang=fa&hostile")
    looks = []
    for chat in (plain, hostile):
        chat.open()
        comes_to_rest(chat)
        assert chat.panel.bounding_box() is not None
        looks.append(
            chat.page.evaluate(
                """() => {
                    const root = document.querySelector('hamyar-chat').shadowRoot;
                    return [...root.querySelectorAll('*')].map((node) => {
                        const style = getComputedStyle(node);
                        const box = node.getBoundingClientRect();
                        return [node.className, style.font, style.color,
                            style.direction, style.letterSpacing,
                            style.textTransform, style.display,
                            Math.round(box.width), Math.round(box.height)].join();
                    });
                }"""
            )
        )
    assert looks[1] == looks[0]


def test_a_strict_page_can_hold_it(world: World, open_tab: OpenTab) -> None:
    chat = open_tab("strict")
    complaints: list[str] = []
    chat.page.on("console", lambda message: complaints.append(message.text))
    chat.page.reload()
    chat.begin()
    colour = chat.launcher.evaluate("(node) => getComputedStyle(node).backgroundColor")
    assert colour == "rgb(11, 110, 105)"
    assert [text for text in complaints if "Content Security" in text] == []


def test_another_origin_that_is_listed_gets_the_shops_face(
    world: World, open_tab: OpenTab
) -> None:
    chat = open_tab()
    other = world.address.replace("127.0.0.1", "localhost")
    chat.page.goto(f"{other}/shop?script={world.address}/widget.js")
    chat.open()
    expect(chat.panel).to_have_accessible_name("Chat with Niksara")


def test_a_second_script_changes_nothing(world: World, open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.begin()
    chat.page.add_script_tag(url="/widget.js")
    expect(chat.page.locator("hamyar-chat")).to_have_count(1)
    chat.sees("x", "You said: x")


def test_it_is_used_by_keyboard_alone(world: World, open_tab: OpenTab) -> None:
    chat = open_tab()
    expect(chat.launcher).to_be_visible()
    keyboard = chat.page.keyboard
    keyboard.press("Tab")
    keyboard.press("Tab")
    expect(chat.launcher).to_be_focused()
    keyboard.press("Enter")
    expect(chat.field).to_be_focused()
    keyboard.type("choose")
    keyboard.press("Enter")
    expect(chat.page.get_by_role("button", name="Order 3")).to_be_visible()
    # Past the button for files.
    keyboard.press("Shift+Tab")
    keyboard.press("Shift+Tab")
    expect(chat.page.get_by_role("button", name="Order 3")).to_be_focused()
    keyboard.press("Space")
    expect(chat.said("You said: Order 3")).to_be_visible()
    expect(chat.field).to_be_focused()
    keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_focus_returns_to_where_it_came_from(open_tab: OpenTab) -> None:
    chat = open_tab()
    before = chat.page.locator("#before")
    before.focus()
    chat.page.evaluate("Hamyar.open('a question')")
    expect(chat.field).to_be_focused()
    expect(chat.field).to_have_value("a question")
    chat.page.get_by_role("button", name="Close the chat").first.click()
    expect(before).to_be_focused()


def test_what_is_focused_is_seen_to_be(world: World, open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.open()
    chat.send("choose")
    chat.page.get_by_role("button", name="Order 1").wait_for()
    seen = set()
    for _ in range(12):
        chat.page.keyboard.press("Tab")
        name, outline = chat.page.evaluate(
            """() => {
                const node = document.querySelector('hamyar-chat').shadowRoot
                    .activeElement;
                if (!node) return [null, null];
                const field = node.closest('.field') && node.matches('textarea');
                const style = getComputedStyle(field ? node.closest('.field') : node);
                return [node.className || node.tagName,
                    field ? style.boxShadow : style.outlineStyle];
            }"""
        )
        if name is not None:
            seen.add(name)
            assert outline not in ("none", ""), name
    assert {"log", "TEXTAREA", "tool", "reply", "launcher"} <= seen


def test_the_menu_is_walked_with_arrows_and_left_with_escape(
    open_tab: OpenTab,
) -> None:
    chat = open_tab()
    chat.open()
    button = chat.page.get_by_role("button", name="Options")
    button.focus()
    button.press("Enter")
    checked = chat.page.get_by_role("menuitemradio", checked=True)
    expect(checked).to_have_text("English")
    expect(checked).to_be_focused()
    chat.page.keyboard.press("ArrowDown")
    expect(chat.page.get_by_role("menuitemradio", name="فارسی")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(chat.panel).to_be_visible()


def test_the_chosen_language_is_kept(world: World, open_tab: OpenTab) -> None:
    chat = open_tab("lang=en")
    chat.begin()
    chat.page.get_by_role("button", name="Options").click()
    chat.page.get_by_role("menuitemradio", name="العربية").click()
    expect(chat.field).to_have_attribute("placeholder", "اكتب رسالتك…")
    expect(chat.page.locator(".root")).to_have_attribute("dir", "rtl")
    chat.sees("x", "You said: x")
    chat.page.reload()
    chat.open()
    expect(chat.panel).to_have_accessible_name("محادثة مع نيكسرا")


def test_a_screen_reader_is_told_what_it_needs(world: World, open_tab: OpenTab) -> None:
    chat = open_tab("lang=fa")
    expect(chat.launcher).to_have_accessible_name("باز کردن گفت‌وگو")
    expect(chat.launcher).to_have_attribute("aria-expanded", "false")
    chat.open()
    expect(chat.panel).to_have_accessible_name("گفت‌وگو با نیک‌سرا")
    log = chat.page.get_by_role("log", name="پیام‌های گفت‌وگو")
    expect(log).to_have_attribute("aria-live", "polite")
    chat.send("x")
    expect(chat.said("You said: x")).to_have_attribute("lang", "en")
    expect(log).to_contain_text("دستیار:")
    unnamed = chat.page.evaluate(
        """() => [...document.querySelector('hamyar-chat').shadowRoot
            .querySelectorAll('button')]
            .filter((node) => !node.ariaLabel && !node.textContent.trim()).length"""
    )
    assert unnamed == 0


def test_the_pages_own_shortcuts_do_not_hear_what_is_typed(open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.page.evaluate(
        "window.heard = []; void addEventListener('keydown', (e) => heard.push(e.key))"
    )
    chat.open()
    chat.field.press("s")
    chat.page.locator("#before").press("t")
    assert chat.page.evaluate("heard") == ["t"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("accent", ["#0b6e69", "#ffd400", "#101010", "#e91e63"])
def test_every_text_has_enough_contrast(
    world: World, open_tab: OpenTab, profile: BrowserContext, theme: str, accent: str
) -> None:
    face = {"colours": {"accent": accent}, "name": {"en": "Niksara"}}
    profile.route("**/widget.json", lambda route: route.fulfill(json=face))
    chat = open_tab()
    chat.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    chat.open()
    chat.send("choose")
    chat.page.get_by_role("button", name="Order 1").wait_for()
    for state in STATES:
        world.say("https://a.example", lang="en", cards=[{**ORDER, "state": state}])
    world.say("I am here", author="agent")
    world.say("Passed on", author="system")
    world.say("?", buttons=[{"title": "Yes", "token": "y"}])
    world.chat.rejected = 1
    chat.send("odd https://a.example")
    chat.page.locator(".trouble").wait_for()
    chat.field.fill("x" * 4001)
    chat.page.get_by_role("button", name="Options").click()
    chat.page.wait_for_timeout(100)
    assert chat.page.locator(".root").get_attribute("data-theme") == theme
    assert chat.page.evaluate(TOO_FAINT) == []


def test_the_page_may_choose_the_theme_and_the_side(open_tab: OpenTab) -> None:
    chat = open_tab("lang=fa")
    chat.open()
    box = chat.panel.bounding_box()
    assert box is not None
    assert box["x"] < 100
    chat.page.evaluate("Hamyar.configure({ theme: 'dark', side: 'right' })")
    when(chat.page, lambda: (chat.panel.bounding_box() or {"x": 0})["x"] > 500)
    expect(chat.page.locator(".root")).to_have_attribute("data-theme", "dark")


def test_on_a_phone_it_fills_the_screen(
    world: World, open_tab: OpenTab, chromium: Browser
) -> None:
    phone = chromium.new_context(
        viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True
    )
    chat = open_tab("lang=fa", context=phone)
    expect(chat.launcher).to_be_visible()
    chat.launcher.tap()
    screen = {"x": 0, "y": 0, "width": 360, "height": 640}
    when(chat.page, lambda: chat.panel.bounding_box() == screen)
    expect(chat.launcher).to_be_hidden()
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    chat.send("سفارشم کجاست؟")
    expect(chat.page.locator(".card")).to_be_in_viewport()
    wide = chat.page.evaluate(
        """() => [...document.querySelector('hamyar-chat').shadowRoot
            .querySelectorAll('.log *')]
            .filter((node) => !node.closest('.sr'))
            .filter((node) => node.getBoundingClientRect().right > 360.5
                || node.getBoundingClientRect().left < -0.5).length"""
    )
    assert wide == 0
    # With the keyboard up, less height is left.
    chat.page.set_viewport_size({"width": 360, "height": 340})

    def fits() -> bool:
        box = chat.page.locator(".composer").bounding_box()
        assert box is not None
        return bool(box["y"] + box["height"] <= 340)

    when(chat.page, fits)
    chat.page.get_by_role("button", name="بستن گفت‌وگو").tap()
    expect(chat.launcher).to_be_visible()
    phone.close()


def test_in_full_screen_focus_stays_inside(open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.page.set_viewport_size({"width": 400, "height": 700})
    chat.open()
    for _ in range(12):
        chat.page.keyboard.press("Tab")
        inside = chat.page.evaluate(
            "Boolean(document.querySelector('hamyar-chat').shadowRoot"
            ".activeElement?.closest('.panel'))"
        )
        assert inside


def test_nothing_moves_for_those_who_want_it_still(open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.page.emulate_media(reduced_motion="reduce")
    chat.open()
    slow = chat.page.evaluate(
        """() => [...document.querySelector('hamyar-chat').shadowRoot
            .querySelectorAll('*')].filter((node) => {
                const style = getComputedStyle(node);
                return parseFloat(style.transitionDuration) > 0.01
                    || parseFloat(style.animationDuration) > 0.01;
            }).length"""
    )
    assert slow == 0


def test_it_is_as_it_was_on_the_next_page(world: World, open_tab: OpenTab) -> None:
    chat = open_tab()
    chat.begin()
    chat.page.reload()
    expect(chat.panel).to_be_visible()
    chat.sees("x", "You said: x")
    # Nobody has asked for it on this page: its focus stays the page's.
    assert chat.page.evaluate("document.activeElement === document.body")
    chat.page.locator(".tool[title='Close the chat']").click()
    expect(chat.panel).to_be_hidden()
    chat.page.reload()
    chat.page.wait_for_function("window.Hamyar")
    expect(chat.launcher).to_be_visible()
    chat.page.wait_for_timeout(500)
    expect(chat.panel).to_be_hidden()
    # Another tab is another page.
    expect(open_tab().panel).to_be_hidden()


@pytest.mark.parametrize(("author", "is_open"), [("agent", True), ("bot", False)])
def test_on_a_phone_it_is_there_again_while_a_person_attends(
    world: World, open_tab: OpenTab, chromium: Browser, author: str, is_open: bool
) -> None:
    phone = chromium.new_context(viewport={"width": 390, "height": 780})
    phone.set_default_timeout(8000)
    chat = open_tab(context=phone)
    chat.begin()
    world.say("One moment, please", author)
    expect(chat.said("One moment")).to_be_visible()
    chat.page.reload()
    chat.page.wait_for_function("window.Hamyar")
    if is_open:
        expect(chat.said("One moment")).to_be_visible()
    else:
        expect(chat.launcher).to_be_visible()
        chat.page.wait_for_timeout(500)
        expect(chat.panel).to_be_hidden()
    phone.close()
