"""
Every wish has a rule, an answer and a title; nothing answers a wish that is not there.
"""

import re
from collections import Counter

import pytest
import yaml

from actions.changing.state import wishes
from actions.orders.at_hand import BY_RULES
from actions.store.topics import TOPICS
from bot import HOUSE
from bot.engine.titles import titles
from bot.shop import TOPICS as KNOWN_TOPICS
from bot.shop import load_shop
from bot.shop_words import shop_words

INTENTS = [
    "track_order",
    "list_orders",
    "cancel_order",
    "change_order",
    "change_shipping_address",
    "place_order",
    "reorder",
    "delivery_options",
    "delivery_period",
    "report_damaged_item",
    "return_item",
    "get_refund",
    "track_refund",
    "check_refund_policy",
    "check_cancellation_fee",
    "get_invoice",
    "payment_issue",
    "payment_link",
    "check_payment_methods",
    "search_product",
    "check_availability",
    "check_price",
    "recommend_products",
    "my_offers",
    "loyalty_points",
    "store_hours",
    "store_locations",
    "check_warranty",
    "edit_account",
    "create_account",
    "recover_password",
    "registration_problems",
    "delete_my_data",
    "export_my_data",
    "newsletter_subscription",
    "complaint",
    "review",
    "contact_human_agent",
    "contact_customer_service",
    "greet",
    "goodbye",
    "thank",
    "affirm",
    "deny",
    "ask_capabilities",
    "bot_challenge",
    "change_language",
    "out_of_scope",
]
# What nobody learns from sentences: done by the page, told by a low confidence, or by
# words beside a question that is open.
UNSAID = {
    "signed_in",
    "nlu_fallback",
    "ask_which",
    "about_question",
    "about_signing_in",
    "about_told",
    "returned",
    "about_promise",
    "withdraw_person",
    "code_refused",
    "file_received",
    "rate_person",
    "rating_again",
    "rating_words",
    "order_news",
    "order_wish",
    "cart",
    "card_typed",
    "unreadable_received",
    "location_shared",
}
# A form, and what tells it by the shop's rules where the form does not take it.
FORM, BY_RULES_TOLD = "order_wish_form", "action_about_order"
# That of carts, which begins with either of these.
CART_FORM, BUYING = "cart_form", {"place_order", "reorder"}
LANGUAGES = ("fa", "ar", "en")
FIELD = re.compile(r"\{(\w+)\}")


def load(folder):
    """
    The YAML files of a folder.
    """
    return [
        yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((HOUSE / folder).glob("*.yml"))
    ]


DOMAIN = load("bot/domain")


def spoken(channel):
    """
    The responses by language that differ on a channel; of none ("") those of all.
    """
    return {
        name: found
        for part in DOMAIN
        for name, variations in part.get("responses", {}).items()
        if (
            found := {
                each["condition"][0]["value"]: each
                for each in variations
                if each.get("channel", "") == channel
            }
        )
    }


RESPONSES = spoken("")
ON_TELEGRAM = spoken("telegram")
RULES = {
    rule["steps"][0]["intent"]: rule["steps"][1]["action"]
    for part in load("nlu_data/rules")
    for rule in part["rules"]
}
ACTION_CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("actions", "bot/desk")
    for path in (HOUSE / folder).rglob("*.py")
)


def test_the_domain_has_each_intent_once():
    named = Counter(each for part in DOMAIN for each in part.get("intents", ()))

    assert named == Counter([*INTENTS, *UNSAID])


def test_every_intent_has_one_rule_and_no_other_has_any():
    rules = [rule for part in load("nlu_data/rules") for rule in part["rules"]]

    assert sorted(RULES) == sorted([*INTENTS, *UNSAID])
    assert len(rules) == len(RULES)
    assert len({rule["rule"] for rule in rules}) == len(rules)


def test_every_rule_leads_to_a_response_or_an_action_of_the_domain():
    actions = {action for part in DOMAIN for action in part.get("actions", ())}
    actions |= {form for part in DOMAIN for form in part.get("forms", ())}

    assert set(RULES.values()) - actions - set(RESPONSES) == set()


def test_every_response_is_said_by_a_rule_or_an_action():
    def is_said(name):
        # Some names are put together: utter_branch_open, utter_order_shipped ...
        parts = name.split("_")
        stems = ["_".join(parts[:n]) for n in range(2, len(parts) + 1)]
        put = (f'"{stem}{end}' for stem in stems for end in ('"', "{", "_{"))
        return f'"{name}"' in ACTION_CODE or any(each in ACTION_CODE for each in put)

    by_policy = {f"utter_{intent}" for intent in (*TOPICS, *BY_RULES)}
    # The engine says these itself.
    silent = {"utter_went_wrong", "utter_went_wrong_with", "utter_file_beside"}
    silent |= {"utter_left_open", "utter_on_condition"}
    said = set(RULES.values()) | by_policy | silent

    assert [name for name in RESPONSES if name not in said and not is_said(name)] == []


def test_what_is_told_about_an_order_has_a_response_that_names_it():
    about_order = (BY_RULES_TOLD, FORM, "action_track_refund")
    for intent, action in RULES.items():
        is_about_order = action in about_order
        if action == CART_FORM:
            assert intent in BUYING
            is_about_order = intent == "reorder"
        assert is_about_order == (intent in BY_RULES)
    for intent in BY_RULES:
        for response in RESPONSES[f"utter_{intent}"].values():
            assert FIELD.findall(response["text"].split("\n")[0]) == ["order"]


