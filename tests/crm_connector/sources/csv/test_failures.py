"""
A file that changes is read again; what cannot be read leaves what was read before.
"""

from __future__ import annotations

import asyncio
import os
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from crm_connector.errors import (
    BadMapping,
    BadSourceData,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.sources.csv import CsvSettings
from crm_connector.sources.csv.kept import KeptFile
from tests.crm_connector.sources.csv.files import (
    AT_ONCE,
    FIXTURES,
    NOW,
    WRITTEN,
    later,
    opened,
    write,
)

CLUB = (FIXTURES / "club.csv").read_text("utf-8")


@pytest.fixture
def club(mapping: Path) -> Path:
    """
    The file of what customers collected.
    """
    return mapping.parent / "club.csv"


async def points(source) -> tuple[int, datetime]:
    """
    What the first customer has, and as of when.
    """
    found = await source.loyalty("0041")
    return found.points, found.as_of


async def test_a_new_export_is_read_and_says_when_it_was_written(source, club) -> None:
    assert await points(source) == (12_500, WRITTEN)

    write(club, CLUB.replace("۱۲٬۵۰۰", "۱۳٬۰۰۰"), at=later())

    assert await points(source) == (13_000, later())


async def test_a_file_put_in_the_others_place_is_another(source, club) -> None:
    await points(source)
    stat = club.stat()
    new = club.with_suffix(".new")
    write(new, CLUB.replace("۱۲٬۵۰۰", "۹۲٬۵۰۰"))
    new.replace(club)

    assert (club.stat().st_size, club.stat().st_mtime) == (stat.st_size, stat.st_mtime)
    assert (await points(source))[0] == 92_500


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(CLUB.encode()[:20], id="cut off in the headings"),
        pytest.param(CLUB.encode()[:-4], id="cut off in the last row"),
        pytest.param(CLUB.encode()[:61], id="cut off in a quoted cell"),
        pytest.param(CLUB.encode("cp1256", "replace"), id="in another encoding"),
        pytest.param(CLUB.encode()[:-3] + b"\x00\r\n", id="with a nul"),
        pytest.param("نام,سن\r\nزهرا,3\r\n".encode(), id="something else"),
        pytest.param(CLUB.replace("امتیاز", "x").encode(), id="without a heading"),
        pytest.param(
            f"{CLUB.splitlines()[0]}\n41,,many\n42,,\n43,,-1\n".encode(),
            id="of nonsense",
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n\xff\xfe" * 50, id="a picture"),
    ],
)
async def test_what_cannot_be_read_leaves_what_was_read_last(
    source, club, content: bytes
) -> None:
    await points(source)

    write(club, content, at=later())

    assert await points(source) == (12_500, WRITTEN)
    write(club, CLUB.replace("۱۲٬۵۰۰", "1"), at=later(120))
    assert await points(source) == (1, later(120))


async def test_a_file_that_was_touched_just_now_may_not_be_whole(source, club) -> None:
    await points(source)

    write(club, CLUB.replace("۱۲٬۵۰۰", "7"), at=NOW - timedelta(seconds=1))

    assert await points(source) == (12_500, WRITTEN)


async def test_a_file_of_less_than_half_the_size_may_be_half_of_it(
    source, club
) -> None:
    write(club, CLUB + "".join(f"{each},gold,1\n" for each in range(50, 90)))
    await points(source)
    half = CLUB.replace("۱۲٬۵۰۰", "7")

    write(club, half, at=NOW - timedelta(seconds=10))
    assert (await points(source))[0] == 12_500

    write(club, half, at=NOW - timedelta(seconds=61))
    assert (await points(source))[0] == 7


async def test_a_last_line_without_an_end_may_go_on(source, club) -> None:
    await points(source)
    cut = f"{CLUB.splitlines()[0]}\n0041,gold,13"

    write(club, cut, at=NOW - timedelta(seconds=10))
    assert (await points(source))[0] == 12_500

    write(club, f"{cut}000\n", at=NOW - timedelta(seconds=9))
    assert (await points(source))[0] == 13_000

    write(club, cut, at=NOW - timedelta(seconds=61))
    assert (await points(source))[0] == 13


async def test_the_first_reading_waits_until_a_file_is_written(mapping, club) -> None:
    write(club, CLUB, at=NOW)
    source = opened(mapping, CsvSettings(look_again=0, settled=60, timeout=10))
    asking = asyncio.create_task(points(source))
    await asyncio.sleep(0.1)
    assert not asking.done()
    asking.cancel()
    await source.close()

    source = opened(mapping, CsvSettings(look_again=0, settled=1, timeout=0.3))
    with pytest.raises(SourceUnavailable, match="is being written"):
        await points(source)
    write(club, CLUB, at=NOW - timedelta(seconds=2))
    assert (await points(source))[0] == 12_500
    await source.close()


async def test_a_file_that_grows_while_it_is_read_is_not_taken(
    mapping, club, monkeypatch
) -> None:
    source = opened(mapping, CsvSettings(look_again=0, timeout=0.3))
    reading = KeptFile._read
    looked = []

    def slowly(self, version):
        looked.append(version)
        write(club, CLUB + "99,,3\r\n", at=later(len(looked)))
        return reading(self, version)

    monkeypatch.setattr(KeptFile, "_read", slowly)
    with pytest.raises(SourceUnavailable, match="is being written"):
        await points(source)

    assert looked
    await source.close()


