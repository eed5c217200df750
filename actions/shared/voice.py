"""
How orders, things, money and rules are called in the words of the domain.

The domain keeps the words; what is put together here are lists and lines of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from actions import formatting, hours
from crm_connector.choices import PaymentMethod, Variant
from crm_connector.model import Address, Money, Order, OrderLine, OrderStatus
from crm_connector.operations import MethodKind, Operation, Reason
from crm_connector.policies.terms import Span

_BULLET = "• "
_FIRST_THINGS = 2
# A number with which one could pay, as it may stand in the name of a card.
_LONG = re.compile(r"\d(?:[ -]?\d){8,}")


class Says(Protocol):
    """
    What a response of the domain says in a language.
    """

    def __call__(self, response: str, language: str, **fields: str) -> str:
        """
        Its text with these fields.
        """


@dataclass(frozen=True)
class Voice:
    """
    Words in one language, as they stand inside sentences of the domain.
    """

    lang: str
    says: Says
    zone: tzinfo

    def of(self, response: str, **fields: str) -> str:
        """
        A piece of a sentence that the domain keeps.
        """
        return self.says(response, self.lang, **fields)

    def number(self, number: str) -> str:
        """
        The number of an order as the shop writes it, in the digits of the language.
        """
        # A number with letters is a code: it is typed as it stands.
        is_plain = number.isdigit()
        return (
            formatting.digits(number, self.lang)
            if is_plain
            else formatting.as_written(number, self.lang)
        )

    def count(self, value: int) -> str:
        """
        A whole number.
        """
        return formatting.number(value, self.lang)

    def money(self, amount: Money) -> str:
        """
        An amount; what is below 0 without its sign.
        """
        return formatting.money(Money(abs(amount.amount), amount.currency), self.lang)

    def day(self, moment: datetime) -> str:
        """
        The day of a moment by the shop's clock.
        """
        return formatting.day(moment.astimezone(self.zone).date(), self.lang)

    def until(self, moment: datetime) -> str:
        """
        The last day on which it is possible, with the hour where it ends within a day.
        """
        last = (moment - timedelta(microseconds=1)).astimezone(self.zone)
        ends = moment.astimezone(self.zone)
        text = formatting.day(last.date(), self.lang)
        if last.date() != ends.date():
            return text
        return self.listed([text, hours.clock(ends.time(), self.lang)])

    def options(self, options: Mapping[str, Mapping[str, str]]) -> str:
        """
        Options with their names: "color red, size 9"; empty without any.
        """
        told = options.get(self.lang) or next(iter(options.values()), {})
        return self.listed(f"{name} {value}" for name, value in told.items())

    def name(self, line: OrderLine) -> str:
        """
        What a thing is called.
        """
        return _in(line.names, self.lang)

    def thing(self, line: OrderLine, quantity: int | None = None) -> str:
        """
        A line of an order: its name, what it is like, and how many.
        """
        chosen = self.options(line.options) or _in(line.variants, self.lang)
        text = self.name(line) + (f" ({chosen})" if chosen else "")
        times = line.quantity if quantity is None else quantity
        return text if times == 1 else f"{text} × {self.count(times)}"

    def things(self, order: Order) -> str:
        """
        The first things of an order, to know it by.
        """
        names = [self.name(line) for line in order.lines[:_FIRST_THINGS]]
        more = " …" if len(order.lines) > _FIRST_THINGS else ""
        return self.listed(names) + more

    def variant(self, variant: Variant) -> str:
        """
        What a piece is like; empty for what comes in one kind alone.
        """
        return self.options(variant.options)

    def method(self, method: PaymentMethod, *, paid_with: str | None = None) -> str:
        """
        A means of payment, and whether it is what the order was paid with.
        """
        known = without_numbers(_in(method.names, self.lang))
        text = known or f"{self.method_kind(method.kind)} ({method.id})"
        if paid_with is not None and method.id == paid_with:
            return self.of("utter_method_used", method=text)
        return text

    def method_kind(self, kind: MethodKind) -> str:
        """
        A kind of paying.
        """
        return self.of(f"utter_method_{kind.value}")

    def reason(self, reason: Reason) -> str:
        """
        Why.
        """
        return self.of(f"utter_reason_{reason.value}")

    def state(self, status: OrderStatus) -> str:
        """
        Where an order stands.
        """
        return self.of(f"utter_state_{status.value}")

    def deed(self, operation: Operation) -> str:
        """
        What is done, as in "... is not possible any more": "cancelling it".
        """
        return self.of(f"utter_deed_{operation.value}")

    def deeds(self, operations: Iterable[Operation]) -> str:
        """
        Several of them.
        """
        some = set(operations)
        return self.listed(self.deed(each) for each in Operation if each in some)

    def address(self, address: Address) -> str:
        """
        An address in one line, a province that is called as its town said once.
        """
        city, province = address.city, address.province
        is_one = (province or "").casefold() == city.casefold()
        parts = (
            *(address.name, *address.lines, city, None if is_one else province),
            *(address.postal_code, self._country(address), address.phone),
        )
        return self.listed(self._part(str(each)) for each in parts if each)

    def _country(self, address: Address) -> str:
        code = address.country or ""
        return formatting.country(code, self.lang)

    def _part(self, written: str) -> str:
        # The house "12B" and whatever is in Latin letters stay as they are written.
        if any(sign.isascii() and sign.isalpha() for sign in written):
            return written
        plain = formatting.digits(written, self.lang)
        return formatting.left_to_right(plain) if plain.startswith("+") else plain

    def arrives(self, span: Span | None) -> str:
        """
        When money is there; empty where the shop does not say.
        """
        if span is None:
            return ""
        if span.is_at_once:
            return self.of("utter_money_at_once")
        if span.least == span.most:
            days = formatting.days(span.most, self.lang, working=span.working)
            return self.of("utter_money_in_days", days=days)
        days = formatting.some_days(
            span.least, span.most, self.lang, working=span.working
        )
        return self.of("utter_money_in_some_days", days=days)

    def listed(self, words: Iterable[str]) -> str:
        """
        One after the other.
        """
        return formatting.listed(list(words), self.lang)

    def lines(self, texts: Sequence[str]) -> str:
        """
        One below the other.
        """
        return "\n".join(f"{_BULLET}{each}" for each in texts)


def without_numbers(text: str) -> str:
    """
    What a means of payment is called; of long numbers the last four digits alone.
    """
    return _LONG.sub(lambda found: f"•••• {found.group()[-4:]}", text)


def _in(texts: Mapping[str, str], lang: str) -> str:
    return str(texts.get(lang) or next(iter(texts.values()), ""))
