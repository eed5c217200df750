"""
What each role may, right by right.
"""

from __future__ import annotations

import pytest

from bot.accounts.actors import of_role, operator
from bot.accounts.audit import Who
from bot.accounts.errors import NotAllowed
from bot.accounts.rights import RIGHTS, Right, Role

ALLOWED = {
    #                  agent  lead   admin
    Right.CLAIM: (True, True, True),
    Right.REPLY: (True, True, True),
    Right.NOTE: (True, True, True),
    Right.TRANSFER: (True, True, True),
    Right.SEE_PROFILE: (True, True, True),
    Right.CHANGE_ORDERS: (True, True, True),
    Right.BLOCK: (True, True, True),
    Right.SEE_ALL: (False, True, True),
    Right.CANNED_EDIT: (False, True, True),
    Right.REPORTS: (False, True, True),
    Right.USERS_MANAGE: (False, False, True),
    Right.SETTINGS: (False, False, True),
    Right.AUDIT_READ: (False, False, True),
}
CASES = [
    (role, right, allowed[place])
    for right, allowed in ALLOWED.items()
    for place, role in enumerate((Role.AGENT, Role.LEAD, Role.ADMIN))
]


def test_every_right_and_every_role_is_tried() -> None:
    tried = {(role, right) for role, right, _ in CASES}

    assert tried == {(role, right) for role in Role for right in Right}
    assert set(RIGHTS) == set(Role)


@pytest.mark.parametrize(("role", "right", "allowed"), CASES)
def test_a_role_may_exactly_this(role: Role, right: Right, allowed: bool) -> None:
    actor = of_role(Who(1, "sara"), role)

    assert actor.may(right) is allowed
    if allowed:
        actor.demand(right)
    else:
        with pytest.raises(NotAllowed):
            actor.demand(right)


def test_who_works_on_the_machine_may_everything() -> None:
    assert all(operator("root").may(right) for right in Right)
