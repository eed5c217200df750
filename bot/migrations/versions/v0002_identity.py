"""
Who is who: the ledger of identities, and what people agreed to.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """
    Make the tables of the ledger, empty.
    """
    op.create_table(
        "identifiers",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_identifiers"),
        sa.UniqueConstraint("kind", "scope", "value", name="uq_identifiers_value"),
    )
    op.create_table(
        "identity_persons",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("root", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_identity_persons"),
    )
    op.create_index("ix_identity_persons_root", "identity_persons", ["root"])
    op.create_table(
        "identity_links",
        sa.Column("identifier", NUMBER, nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("alone", NUMBER, nullable=True),
        sa.Column("assurance", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("proven_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["identifier"],
            ["identifiers.id"],
            name="fk_identity_links_identifier",
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["identity_persons.id"], name="fk_identity_links_person"
        ),
        sa.PrimaryKeyConstraint("identifier", "person", name="pk_identity_links"),
        sa.UniqueConstraint("alone", name="uq_identity_links_alone"),
    )
    op.create_index("ix_identity_links_person", "identity_links", ["person"])
    op.create_table(
        "identity_events",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("identifier", NUMBER, nullable=True),
        sa.Column("other", NUMBER, nullable=True),
        sa.Column("undoes", NUMBER, nullable=True),
        sa.Column("assurance", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["identity_persons.id"], name="fk_identity_events_person"
        ),
        sa.ForeignKeyConstraint(
            ["identifier"],
            ["identifiers.id"],
            name="fk_identity_events_identifier",
        ),
        sa.ForeignKeyConstraint(
            ["other"], ["identity_persons.id"], name="fk_identity_events_other"
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["identity_events.id"], name="fk_identity_events_undoes"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_identity_events"),
        sa.UniqueConstraint("undoes", name="uq_identity_events_undoes"),
    )
    op.create_index("ix_identity_events_person", "identity_events", ["person"])
    op.create_index("ix_identity_events_other", "identity_events", ["other"])
    op.create_table(
        "consents",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["identity_persons.id"], name="fk_consents_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("ix_consents_person", "consents", ["person"])
