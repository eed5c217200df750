"""
Amounts as WooCommerce writes them ("29.35"), in whole units of ours and back.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from crm_connector import currencies
from crm_connector.model import Money

# The toman is no currency of ISO's; a Persian plugin has it, and thousands as well.
_THOUSANDS = {"IRHR": "IRR", "IRHT": "IRT"}
_MOST_DIGITS = 15


@dataclass(frozen=True)
class Unit:
    """
    A currency of the shop: `factor` of our `currency`'s smallest units are one of it.
    """

    currency: str
    factor: Decimal

    @classmethod
    def of(cls, code: str, *, rials_as_toman: bool) -> Unit:
        """
        The unit of the shop's currency with this code.
        """
        factor = Decimal(1000 if code in _THOUSANDS else 1)
        currency = _THOUSANDS.get(code, code)
        if currency == "IRR" and rials_as_toman:
            return cls("IRT", factor / 10)
        return cls(currency, factor * 10 ** currencies.digits(currency))

    def money(self, amount: Decimal) -> Money:
        """
        What the shop's amount is for us, rounded where it has less than our unit.

        Raises `ValueError` for what no shop sells at.
        """
        if amount < 0 or amount.adjusted() > _MOST_DIGITS:
            raise ValueError("is no amount")
        ours = (amount * self.factor).to_integral_value(ROUND_HALF_UP)
        return Money(int(ours), self.currency)

    def written(self, amount: Money) -> str:
        """
        Our amount as the shop writes it.
        """
        return format(Decimal(amount.amount) / self.factor, "f")
