"""
Run by Alembic: applies the revisions on the connection that `migrate` holds.
"""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # Changes of tables are part of the transaction, so a failure leaves no trace.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
