"""
What the buttons of a question carry, for who asks and for who hears the answer.
"""

from __future__ import annotations

YES, NO, ALL = "yes", "no", "all"
RETURN, EXCHANGE = "return", "exchange"
