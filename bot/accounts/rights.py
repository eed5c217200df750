"""
What each role may do: one table, and nothing else decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType


class Role(str, Enum):
    """
    What somebody is at the shop.
    """

    AGENT = "agent"
    LEAD = "lead"
    ADMIN = "admin"


class Right(str, Enum):
    """
    What can be allowed to a role.
    """

    CLAIM = "claim"
    """Take a conversation from the queue."""
    REPLY = "reply"
    NOTE = "note"
    """Write what only colleagues see."""
    TRANSFER = "transfer"
    SEE_ALL = "see_all"
    """See conversations that are a colleague's or the bot's."""
    SEE_PROFILE = "see_profile"
    """See what the shop's systems know of a customer."""
    CHANGE_ORDERS = "change_orders"
    """Have an order changed for whom they attend to."""
    BLOCK = "block"
    """Stop a customer from writing."""
    CANNED_EDIT = "canned_edit"
    """Change the ready-made replies of all."""
    USERS_MANAGE = "users_manage"
    REPORTS = "reports"
    SETTINGS = "settings"
    AUDIT_READ = "audit_read"


_AGENT = frozenset(
    (
        Right.CLAIM,
        Right.REPLY,
        Right.NOTE,
        Right.TRANSFER,
        Right.SEE_PROFILE,
        Right.CHANGE_ORDERS,
        # Whoever is insulted need not wait for somebody else to end it; it is logged.
        Right.BLOCK,
    )
)
_LEAD = _AGENT | {Right.SEE_ALL, Right.CANNED_EDIT, Right.REPORTS}
_ADMIN = _LEAD | {Right.USERS_MANAGE, Right.SETTINGS, Right.AUDIT_READ}

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {Role.AGENT: _AGENT, Role.LEAD: _LEAD, Role.ADMIN: _ADMIN}
)
