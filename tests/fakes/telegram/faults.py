"""
What can go wrong between a bot and Telegram, on demand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.fakes.telegram.refusals import Refusal


@dataclass(frozen=True)
class Refuse:
    """
    An answer that is not ok; nothing is done.
    """

    refusal: Refusal


@dataclass(frozen=True)
class Page:
    """
    A page of a proxy before Telegram, not JSON; nothing is done.
    """

    status: int = 502


@dataclass(frozen=True)
class Reset:
    """
    The connection is torn: before anything is done, or when it was and nobody is told.
    """

    when: Literal["before", "after"] = "after"


@dataclass(frozen=True)
class Hang:
    """
    No answer until whoever asks has gone: before anything is done, or after.
    """

    when: Literal["before", "after"] = "after"


@dataclass(frozen=True)
class Truncate:
    """
    It is done, but the JSON of the answer ends in its middle.
    """


@dataclass(frozen=True)
class CutOff:
    """
    It is done, but the connection ends before all bytes that were announced.
    """


@dataclass(frozen=True)
class Slow:
    """
    It is done, and the answer comes so many seconds later.
    """

    seconds: float


Fault = Refuse | Page | Reset | Hang | Truncate | CutOff | Slow


@dataclass
class _Planned:
    method: str
    fault: Fault
    left: int
    where: Mapping[str, Any]


@dataclass
class Faults:
    """
    The faults that next calls meet, in the order in which they were planned.
    """

    planned: list[_Planned] = field(default_factory=list)

    def next(self, method: str, fault: Fault, *, times: int = 1, **where: Any) -> None:
        """
        The next calls of a method meet a fault; "*" is any method but `getUpdates`.

        `where` narrows it to calls with these parameters, `chat_id=7` say.
        """
        self.planned.append(_Planned(method.lower(), fault, times, where))

    def clear(self) -> None:
        """
        From now on all is well.
        """
        self.planned.clear()

    def take(self, method: str, parameters: Mapping[str, Any]) -> Fault | None:
        """
        The fault that this call meets; it has met it then.
        """
        for each in self.planned:
            if each.left and _is_meant(each, method.lower(), parameters):
                each.left -= 1
                return each.fault
        return None


def _is_meant(plan: _Planned, method: str, parameters: Mapping[str, Any]) -> bool:
    if plan.method not in (method, "*") or (
        plan.method == "*" and method == "getupdates"
    ):
        return False
    return all(str(parameters.get(n)) == str(v) for n, v in plan.where.items())
