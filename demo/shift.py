"""
Bringing a demo shop up to today: every date moves by the same number of days.
"""

from __future__ import annotations

import sqlite3
from datetime import date

from demo.clock import Clock
from demo.store import write_holidays

# What has happened. After the shift it still lies in the past.
_EVENTS = {
    "customers": ("consent_at", "created_at"),
    "orders": ("placed_at", "updated_at"),
    "order_status_history": ("at",),
    "parcels": ("shipped_at", "delivered_at"),
    "payments": ("created_at", "paid_at"),
    "refunds": ("requested_at", "paid_at"),
    "returns": ("requested_at",),
    "exchanges": ("requested_at",),
    "differences": ("at",),
    "wishes": ("at",),
}
# What was promised or planned, as days.
_PLANS = {
    "orders": ("expected_on",),
    "parcels": ("expected_on",),
    "campaigns": ("starts_on", "ends_on"),
}


def shift_shop(database: sqlite3.Connection, built_on: date, today: date) -> None:
    """
    Move all dates from `built_on` to `today`, within the caller's transaction.
    """
    days = f"{(today - built_on).days:+d} days"
    # Something written at noon yesterday would lie in the future this morning; it
    # becomes the last thing that happened before today.
    latest = Clock(today).moment(-1)
    for table, columns in _EVENTS.items():
        moved = ", ".join(
            f"{column} = min(strftime('%Y-%m-%dT%H:%M:%S+00:00', {column}, :days), "
            ":latest)"
            for column in columns
        )
        # Names of tables and columns are the ones written above.
        statement = f"UPDATE {table} SET {moved}"  # noqa: S608
        database.execute(statement, {"days": days, "latest": latest})
    for table, columns in _PLANS.items():
        moved = ", ".join(f"{column} = date({column}, :days)" for column in columns)
        database.execute(f"UPDATE {table} SET {moved}", {"days": days})  # noqa: S608
    write_holidays(database, today)
    database.execute(
        "UPDATE meta SET value = ? WHERE key = 'built_on'", (today.isoformat(),)
    )
