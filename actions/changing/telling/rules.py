"""
A shop's rules in the words of the domain: what is told of them, whoever asks.

They are told from `policies.yml` itself, so that nobody hears anything else than what
is gone by when it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import tzinfo

from actions import formatting
from actions.shared.voice import Says, Voice
from crm_connector.model import Money, OrderStatus
from crm_connector.operations import Operation
from crm_connector.policies.terms import (
    Fee,
    Limit,
    Payer,
    Policies,
    Rule,
    Terms,
    Way,
    folded,
)

CANCELLATION, RETURNS, REFUNDS = "cancellation", "returns", "refunds"
_BY: Mapping[str, tuple[Operation, ...]] = {
    CANCELLATION: (Operation.CANCEL_ORDER,),
    RETURNS: (Operation.RETURN_ITEMS,),
    REFUNDS: (Operation.RETURN_ITEMS, Operation.CANCEL_ORDER),
}
_NOT_SENT = frozenset({OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PREPARING})
_CAME = frozenset({OrderStatus.DELIVERED})


def are_told(policies: Policies, topic: str) -> bool:
    """
    Whether the rules say something of this topic of the shop's texts.
    """
    return any(each in policies.rules for each in _BY.get(topic, ()))


def fields(
    policies: Policies, says: Says, lang: str, zone: tzinfo
) -> Mapping[str, str]:
    """
    What stands in a response in the place of the shop's own texts, by their fields.

    Topics of which the rules say nothing are left out: there the text remains.
    """
    told = _Told(policies, Voice(lang, says, zone))
    texts: Mapping[str, Callable[[], str]] = {
        CANCELLATION: told.cancelling,
        RETURNS: told.returning,
        REFUNDS: told.refunds,
    }
    return {
        f"policy_{topic}": text()
        for topic, text in texts.items()
        if are_told(policies, topic)
    }


def returning(policies: Policies, voice: Voice) -> str:
    """
    What the rules say of returning; empty where they say nothing.
    """
    return _Told(policies, voice).returning() if are_told(policies, RETURNS) else ""


class _Told:
    """
    The rules of one shop in one language.
    """

    def __init__(self, policies: Policies, voice: Voice) -> None:
        self._policies = policies
        self._voice = voice

    def cancelling(self) -> str:
        """
        Until which stage, at what cost, and what is possible after it.
        """
        operation, say = Operation.CANCEL_ORDER, self._voice.of
        rule = self._policies.rules[operation]
        if rule.statuses == _NOT_SENT:
            parts = [say("utter_rule_cancel_until_shipped")]
        else:
            stages = self._stages(rule.statuses)
            parts = [say("utter_rule_cancel_while", stages=stages)]
        if rule.terms.until is not None:
            parts.append(say("utter_rule_limit", **self._limit(rule.terms.until)))
        parts.append(self._fee(rule.terms, operation) or say("utter_rule_free"))
        back = self._policies.rules.get(Operation.RETURN_ITEMS)
        if back is not None and rule.statuses <= _NOT_SENT:
            parts.append(say("utter_rule_then_return"))
        return _sentences(parts)

    def returning(self) -> str:
        """
        How long, of what, in which state, and who pays for the way.
        """
        operation, say = Operation.RETURN_ITEMS, self._voice.of
        rule = self._policies.rules[operation]
        terms = rule.terms
        parts = [self._when_returned(rule)]
        if terms.as_new:
            parts.append(say("utter_rule_as_new"))
        for name, categories in (
            ("unopened", terms.unopened_names),
            ("never", terms.never_names),
        ):
            if categories:
                listed = self._categories(categories)
                parts.append(say(f"utter_rule_{name}", categories=listed))
        if terms.fees:
            parts.append(self._fee(terms, operation))
        if terms.way_back is not None:
            parts.append(say(f"utter_way_back_{terms.way_back.value}"))
        if terms.photo:
            parts.append(say("utter_rule_fault_photo"))
        if rule.faults:
            parts.append(self._faults(rule))
        return _sentences(parts)

    def refunds(self) -> str:
        """
        By which way money comes back, and how long that takes.
        """
        say, rules = self._voice.of, self._policies.rules
        ways = {each: rules[each].ways for each in _BY[REFUNDS] if each in rules}
        if len(set(ways.values())) == 1:
            text = self._ways(next(iter(ways.values())))
            parts = [say("utter_rule_money", ways=text)]
        else:
            parts = [
                say(f"utter_rule_money_for_{each.value}", ways=self._ways(some))
                for each, some in ways.items()
            ]
        return _sentences(filter(None, [*parts, self._takes()]))

    def _ways(self, some: frozenset[Way]) -> str:
        say = self._voice.of
        text, *others = (
            say(f"utter_rule_money_{each.value}") for each in Way if each in some
        )
        for other in others:
            text = say("utter_rule_or", one=text, other=other)
        return text

    def _takes(self) -> str:
        takes, say = self._policies.takes, self._voice.of
        if not takes:
            return ""
        if set(takes) == {None}:
            return say("utter_rule_takes", when=self._voice.arrives(takes[None]))
        lines = []
        for kind, span in takes.items():
            when = self._voice.arrives(span)
            if kind is None:
                lines.append(say("utter_rule_takes_others", when=when))
            else:
                method = self._voice.method_kind(kind)
                lines.append(say("utter_rule_takes_to", method=method, when=when))
        return say("utter_rule_takes_of", times=self._voice.lines(lines))

    def _when_returned(self, rule: Rule) -> str:
        say, until = self._voice.of, rule.terms.until
        if rule.statuses == _CAME and until is not None:
            return say("utter_rule_return_within", **self._limit(until))
        if rule.statuses == _CAME:
            return say("utter_rule_return")
        text = say("utter_rule_return_while", stages=self._stages(rule.statuses))
        if until is None:
            return text
        return f"{text} {say('utter_rule_limit', **self._limit(until))}"

    def _faults(self, rule: Rule) -> str:
        """
        What is otherwise for reasons that are the shop's fault.
        """
        say, usual, other = self._voice.of, rule.terms, rule.at_fault
        parts = []
        if other.until != usual.until and other.until is None:
            parts.append(say("utter_rule_fault_any_time"))
        elif other.until != usual.until and other.until is not None:
            parts.append(say("utter_rule_fault_within", **self._limit(other.until)))
        if usual.unopened > other.unopened or (usual.as_new and not other.as_new):
            parts.append(say("utter_rule_fault_opened"))
        lifted = [
            each
            for each in usual.never_names
            if other.never.isdisjoint(map(folded, each.values()))
        ]
        if lifted:
            listed = self._categories(lifted)
            parts.append(say("utter_rule_fault_never", categories=listed))
        if other.never_names != usual.never_names and other.never_names:
            listed = self._categories(other.never_names)
            parts.append(say("utter_rule_never", categories=listed))
        if usual.fees and not other.fees:
            parts.append(say("utter_rule_fault_free"))
        elif other.fees != usual.fees:
            parts.append(self._fee(other, Operation.RETURN_ITEMS))
        if other.way_back is not usual.way_back and other.way_back is Payer.SHOP:
            parts.append(say("utter_way_back_shop"))
        if other.photo and not usual.photo:
            parts.append(say("utter_rule_fault_photo"))
        if not parts:
            return ""
        reasons = [each for each in rule.reasons if each in rule.faults]
        named = self._voice.listed(map(self._voice.reason, reasons))
        terms = _sentences(parts, is_first=False)
        return say("utter_rule_faults", reasons=named, terms=terms)

    def _fee(self, terms: Terms, operation: Operation) -> str:
        """
        What it costs, stage by stage where that differs; empty where nothing.
        """
        say, fees = self._voice.of, terms.fees
        if not fees:
            return ""
        if len(fees) == 1 and not fees[0].statuses:
            return say("utter_rule_fee", fee=self._amount(fees[0], operation))
        lines = []
        for each in fees:
            fee = self._amount(each, operation)
            if each.statuses:
                stages = self._stages(each.statuses)
                lines.append(say("utter_rule_fee_at", stages=stages, fee=fee))
            else:
                lines.append(say("utter_rule_fee_else", fee=fee))
        if all(each.statuses for each in fees):
            none = say("utter_rule_fee_none")
            lines.append(say("utter_rule_fee_else", fee=none))
        return say("utter_rule_fees", fees=self._voice.lines(lines))

    def _amount(self, fee: Fee, operation: Operation) -> str:
        if fee.percent:
            percent = self._voice.count(fee.percent)
            response = f"utter_rule_percent_{operation.value}"
            return self._voice.of(response, percent=percent)
        return self._voice.money(Money(fee.amount, self._policies.currency or ""))

    def _limit(self, limit: Limit) -> dict[str, str]:
        event = self._voice.of(f"utter_event_{limit.after.value}")
        lang = self._voice.lang
        if limit.hours is not None:
            time = formatting.hours(limit.hours, lang)
        else:
            time = formatting.days(limit.days or 0, lang)
        return {"time": time, "event": event}

    def _stages(self, statuses: frozenset[OrderStatus]) -> str:
        return self._voice.listed(
            self._voice.of(f"utter_stage_{each.value}")
            for each in OrderStatus
            if each in statuses
        )

    def _categories(self, names: Sequence[Mapping[str, str]]) -> str:
        lang = self._voice.lang
        texts = (
            " ".join((each.get(lang) or next(iter(each.values()))).split())
            for each in names
        )
        return self._voice.listed(texts)


def _sentences(parts: Iterable[str], *, is_first: bool = True) -> str:
    """
    One after the other; the first may go on in a sentence that has begun.
    """
    texts = list(parts)
    begun = [each[:1].upper() + each[1:] for each in texts]
    return " ".join(begun if is_first else [*texts[:1], *begun[1:]])