async def test_a_file_that_is_gone_is_unavailable_until_it_is_back(
    source, club
) -> None:
    await points(source)
    content = club.read_bytes()
    club.unlink()

    with pytest.raises(SourceUnavailable, match="cannot be read"):
        await points(source)

    write(club, content, at=later())
    assert await points(source) == (12_500, later())


async def test_a_file_is_looked_at_now_and_then(mapping, club) -> None:
    source = opened(mapping, CsvSettings(look_again=30))
    await points(source)

    write(club, CLUB.replace("۱۲٬۵۰۰", "1"), at=later())

    assert await points(source) == (12_500, WRITTEN)
    await source.close()


@pytest.mark.parametrize(
    "content", ["نام,سن\r\nزهرا,3\r\n", CLUB[:-3]], ids=["something else", "cut off"]
)
async def test_what_is_not_taken_is_read_and_told_once(
    source, club, monkeypatch, content
) -> None:
    await points(source)
    reading, read = KeptFile._read, []

    def counted(self, version):
        read.append(version)
        return reading(self, version)

    monkeypatch.setattr(KeptFile, "_read", counted)
    write(club, content, at=later())

    with capture_logs() as logs:
        for _ in range(3):
            await points(source)

    assert len(read) == 1
    assert [each["event"] for each in logs] == ["exported_file.not_taken"]
    assert logs[0]["goes_on_as_of"] == WRITTEN.isoformat()
    assert "زهرا" not in str(logs)


@pytest.mark.parametrize(
    ("limit", "why"), [({"most_rows": 1}, "more than 1 rows"), ({"most_bytes": 40}, "")]
)
async def test_a_file_that_is_too_long_is_not_read(mapping, limit, why) -> None:
    source = opened(mapping, CsvSettings(look_again=0, **limit))

    with pytest.raises(BadSourceData, match=why or "too long"):
        await points(source)
    await source.close()


async def test_a_long_file_keeps_nobody_waiting(mapping, club) -> None:
    source = opened(mapping, AT_ONCE)
    await points(source)
    rows = "".join(f"{each},gold,{each}\r\n" for each in range(100, 30_000))
    write(club, CLUB.replace("۱۲٬۵۰۰", "1") + rows, at=later())
    asked = 0
    while (await points(source))[0] != 1:
        asked += 1
        await asyncio.sleep(0.005)
    # Read between two questions it would have been the new one at once.
    assert asked > 1
    await source.close()


async def test_a_disk_that_does_not_answer_is_waited_for_so_long(
    mapping, monkeypatch
) -> None:
    answers = threading.Event()
    source = opened(mapping, CsvSettings(look_again=0, timeout=0.1))
    monkeypatch.setattr(KeptFile, "_refresh", lambda self: answers.wait(60))

    with pytest.raises(SourceUnavailable, match="still being read"):
        await points(source)

    answers.set()
    await source.close()


async def test_closing_ends_a_question_under_way(mapping, monkeypatch) -> None:
    answers = threading.Event()
    source = opened(mapping)
    monkeypatch.setattr(KeptFile, "_refresh", lambda self: answers.wait(60))
    asking = [asyncio.create_task(points(source)) for _ in range(2)]
    asking.append(asyncio.create_task(source.customer("42")))
    await asyncio.sleep(0.05)

    await source.close()
    answers.set()

    for each in await asyncio.gather(*asking, return_exceptions=True):
        assert isinstance(each, SourceUnavailable)


async def test_check_names_a_heading_that_is_not_there(mapping, club) -> None:
    write(club, CLUB.replace("امتیاز", "امتیازات"), at=later())
    source = opened(mapping)

    with pytest.raises(BadMapping, match=r"loyalty\.columns\.points.*'امتیازات'"):
        await source.check()
    await source.close()


async def test_a_file_without_headings_is_not_repeated(mapping, club) -> None:
    write(club, "41,gold,09121234567\n42,gold,5\n", at=later())
    source = opened(mapping)

    with pytest.raises(BadMapping) as caught:
        await source.check()

    assert "none of the mapped headings" in str(caught.value)
    assert "0912" not in str(caught.value)
    await source.close()


async def test_two_columns_of_one_name_are_a_mistake(mapping, club) -> None:
    write(club, CLUB.replace("سطح", "امتیاز"), at=later())
    source = opened(mapping)

    with pytest.raises(BadMapping, match="has two columns"):
        await source.check()
    await source.close()


async def test_excels_line_about_the_delimiter_is_no_heading(mapping, club) -> None:
    write(club, "sep=,\r\n" + CLUB, at=later())
    source = opened(mapping)

    assert (await points(source))[0] == 12_500
    await source.close()


async def test_a_file_that_may_not_be_read_is_the_operators_turn(mapping, club) -> None:
    source = opened(mapping)
    club.unlink()
    club.mkdir()
    os.utime(club, (WRITTEN.timestamp(), WRITTEN.timestamp()))

    with pytest.raises(SourceRejected):
        await points(source)
    await source.close()
