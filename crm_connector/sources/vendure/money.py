"""
Amounts of the shop in the units in which customers are told them.

Vendure keeps whole numbers with a fixed number of digits behind the point, two unless
the shop says another, also of currencies that have fewer or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from crm_connector import currencies
from crm_connector.model import Money

RIAL, TOMAN = "IRR", "IRT"
_RIALS_IN_A_TOMAN = 10


@dataclass(frozen=True)
class Units:
    """
    How this shop writes amounts.
    """

    precision: int = 2
    rials_as_toman: bool = False

    def money(self, amount: int, currency: str) -> Money:
        """
        What customers are told; a part of the smallest unit is rounded, half up.
        """
        told = self._told_in(currency)
        return Money(_rounded(amount / self._scale(currency)), told)

    def amount(self, money: Money, currency: str) -> int | None:
        """
        The shop's number for what we tell; None if it is not in `currency`.
        """
        if money.currency != self._told_in(currency):
            return None
        return _rounded(money.amount * self._scale(currency))

    def _told_in(self, currency: str) -> str:
        return TOMAN if self._is_toman(currency) else currency

    def _is_toman(self, currency: str) -> bool:
        return self.rials_as_toman and currency == RIAL

    def _scale(self, currency: str) -> Fraction:
        if self._is_toman(currency):
            return Fraction(10**self.precision * _RIALS_IN_A_TOMAN)
        return Fraction(10**self.precision, 10 ** currencies.digits(currency))


def _rounded(amount: Fraction) -> int:
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)
