"""
Proof ages: how sure we still are of somebody, now.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from crm_connector.model import Assurance, Identity, Proof, ProofKind

FRESH = timedelta(minutes=15)
"""So long a code stands for level 3."""
CODE_LIVES: Mapping[str, timedelta] = {
    "web": timedelta(hours=12),
    "telegram": timedelta(days=30),
}
"""And so long, by channel, for level 2: a browser is shared more often than a phone."""


def by_code(channel: str, at: datetime) -> Proof:
    """
    The proof that a one-time code gives on this channel at this moment.
    """
    return Proof(ProofKind.CODE, at, at + _life(channel))


def by_contact(channel: str, at: datetime) -> Proof:
    """
    The proof that an account's own telephone gives: as long as a code, never level 3.
    """
    return Proof(ProofKind.CONTACT, at, at + _life(channel))


def by_shop(at: datetime) -> Proof:
    """
    The proof that the shop's own word gives at this moment: it ends with its session.
    """
    return Proof(ProofKind.SHOP, at)


def read(kind: str | None, at: datetime | None, channel: str) -> Proof | None:
    """
    A proof from how it was written down; None where nothing was.
    """
    if kind is None or at is None:
        return None
    if kind == ProofKind.CODE.value:
        return by_code(channel, at)
    if kind == ProofKind.CONTACT.value:
        return by_contact(channel, at)
    return Proof(ProofKind(kind), at)


def level(identity: Identity, now: datetime) -> Assurance:
    """
    How sure we are now: never more than when it was proven.

    What nobody can say how it was proven is not proven.
    """
    proof = identity.proof
    if proof is None or (proof.until is not None and proof.until <= now):
        return min(identity.assurance, Assurance.CHANNEL)
    if identity.assurance is Assurance.FRESH_CODE and not _is_fresh(proof, now):
        return Assurance.PROVEN
    return identity.assurance


def _is_fresh(proof: Proof, now: datetime) -> bool:
    return proof.kind is ProofKind.CODE and now - proof.at < FRESH


def _life(channel: str) -> timedelta:
    return CODE_LIVES.get(channel, min(CODE_LIVES.values()))
