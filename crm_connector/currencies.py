"""
How many digits the smallest unit of a currency has, in which all amounts are counted.
"""

from __future__ import annotations

from babel.numbers import get_currency_precision

_WHOLE = ("IRR", "IRT")
"""Counted whole: nobody pays parts of a rial, and the toman is no currency of ISO's."""


def digits(code: str) -> int:
    """
    The digits behind the point of an amount: 2 of USD, 0 of IRT.
    """
    return 0 if code in _WHOLE else int(get_currency_precision(code))
