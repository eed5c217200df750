"""
How customers write the number of an order.
"""

from __future__ import annotations


def ways_to_write(number: str) -> list[str]:
    """
    The same number as customers type it.
    """
    eastern = number.translate({ord("0") + n: chr(ord("۰") + n) for n in range(10)})
    arabic = number.translate({ord("0") + n: chr(ord("٠") + n) for n in range(10)})
    return [
        number,
        f" {number}\n",
        number.lower(),
        number.upper(),
        eastern,
        arabic,
        f"\u2068{number}\u2069",
        f"{number[:3]} {number[3:]}",
    ]
