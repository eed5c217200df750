"""
The channel's own words are there in three languages, and fit where they are shown.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.channels.links import Step
from bot.channels.telegram import words
from bot.channels.telegram.marks import RTL, direction_of
from bot.channels.telegram.words import COMMANDS, LANGUAGES, language_of, say
from tests.bot.channels.telegram.seeing import visible

# What `answerCallbackQuery` shows has at most 200 characters.
TOASTS = ("old_button", "already_answered", "too_many", "blocked", "code_not_sent")


def fields(text: str) -> set[str]:
    """
    The names that are filled in.
    """
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("key", words.words())
def test_each_is_in_three_languages_with_the_same_fields(key: str) -> None:
    texts = words.words()[key]

    assert set(texts) == set(LANGUAGES)
    assert len({frozenset(fields(text)) for text in texts.values()}) == 1
    for lang in ("fa", "ar"):
        assert direction_of(texts[lang], lang) == RTL
    # Persian is no Arabic: neither letters nor digits are taken for the other's.
    assert not set(texts["fa"]) & set("يكىة٠١٢٣٤٥٦٧٨٩")
    assert not set(texts["ar"]) & set("یکگچپژ۰۱۲۳۴۵۶۷۸۹")


def test_each_is_said_somewhere() -> None:
    folder = Path(words.__file__).parent
    code = "\n".join(each.read_text("utf-8") for each in folder.glob("*.py"))
    named = set(re.findall(r"[\"'](\w+)[\"']", code))
    named |= {f"command_{each}" for each in COMMANDS}

    named |= {f"link_{each.value}" for each in (Step.DONE, Step.REFUSED)}

    assert words.words().keys() - named == set()


def test_what_is_shown_in_small_places_is_short() -> None:
    for lang in LANGUAGES:
        for command in COMMANDS:
            assert 3 <= len(say(f"command_{command}", lang)) <= 256
        for key in TOASTS:
            assert len(say(key, lang)) <= 200
        assert len(say("share_placeholder", lang)) <= 64


def test_each_command_that_is_named_is_one() -> None:
    for texts in words.words().values():
        for text in texts.values():
            named = re.findall(r"(?<!\S)/(\w+)", text)
            assert set(named) <= set(COMMANDS)


def test_the_button_is_called_the_same_wherever_it_is_named() -> None:
    for lang in LANGUAGES:
        title = say("share_number", lang).removeprefix("📱 ")
        for key in ("share_ask", "press_to_share", "number_of_another"):
            assert title in say(key, lang)


def test_numbers_are_in_the_digits_of_the_language_and_names_keep_their_own() -> None:
    assert "۳ بار" in say("code_wrong", "fa", left=3)
    assert "٣." in say("code_wrong", "ar", left=3)
    assert visible(say("code_sent", "fa", where="+98•••12")).startswith(
        "کد را به ‹+98•••12⟩ فرستادم"
    )
    assert say("signed_in", "fa", name="سارا") == "✅ شناختمتان: سارا"
    # What is filled in is no pattern, and no line of its own.
    assert "{left}\u2069" in say("signed_in", "fa", name="a\n{left}")


def test_unknown_names_and_missing_values_are_errors() -> None:
    with pytest.raises(KeyError):
        say("no_such_words", "fa")
    with pytest.raises(KeyError):
        say("signed_in", "fa")


@pytest.mark.parametrize(
    ("code", "lang"),
    [
        *(("fa", "fa"), ("fa-Latn", "fa"), ("fa-IR", "fa"), ("ar-EG", "ar")),
        *(("EN-us", "en"), ("de", "en"), ("", "en"), (None, "en")),
    ],
)
def test_each_language_is_served_in_one_of_ours(code: str | None, lang: str) -> None:
    assert language_of(code) == lang


def test_the_file_has_no_words_twice() -> None:
    source = Path(words.__file__).with_name("words.yml").read_text("utf-8")
    names = re.findall(r"^(\w+):$", source, re.MULTILINE)

    assert len(names) == len(set(names)) == len(words.words())
