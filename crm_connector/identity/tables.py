"""
The tables of the ledger, of consent and of one-time codes.

`bot/migrations` makes them where Hamyar keeps its data.

`identity_events` is the ledger: it is only ever added to. `identity_persons` and
`identity_links` are the present, which follows from it (`ledger.rebuild`). Values of
identifiers stand in `identifiers` alone, so that erasing a person's data leaves the
ledger whole.
"""

from __future__ import annotations

import sqlalchemy as sa

from crm_connector.columns import NAMES, Number, UtcTime

metadata = sa.MetaData(naming_convention=NAMES)
MERGING = 4_207_351_985
"""Any number: merges and splits take it in turns (an advisory lock of PostgreSQL)."""

identifiers = sa.Table(
    "identifiers",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("scope", sa.String(80), nullable=False),
    sa.Column("value", sa.String(254), nullable=False),
    sa.UniqueConstraint("kind", "scope", "value", name="uq_identifiers_value"),
)

persons = sa.Table(
    "identity_persons",
    metadata,
    sa.Column("id", Number, primary_key=True),
    # The smallest id of all that are one person; one look-up whatever was merged.
    sa.Column("root", Number, nullable=False, index=True),
)

links = sa.Table(
    "identity_links",
    metadata,
    sa.Column("identifier", Number, sa.ForeignKey("identifiers.id"), primary_key=True),
    sa.Column(
        "person",
        Number,
        sa.ForeignKey("identity_persons.id"),
        primary_key=True,
        index=True,
    ),
    # The identifier once more where it can be one person's alone: two who meet it at
    # the same moment are stopped by the database.
    sa.Column("alone", Number, unique=True),
    sa.Column("assurance", sa.Integer, nullable=False),
    sa.Column("source", sa.String(80), nullable=False),
    sa.Column("since", UtcTime, nullable=False),
    sa.Column("proven_at", UtcTime),
)

events = sa.Table(
    "identity_events",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column(
        "person",
        Number,
        sa.ForeignKey("identity_persons.id"),
        nullable=False,
        index=True,
    ),
    # Of a link: what was linked. Of a merge: with whom. Of a split: which merge. Of two
    # who are apart: from whom.
    sa.Column("identifier", Number, sa.ForeignKey("identifiers.id")),
    sa.Column("other", Number, sa.ForeignKey("identity_persons.id"), index=True),
    sa.Column("undoes", Number, sa.ForeignKey("identity_events.id"), unique=True),
    sa.Column("assurance", sa.Integer),
    # The source that said so, or the agent, admin or rule that decided it, and why.
    sa.Column("by", sa.String(80), nullable=False),
    sa.Column("reason", sa.Text),
)

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column(
        "person",
        Number,
        sa.ForeignKey("identity_persons.id"),
        nullable=False,
        index=True,
    ),
    sa.Column("purpose", sa.String(20), nullable=False),
    sa.Column("granted", sa.Boolean, nullable=False),
    # The words that were shown, as they were shown.
    sa.Column("wording", sa.Text, nullable=False),
    sa.Column("source", sa.String(80), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
)

# Nothing of codes can be read back: they, contacts and addresses are keyed hashes.
codes = sa.Table(
    "identity_codes",
    metadata,
    # The session that asked for it and alone may use it: one code at a time.
    sa.Column("session", sa.String(64), primary_key=True),
    sa.Column("salt", sa.LargeBinary(16), nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    sa.Column("contact", sa.String(64), nullable=False),
    # Nobody's, where the shop knows no such contact: it is tried like any other.
    sa.Column("customer_id", sa.String(200)),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("expires_at", UtcTime, nullable=False, index=True),
)

code_limits = sa.Table(
    "identity_code_limits",
    metadata,
    # A contact, an address or a session.
    sa.Column("who", sa.String(64), primary_key=True),
    # When codes were asked for, in seconds since 1970, the oldest first.
    sa.Column("moments", sa.JSON, nullable=False),
    sa.Column("last_at", UtcTime, nullable=False, index=True),
)
