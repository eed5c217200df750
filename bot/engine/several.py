"""
Several wishes in one message: which they are, and in what order they are answered.

"Cancel it, and how many points have I?" is understood as one of the two, and the other
would be dropped without a word. A message is taken apart only where each part would be
understood alone, for sure, as something that has nothing to do with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from actions.changing.reading import Known, pieces
from actions.changing.state.kinds import kind_of
from actions.changing.state.wishes import INTENTS
from actions.orders import at_hand
from actions.smalltalk.plain import begins_an_answer, is_nod, is_plain
from bot.engine.meaning import Parsed
from bot.engine.parts import Stretch, depends, has_reserve, speaks_of, stretches
from bot.nlu.decision import ASK_WHICH, FALLBACK
from bot.nlu.language import detect

SURE = 0.8
"""A part that is understood less surely is no wish of its own ..."""
SURE_OF_A_CHANGE = 0.5
"""... but for a change of an order, of which its words tell as well."""
SURE_OF_ALL = 0.9
"""A message that is understood so surely as none of its parts is not taken apart."""
MOST = 5
"""So many wishes of a message are answered one by one."""
_CHANGES = "changes"
"""Stands for every wish about an order: they are read together, by their form."""
_BUYS = frozenset({"place_order", "reorder"})
_FORMS = frozenset({_CHANGES, "place_order"})
_PEOPLE = frozenset({"contact_human_agent", "delete_my_data"})
_ABOUT_GOODS = frozenset(
    {"search_product", "check_price", "check_availability", "recommend_products"}
)
# Who tells of one of these wants something done.
_TOLD = frozenset({"recover_password", "report_damaged_item"})
# What is asked of one of these beside another is as often the same matter.
_KIN = (
    frozenset({_CHANGES, "check_cancellation_fee", "check_refund_policy"}),
    frozenset({"track_order", "delivery_period", "track_refund"}),
    frozenset({"track_order", "list_orders", "export_my_data"}),
    frozenset({"list_orders", "get_invoice"}),
    frozenset({"loyalty_points", "my_offers"}),
    frozenset({"loyalty_points", "check_cancellation_fee"}),
    frozenset({_CHANGES, "recover_password", "edit_account"}),
    frozenset({_CHANGES, "check_warranty"}),
    frozenset({"recover_password", "list_orders", *_BUYS}),
    frozenset({_CHANGES, "delivery_period"}),
    frozenset({_CHANGES, "track_refund", "check_payment_methods"}),
    frozenset({"contact_human_agent", "contact_customer_service"}),
    frozenset({"contact_customer_service", "store_locations"}),
    frozenset({"edit_account", "recover_password", "delete_my_data", "export_my_data"}),
    frozenset(
        {
            *(_BUYS | _ABOUT_GOODS),
            *("delivery_options", "delivery_period", "check_refund_policy"),
            *("check_warranty", "check_payment_methods", "my_offers"),
        }
    ),
)
_ORDERS = frozenset({at_hand.TRACK, at_hand.INVOICE, "list_orders", "track_refund"})
_OWN = _ORDERS | {_CHANGES, "place_order", "loyalty_points", "edit_account"}
_REFERENCES = frozenset({at_hand.NUMBER, at_hand.PLACE, "product", "product_word"})


@dataclass(frozen=True)
class Part:
    """
    What is answered by itself; it speaks of the orders `lent` to it, and names none.

    `is_own` tells that it may be of what nobody else is told, `is_form` that a form
    takes it up.
    """

    text: str
    lent: tuple[dict[str, Any], ...] = ()
    is_own: bool = True
    is_form: bool = False

    def meant(self, parsed: Parsed) -> Parsed:
        """
        What it was understood as, with the orders that were named beside it.
        """
        if not self.lent or parsed["intent"]["name"] not in at_hand.WISHES:
            return parsed
        return {**parsed, "entities": [*parsed["entities"], *self.lent]}


@dataclass
class _Wish:
    """
    A stretch, or several, understood as wishes of one `group`.
    """

    group: str
    texts: list[str]
    entities: list[dict[str, Any]]


def may_be_wishes(text: str) -> tuple[str, ...]:
    """
    What of a message is going to be understood by itself, if it is taken apart.
    """
    found = stretches(text, detect(text).language)
    asking = tuple(each.text for each in found if each.asks)
    return asking if len(found) > 1 else ()


class Several:
    """
    The wishes of one message in `written`, its way of writing.

    `understand` gives what the trained pipeline makes of a text, and `awaited` is the
    intent of the form whose question stands open, if one does.
    """

    def __init__(
        self,
        text: str,
        written: str,
        understand: Callable[[str], Parsed],
        awaited: str | None = None,
    ) -> None:
        self._text = text
        self._written = written
        self._understand = understand
        self._awaited = _group(awaited) if awaited else ""
        self._stretches = stretches(text, written)
        # Whether words follow a wish that are none themselves.
        self._goes_on = False

    def parts(self, whole: Parsed) -> tuple[Part, ...]:
        """
        What is answered, in that order; nothing where it is answered as a `whole`.

        Answers to an open form come first, else what tells something, and last what
        asks something back.
        """
        if not self._may_be():
            return ()
        answer, wishes = self._read()
        if not self._fit(answer, wishes, whole):
            return ()
        wishes = wishes[:MOST]
        parts = [
            Part(
                "\n".join(each.texts),
                _lent(wishes, at),
                each.group in _OWN,
                each.group in _FORMS,
            )
            for at, each in enumerate(wishes)
        ]
        ordered = sorted(
            zip(wishes, parts, strict=True), key=lambda each: _rank(each[0].group)
        )
        told = tuple(part for _, part in ordered)
        return (Part(answer), *told) if answer else told

    def _may_be(self) -> bool:
        asking = sum(map(self._may_be_wish, self._stretches))
        return asking >= (1 if self._awaited else 2) and len(self._stretches) > 1

    def _read(self) -> tuple[str, list[_Wish]]:
        """
        What is for the open form, and the wishes besides.
        """
        found: list[_Wish] = []
        before: list[str] = []
        for each in self._stretches:
            wish = self._wish(each)
            if wish is None and found:
                self._goes_on = True
                found[-1].texts.append(each.text)
            elif wish is None:
                before.append(each.text)
            elif found and found[-1].group == wish.group:
                found[-1].texts += wish.texts
                found[-1].entities += wish.entities
            else:
                found.append(wish)
        if self._awaited:
            own = [e for e in found if e.group == self._awaited]
            answer = [*before, *(text for each in own for text in each.texts)]
            return "\n".join(answer), [e for e in found if e.group != self._awaited]
        if before and found:
            found[0].texts[:0] = before
        return "", _joined(found)

    def _wish(self, stretch: Stretch) -> _Wish | None:
        if depends(stretch.text, self._written) or not self._may_be_wish(stretch):
            return None
        parsed = self._understand(stretch.text)
        intent = parsed["intent"]["name"]
        group = _group(intent)
        bound = SURE_OF_A_CHANGE if group == _CHANGES else SURE
        is_sure = parsed["intent"]["confidence"] >= bound
        if not is_sure or not (stretch.asks or intent in _TOLD):
            return None
        stands = speaks_of(intent, stretch.text, self._written)
        if group == _CHANGES and not stands:
            found = pieces(stretch.text, self._written, Known())
            stands = any(kind_of(each) is not None for each in found)
        return _Wish(group, [stretch.text], parsed["entities"]) if stands else None

    def _may_be_wish(self, stretch: Stretch) -> bool:
        """
        Whether it asks for something, or tells of what one asks by telling it.
        """
        return stretch.asks or any(
            speaks_of(topic, stretch.text, self._written) for topic in _TOLD
        )

    def _fit(self, answer: str, wishes: Sequence[_Wish], whole: Parsed) -> bool:
        """
        Whether these are wishes of their own, and the message is nothing else.
        """
        groups = [each.group for each in wishes]
        if self._awaited:
            if self._goes_on:
                # "Yes. How many points have I? Actually no": it may take it all back.
                return False
            # Another form's wish may be of this one as well, and who wants a person
            # may have doubts.
            is_more = not (_FORMS | _PEOPLE).isdisjoint(groups)
            is_apart = not is_more and _are_apart([self._awaited, *groups])
            return is_apart and self._answers(answer)
        intent = whole["intent"]["name"]
        is_sure = whole["intent"]["confidence"] >= SURE_OF_ALL
        is_known = intent in (FALLBACK, ASK_WHICH) or _group(intent) in groups
        if not _are_apart(groups) or (is_sure and not is_known):
            return False
        return all(self._holds(each) for each in wishes)

    def _holds(self, wish: _Wish) -> bool:
        """
        Whether it still means the same with what goes with it.
        """
        parsed = self._understand("\n".join(wish.texts))
        return _group(parsed["intent"]["name"]) == wish.group

    def _answers(self, answer: str) -> bool:
        """
        Whether this may be an answer to the open form.

        A yes must be one as a whole: "yes, if it's free" is none, nor is "yes, but
        first tell me ...".
        """
        if not answer or is_nod(answer):
            return False
        if begins_an_answer(answer):
            if has_reserve(self._text, self._written):
                return False
            return is_plain(answer, is_yes=True) or is_plain(answer, is_yes=False)
        return _group(self._understand(answer)["intent"]["name"]) == self._awaited


def _joined(found: Sequence[_Wish]) -> list[_Wish]:
    """
    Each group once, where it stood first.
    """
    joined: dict[str, _Wish] = {}
    for each in found:
        known = joined.setdefault(each.group, each)
        if known is not each:
            known.texts += each.texts
            known.entities += each.entities
    return list(joined.values())


def _group(intent: str) -> str:
    if intent in INTENTS:
        return _CHANGES
    return "place_order" if intent in _BUYS else intent


def _are_apart(groups: Sequence[str]) -> bool:
    """
    Whether there are several, of which no two are often one and the same matter.
    """
    known = set(groups)
    return len(known) > 1 and all(len(known & kin) <= 1 for kin in _KIN)


def _rank(group: str) -> int:
    """
    What is told comes first, and what asks something back last.
    """
    if group in _PEOPLE:
        return 4
    if group in _FORMS:
        # What is in the cart takes several questions, and a change mostly one.
        return 3 if group == _CHANGES else 2
    return 1 if group in _ORDERS else 0


def _lent(wishes: Sequence[_Wish], at: int) -> tuple[dict[str, Any], ...]:
    """
    The number of the order that a wish speaks of which names none: of one before it.
    """
    if any(each["entity"] in _REFERENCES for each in wishes[at].entities):
        return ()
    for before in reversed(wishes[:at]):
        named = [e for e in before.entities if e["entity"] == at_hand.NUMBER]
        if named:
            return tuple({k: e[k] for k in ("entity", "value")} for e in named)
    return ()
