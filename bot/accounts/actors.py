"""
Who wants something done, and what they may.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.accounts.audit import Who
from bot.accounts.errors import NotAllowed
from bot.accounts.rights import RIGHTS, Right, Role


@dataclass(frozen=True)
class Actor:
    """
    Somebody as they are in the present transaction: `account` is None for an operator.
    """

    who: Who
    rights: frozenset[Right]

    @property
    def account(self) -> int | None:
        """
        Whose deeds these are.
        """
        return self.who.account

    def may(self, right: Right) -> bool:
        """
        Whether the right is theirs.
        """
        return right in self.rights

    def demand(self, right: Right) -> None:
        """
        Raise `NotAllowed` without the right.
        """
        if not self.may(right):
            raise NotAllowed(f"{self.who.name} may not {right.value}")


def of_role(who: Who, role: Role) -> Actor:
    """
    Somebody with an account of this role.
    """
    return Actor(who, RIGHTS[role])


def operator(name: str) -> Actor:
    """
    Whoever works on the server's own machine: the files are theirs anyway.
    """
    return Actor(Who(None, name), frozenset(Right))
