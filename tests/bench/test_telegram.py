"""
That the benchmark of Telegram still runs, and finds what is out of order.

No time is judged here.
"""

import json
from datetime import datetime, timezone

import pytest
import sqlalchemy as sa

from bench import _shop, telegram
from bench._telegram import order
from bench._telegram.api import Heard
from bot.channels.telegram import chats
from bot.channels.telegram.chats import Who
from bot.conversations.tables import messages
from bot.unusable import Unusable
from tests.fakes.database import fresh_database


@pytest.mark.slow
@pytest.mark.engine
def test_it_runs_from_start_to_end(model, capsys):
    """
    Every text has been answered, and in each chat in order: else the run would be void.
    """
    paced = ["--per-second", "30"]
    assert telegram.main(["--quick", "--only", "ours", "--json", *paced]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["name"] == "telegram"
    rows = {row["what"]: row for row in result["rows"]}
    for what in ("acknowledged, all updates", "acknowledged, texts", "replied"):
        assert rows[what]["ours"] > 0
        assert rows[what]["peer"] is None
    assert "30 updates/s, 3 texts/s" in rows["turns"]["case"]
    assert rows["texts brought and answered"]["case"] == "20 chats, 3 texts each"
    # With so little that comes no bar was tried.
    assert [bar["value"] for bar in result["bars"]] == [None] * 3


@pytest.mark.parametrize("rate", ["0", "-1", "many", "inf", "nan"])
def test_a_pace_that_is_none_is_refused(rate, capsys):
    with pytest.raises(SystemExit) as refused:
        telegram.main(["--per-second", rate])
    assert refused.value.code == 2
    assert "--per-second" in capsys.readouterr().err


CHAT = 5
TEXTS = ("where is it?", "and the other one?")
REPLIES = ("On its way & near.", "It is here.")
HEARD = ("On its way &amp; near.", "<b>It is</b> here.")


class TestOrder:
    """
    Two texts with their replies, as they stand in the thread and as they arrived.
    """

    @pytest.fixture
    def judged(self, tmp_path):
        """
        Judges what was written and heard, where all stands rightly in the thread.
        """
        fresh_database(tmp_path)
        database = tmp_path / "hamyar.db"
        engine = sa.create_engine(f"sqlite:///{database}")
        now = datetime.now(timezone.utc)
        with engine.begin() as connection:
            thread = chats.meet(connection, Who(CHAT, CHAT, True), now).conversation
            for number in range(len(TEXTS)):
                said = ("customer", TEXTS[number]), ("bot", REPLIES[number])
                for at, (author, text) in enumerate(said):
                    connection.execute(
                        messages.insert().values(
                            conversation=thread,
                            seq=2 * number + at + 1,
                            author=author,
                            text=text,
                            lang="en",
                            button_count=0,
                            at=now,
                            epoch=0,
                            channel="telegram",
                        )
                    )
        engine.dispose()

        def judge(written, heard):
            arrived = [Heard(CHAT, text, 0.0) for text in heard]
            shop = _shop.settings()
            return order.check(database, shop, {CHAT: written}, {CHAT: arrived})

        return judge

    def test_what_is_in_order_counts(self, judged):
        """
        However it was written as HTML, and in one message or in two.
        """
        assert judged(TEXTS, HEARD) == 1
        assert judged(TEXTS, [" ".join(HEARD)]) == 1

    @pytest.mark.parametrize(
        ("written", "heard"),
        [
            (TEXTS[::-1], HEARD),
            ((*TEXTS, "hello?"), HEARD),
            ((TEXTS[0], *TEXTS), HEARD),
            (TEXTS, HEARD[::-1]),
            (TEXTS, HEARD[:1]),
            (TEXTS, (*HEARD, HEARD[1])),
        ],
        ids=[
            *("texts swapped", "a text lost", "a text written twice, stored once"),
            *("replies swapped", "a reply lost", "a reply twice"),
        ],
    )
    def test_what_is_not_in_order_voids_the_run(self, judged, written, heard):
        """
        Each way in which it can go wrong.
        """
        with pytest.raises(Unusable, match="in chat 5"):
            judged(written, heard)
