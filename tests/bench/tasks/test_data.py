"""
The tasks as they stand: how many, of what kinds, and what is strange about them.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from bench._tasks import reference
from bench._tasks.data import Kind, Task, tasks
from bot.unusable import Unusable


def written(folder: Path, *actions: dict[str, object]) -> list[Task]:
    """
    The tasks of a file with one task that wants this.
    """
    task = {"user_id": "u", "instruction": "Your name is U.", "actions": actions}
    (folder / "tasks_some.json").write_text(json.dumps([task]), "utf-8")
    return tasks(folder)


CANCEL = {
    "name": "cancel_pending_order",
    "kwargs": {"order_id": "#W1", "reason": "no longer needed"},
}


def test_a_task_is_taken_where_all_its_writes_are_of_our_kinds(tmp_path: Path) -> None:
    looking = {"name": "get_order_details", "kwargs": {"order_id": "#W1"}}
    payment = {"name": "modify_pending_order_payment", "kwargs": {"order_id": "#W1"}}

    (task,) = written(tmp_path, looking, CANCEL)

    assert (task.name, task.file, task.user) == ("some 0", "some", "u")
    assert [(each.kind, each.order) for each in task.writes] == [(Kind.CANCEL, "#W1")]
    assert written(tmp_path, CANCEL, payment) == []
    assert written(tmp_path, looking) == []


def test_a_folder_without_the_shop_is_said(tmp_path: Path) -> None:
    from bench._tasks import data

    with pytest.raises(Unusable, match=r"users\.json"):
        data.build(tmp_path, tmp_path / "shop.db")


class TestOfTheDataSet:
    """
    What is told in `bench/_tasks/customer.py` and in the docs.
    """

    pytestmark = pytest.mark.shared

    def test_487_tasks_are_of_our_kinds(self, tasks: list[Task]) -> None:
        assert Counter(each.file for each in tasks) == {"dev": 18, "train": 469}
        kinds = Counter(kind for task in tasks for kind in task.kinds)
        assert kinds == {
            Kind.CANCEL: 150,
            Kind.ADDRESS: 36,
            Kind.ITEMS: 154,
            Kind.RETURN: 141,
            Kind.EXCHANGE: 150,
        }

    def test_41_things_in_40_tasks_are_to_become_what_they_are(
        self, tasks: list[Task]
    ) -> None:
        writes = [(task.name, w) for task in tasks for w in task.writes]
        same = [(n, w, k) for n, w in writes if (k := reference.into_itself(w))]

        assert sum(k for _, _, k in same) == 41
        assert len({name for name, _, _ in same}) == 40
        whole = [w for _, w, k in same if k == len(w.arguments["item_ids"])]
        assert len(whole) == 18

    def test_the_wiki_forbids_10_writes_for_which_a_gift_card_is_too_small(
        self, tasks: list[Task], shop: Path
    ) -> None:
        left = []
        for task in tasks:
            with reference.copied(shop) as database:
                left += [(task.name, w) for w in reference.perform(database, task)]

        assert {why for _, (_, why) in left} == {reference.Why.BALANCE}
        assert len({name for name, _ in left}) == len(left) == 10

    def test_the_database_has_all_of_the_files(self, shop: Path, retail: Path) -> None:
        orders = json.loads((retail / "orders.json").read_text("utf-8"))
        with closing(sqlite3.connect(shop)) as database:
            counts = {
                table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
                for table in ("orders", "items", "payments", "users", "products")
            }
            unpaid = database.execute(
                "SELECT count(*) FROM totals JOIN payments USING (order_id) "
                "WHERE kind = 'payment' AND amount <> total"
            ).fetchone()

        assert counts == {
            "orders": 1000,
            "items": sum(len(each["items"]) for each in orders.values()),
            "payments": sum(len(each["payment_history"]) for each in orders.values()),
            "users": 500,
            "products": 50,
        }
        assert unpaid == (0,)
