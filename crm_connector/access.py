"""
What each read and write of a customer's data needs: the one place that says so.

Every way to such data goes through an `access_*` function, which gives the shop's own
number of the customer or raises: `NotProven` below the level that is needed at this
moment, `NotConfirmed` where this customer has not said yes to this very wish. Both are
raised before anything is asked of the shop, so a proof that ends stops a change before
it begins and never in the middle.

Where nobody asks and the clock looks at orders of its own accord, it is `may_follow`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from crm_connector.errors import NotConfirmed, NotProven
from crm_connector.identity.ageing import level
from crm_connector.identity.consent import Purpose, Statement, may
from crm_connector.model import Assurance, Identity, Wish, Yes


class Access(str, Enum):
    """
    A kind of reading or writing.
    """

    PROFILE = "profile"
    """Name, contacts, points: what the shop knows of the person."""
    ORDERS = "orders"
    """What they bought, and what they were billed and paid back for it."""
    CHANGE = "change"
    """To change an order, an address or contact data."""
    DECLARE = "declare"
    """To say what one agrees to, or that a record is somebody else's."""
    CLAIM = "claim"
    """To say that a further record is one's own, which opens that record."""
    DESK = "desk"
    """Somebody of the shop reads for a customer whom they attend to."""
    DESK_CHANGE = "desk_change"
    """Somebody of the shop changes an order for them, as they have asked and agreed."""
    EXPORT = "export"
    """To hand out all personal data at once."""
    ERASE = "erase"


@dataclass(frozen=True)
class Need:
    """
    How sure we must be, and whether the customer must have said yes to this very thing.
    """

    level: Assurance
    yes: bool = False


NEEDS: Mapping[Access, Need] = {
    Access.PROFILE: Need(Assurance.PROVEN),
    Access.ORDERS: Need(Assurance.PROVEN),
    Access.CHANGE: Need(Assurance.PROVEN, yes=True),
    # What is said is the yes or the no itself.
    Access.DECLARE: Need(Assurance.PROVEN),
    Access.CLAIM: Need(Assurance.FRESH_CODE, yes=True),
    # As the customer had proven it when they last wrote.
    Access.DESK: Need(Assurance.PROVEN),
    Access.DESK_CHANGE: Need(Assurance.PROVEN, yes=True),
    Access.EXPORT: Need(Assurance.FRESH_CODE),
    # It cannot be undone.
    Access.ERASE: Need(Assurance.FRESH_CODE, yes=True),
}


ATTENDED_FOR = timedelta(days=14)
"""So long after their last message a customer's wish is a reason to look at their data:
over holidays, and not for ever."""


@dataclass(frozen=True)
class Attended:
    """
    A customer whom somebody of the shop attends to.

    `identity` is what they had proven when they last wrote, and `wrote_at` when that
    was. That the conversation is given to whoever reads is the desk's to see to.
    """

    identity: Identity
    wrote_at: datetime


@dataclass(frozen=True)
class Agreed:
    """
    A change that may be made: whose data it is of, and the key of the wish.
    """

    customer_id: str
    key: str


def access_profile(identity: Identity, now: datetime) -> str:
    """
    May read what the shop knows of the person.
    """
    return _known(Access.PROFILE, identity, now)


def access_orders(identity: Identity, now: datetime) -> str:
    """
    May read orders, invoices and refunds.
    """
    return _known(Access.ORDERS, identity, now)


def access_change(
    identity: Identity, now: datetime, yes: Yes | None, wish: Wish
) -> Agreed:
    """
    May change an order, an address or contact data.
    """
    return _agreed(Access.CHANGE, identity, now, yes, wish)


def access_declare(identity: Identity, now: datetime) -> str:
    """
    May say what they agree to, and that a record is not theirs.
    """
    return _known(Access.DECLARE, identity, now)


def access_claim(
    identity: Identity, now: datetime, yes: Yes | None, wish: Wish
) -> Agreed:
    """
    May say that a further record is theirs.
    """
    return _agreed(Access.CLAIM, identity, now, yes, wish)


def access_desk(attended: Attended, now: datetime) -> str:
    """
    May be read by the one who attends to them, also when their proof has aged since.

    Who writes in the evening is answered in the morning, and by then no browser need be
    open: what counts is how sure we were of whoever asked.
    """
    customer_id = _known(Access.DESK, attended.identity, attended.wrote_at)
    if now - attended.wrote_at > ATTENDED_FOR:
        raise NotProven(
            "It was asked for too long ago.", needed=NEEDS[Access.DESK].level
        )
    return customer_id


def may_follow(customer_id: str, said: Mapping[Purpose, Statement]) -> str:
    """
    May have their orders looked at unasked, as long as their yes holds.

    Only whoever has proven who they are can have said it (`access_declare`). Whom what
    is found may be told is another question: that needs a proof that holds then.
    """
    if not may(said, Purpose.ORDER_NEWS):
        raise NotConfirmed("They do not want to be told of their orders.")
    return customer_id


def access_desk_change(
    attended: Attended, now: datetime, yes: Yes | None, wish: Wish
) -> Agreed:
    """
    May change an order for whom they attend to, who has said yes to it.
    """
    return _confirmed(access_desk(attended, now), yes, wish)


def is_sure_at_desk(attended: Attended, now: datetime) -> bool:
    """
    Whether `access_desk` lets whoever attends to them read: they have proven it.
    """
    try:
        access_desk(attended, now)
    except NotProven:
        return False
    return True


def access_export(identity: Identity, now: datetime) -> str:
    """
    May have all personal data handed out.
    """
    return _known(Access.EXPORT, identity, now)


def access_erase(
    identity: Identity, now: datetime, yes: Yes | None, wish: Wish
) -> Agreed:
    """
    May have personal data erased.
    """
    return _agreed(Access.ERASE, identity, now, yes, wish)


def is_sure(access: Access, identity: Identity, now: datetime) -> bool:
    """
    Whether we know well enough who they are; a yes may be needed besides.
    """
    if identity.customer_id is None:
        return False
    return level(identity, now) >= NEEDS[access].level


def _known(access: Access, identity: Identity, now: datetime) -> str:
    needed = NEEDS[access].level
    if identity.customer_id is None:
        raise NotProven("Nobody is signed in.", needed=needed)
    if not is_sure(access, identity, now):
        raise NotProven("The proof of identity is too weak for this.", needed=needed)
    return identity.customer_id


def _agreed(
    access: Access, identity: Identity, now: datetime, yes: Yes | None, wish: Wish
) -> Agreed:
    return _confirmed(_known(access, identity, now), yes, wish)


def _confirmed(customer_id: str, yes: Yes | None, wish: Wish) -> Agreed:
    # Without a key nothing would tell a second writing from the first.
    is_named = yes is not None and yes.key
    if (
        yes is None
        or not is_named
        or (yes.customer_id, yes.wish) != (customer_id, wish)
    ):
        raise NotConfirmed("The customer has not said yes to it.")
    return Agreed(customer_id, yes.key)
