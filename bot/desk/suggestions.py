"""
What an agent may say next: the shop's ready-made replies that fit, and the bot's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.formatting import digits
from actions.store.topics import TOPICS
from bot.desk import canned, wordings
from bot.desk.canned import Reply
from bot.handoff.account import Names
from bot.handoff.earlier import Earlier
from bot.handoff.packet import Asked, Packet
from bot.handoff.policy import Reason
from bot.shop import ShopSettings

MOST = 5
# Its answer is a text of the shop's own, or says how something is done: what is read
# from a customer's data is looked at in the panel instead.
_TOLD = frozenset(
    {
        *("cancel_order", "change_order", "change_shipping_address", "reorder"),
        *("report_damaged_item", "return_item", "get_refund", "payment_issue"),
        *("edit_account", "create_account", "recover_password"),
        *("registration_problems", "place_order"),
    }
)

# Before that nothing is done with anybody's order.
_FIRST_OF_ALL = (Reason.IDENTITY_FAILED,)

Wording = Callable[..., str]


@dataclass(frozen=True)
class Suggesting:
    """
    Makes suggestions, with the words of the domain (`wording`) and of the shop.

    `rules` gives, by language, the fields that the shop's rules fill instead of its
    own texts.
    """

    wording: Wording
    shop: ShopSettings
    names: Names
    rules: Callable[[str], Mapping[str, str]] = lambda _: {}

    def fields(
        self, packet: Packet | None, agent: Mapping[str, str], language: str
    ) -> dict[str, str]:
        """
        What stands for the fields of ready-made replies; without what is not known.
        """
        known = {
            "shop": _in(self.shop.name, language),
            "agent": _in(agent, language),
            "customer": packet.who.name if packet and packet.who else "",
            "order": digits(packet.order or "", language) if packet else "",
        }
        return {name: value for name, value in known.items() if value}

    def of(
        self,
        reason: str,
        packet: Packet | None,
        replies: Collection[Reply],
        *,
        fields: Mapping[str, str],
        skills: Collection[str],
        language: str,
        said: Collection[str] = (),
    ) -> list[dict[str, Any]]:
        """
        At most `MOST` replies in the customer's language, the closest first.

        Nothing is suggested that asks for what is known, or that agents have `said`.
        """
        intent = packet.wanted.intent if packet else ""
        found: list[dict[str, Any]] = []
        wanted = packet.asked if packet else ()
        has_photo = any(each.details.get("photo") for each in wanted)
        known = {*fields, canned.PHOTO} if has_photo else set(fields)
        for each in canned.fitting(replies, (reason, intent), skills):
            if not each.asks.isdisjoint(known):
                continue
            text = each.filled(language, fields)
            if text is not None and text not in said:
                found.append(
                    {
                        "title": dict(each.titles) or each.title,
                        "text": text,
                        "lang": language,
                        "from": "canned",
                        "id": each.id,
                    }
                )
        answer = self._answer(intent, fields.get("order", ""), language)
        if answer is not None and answer["text"] not in said:
            # It is never crowded out: it is what the shop itself says about this.
            found = [*found[: MOST - 1], answer]
        return found[:MOST]

    def next_step(
        self,
        reason: str,
        *,
        has_begun: bool = False,
        known: Sequence[Earlier] = (),
        asked: Asked | None = None,
    ) -> Mapping[str, str] | None:
        """
        What to begin with; what to go on with for whoever `has_begun`.

        Of `known` earlier talks an open promise comes before all else, and what the
        last one came to before a greeting. What is `asked` of an order and not done is
        the next thing otherwise, unless nobody knows who asks.
        """
        owed = next((each for each in known if each.is_owed), None)
        last = owed or (known[0] if known and not has_begun else None)
        if last is not None:
            return wordings.after(last)
        if asked is not None and reason not in _FIRST_OF_ALL:
            step = wordings.to_do(asked, self.names)
            if reason != Reason.UPSET or has_begun:
                return step
            begin = wordings.next_step(reason) or {}
            return {each: f"{begin.get(each, '')} {step[each]}" for each in step}
        return wordings.next_step(reason, has_begun=has_begun)

    def _answer(self, intent: str, order: str, language: str) -> dict[str, Any] | None:
        """
        The bot's own answer to what was wanted, where it is one text.
        """
        topics = TOPICS.get(intent, ())
        by_rules = self.rules(language)
        is_written = any(
            self.shop.policies.get(topic) or f"policy_{topic}" in by_rules
            for topic in topics
        )
        if not is_written and intent not in _TOLD:
            return None
        response = f"utter_{intent}"
        text = self.wording(response, language, order=order, **by_rules).strip()
        if not text or text == response:
            return None
        return {
            "title": dict(self.names.wishes.get(intent, {})) or intent,
            "text": text,
            "lang": language,
            "from": "answer",
        }


def _in(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "")
