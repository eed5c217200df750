"""
What a finder gives.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """
    One thing found: its kind, its value, and where it stands in the compared form.
    """

    entity: str
    value: str
    start: int
    end: int