def test_what_is_told_about_an_order_is_not_told_of_any_order():
    """
    "Order 21928: To cancel an order, ..." reads as if nobody had heard which one.
    """
    of_any = re.compile(r"\b(?:an order|یک سفارش|ل\w+ (?:عنوان )?طلب)\b")
    said = [
        (intent, lang, of_any.findall(RESPONSES[f"utter_{intent}"][lang]["text"]))
        for intent in BY_RULES
        for lang in LANGUAGES
    ]

    assert [each for each in said if each[2]] == []


def test_what_tells_policies_knows_topics_and_has_a_response_for_each_wish():
    for intent, topics in TOPICS.items():
        assert RULES[intent] == f"action_{intent}"
        assert set(topics) <= {*KNOWN_TOPICS, "offers"}
        for response in RESPONSES[f"utter_{intent}"].values():
            told = {f"shop_{t}" if t == "offers" else f"policy_{t}" for t in topics}
            assert told <= set(FIELD.findall(response["text"]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_fields_of_the_shop_in_a_response_are_fields_that_there_are(lang):
    words = shop_words(load_shop(HOUSE / "demo" / "shop.yml"))[lang]
    used = {
        field
        for response in RESPONSES.values()
        for field in FIELD.findall(response[lang].get("text", ""))
        if field.startswith(("shop_", "policy_"))
    }

    assert used - set(words) == set()


def test_the_hours_of_the_telephone_are_told_only_to_whoever_asks_for_a_person():
    """
    A whole week of them fills the screen of a telephone.
    """
    told = {
        name
        for name, response in RESPONSES.items()
        for variation in response.values()
        if "shop_hours" in FIELD.findall(variation.get("text", ""))
    }

    assert told == {
        "utter_contact_people",
        "utter_contact_customer_service",
        # When can one call a shop that has no branches?
        "utter_part_phone_open",
        "utter_part_phone_closed",
        "utter_part_phone_shut",
    }


def test_a_field_that_may_be_empty_is_alone_with_its_line():
    may_be_empty = {"shop_email", "shop_offers", "order"}
    may_be_empty |= {f"policy_{t}" for t in KNOWN_TOPICS}
    by_policy = {f"utter_{intent}" for intent in TOPICS}
    by_policy |= {"utter_delivery_period", "utter_points_rules"}
    by_policy |= {"utter_pays_by_shop", "utter_goods_go_back"}
    lost = []
    for name, response in RESPONSES.items():
        for variation in response.values():
            lines = variation.get("text", "").split("\n")
            kept = [line for line in lines if not may_be_empty & {*FIELD.findall(line)}]
            # Only what is said after asking whether it is written may be nothing else.
            if not kept and name not in by_policy:
                lost.append(name)
            # A sentence of ours must not go with a text of the shop's.
            lost += [
                line
                for line in lines
                for field in FIELD.findall(line)
                if field.startswith("policy_") and line != f"{{{field}}}"
            ]
    assert lost == []


def test_every_response_asks_for_the_same_fields_in_each_language():
    for name, response in (*RESPONSES.items(), *ON_TELEGRAM.items()):
        fields = [
            sorted(FIELD.findall(response[lang].get("text", ""))) for lang in LANGUAGES
        ]
        assert fields[0] == fields[1] == fields[2], name


def test_what_is_said_on_telegram_speaks_of_nothing_that_is_not_there():
    """
    There is no field, no menu and no window of ours; the site is somewhere else.
    """
    of_the_page = re.compile(
        r"خانهٔ زیر|بالای همین پنجره|منوی بالا|مرورگر|در سایت وارد|"
        r"الخانة أدناه|أعلى نافذة|القائمة أعلاه|المتصفح|إلى حسابك في الموقع|"
        r"field below|top of this chat window|menu above|browser|to your account on"
    )
    said = {**RESPONSES, **ON_TELEGRAM}
    found = {
        name
        for name, response in said.items()
        for each in response.values()
        if of_the_page.search(each.get("text", ""))
    }

    # These are said where there is neither a code nor a number to sign in with.
    assert found == {"utter_sign_in_first", "utter_part_sign_in_wish_site"}
    assert set(ON_TELEGRAM) <= set(RESPONSES)


def test_every_button_asks_for_a_wish_that_there_is():
    payloads = {
        button["payload"].lstrip("/").partition("{")[0]
        for response in RESPONSES.values()
        for variation in response.values()
        for button in variation.get("buttons", ())
    }

    # The buttons of "did you mean this or that?" get their wishes when it is asked.
    put = {""}
    assert payloads - put <= {*INTENTS, "nlu_fallback", "withdraw_person"}


def test_every_kind_of_wish_begins_the_form_and_no_other():
    begin = {intent for intent, action in RULES.items() if action == FORM}

    assert begin == wishes.INTENTS


def test_every_intent_has_a_short_title_of_its_own_in_each_language():
    assert sorted(titles()) == sorted(INTENTS)
    for lang in LANGUAGES:
        texts = [titles()[intent][lang] for intent in INTENTS]
        assert len(set(texts)) == len(INTENTS)
        for text in texts:
            assert 0 < len(text) <= 30, text
            assert text.isascii() == (lang == "en"), text


def test_what_customers_do_not_say_has_no_title():
    assert "nlu_fallback" not in titles()
    assert "signed_in" not in titles()
