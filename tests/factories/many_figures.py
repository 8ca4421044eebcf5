"""What figures count, by the million: people, reads and facts around what `many.py` and `many_campaigns.py` build.

Rows are written by the database itself, as the commands leave them; what no figure reads is left out.
"""

from __future__ import annotations

import datetime as dt
import sys
import time as clock
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from sixianghui.access.public import Account
from sixianghui.channel.models import ArticlePage, BasePage, ColumnPage, Release
from sixianghui.common.seconds import begin_of
from sixianghui.directory.commands import count_again
from sixianghui.directory.models import Enterprise, Unit
from tests.factories.many_campaigns import Built

AT = "'2018-03-05 02:00:00+00:00'"
#: An article is read for so many days by so many readers a day, and comes out on one of so many.
DAYS_READ, READERS, DAYS = 100, 50, 400
FIRST_DAY = dt.date(2017, 2, 1)


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    units: int = 10_000
    people: int = 1_000_000
    articles: int = 2_000
    activities: int = 100_000

    @property
    def reads(self) -> int:
        """Each article is read by as many."""
        return self.articles * DAYS_READ * READERS


def series(many: int, name: str = "i") -> str:
    """A table of the numbers from 0 to many - 1."""
    if connection.vendor == "postgresql":
        return f"(SELECT generate_series(0, {many - 1}) AS {name}) AS {name}_series"
    return (
        f"(WITH RECURSIVE many_{name}({name}) AS (SELECT 0 UNION ALL SELECT {name} + 1 FROM many_{name}"
        f" WHERE {name} < {many - 1}) SELECT {name} FROM many_{name}) AS {name}_series"
    )


@contextmanager
def told(what: str) -> Iterator[None]:
    """Say how long it took."""
    began = clock.perf_counter()
    yield
    print(f"  {what}: {clock.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


def write(table: str, values: dict[str, str], rows: str) -> None:
    """INSERT … SELECT: an expression for each column, over a table of numbers."""
    with connection.cursor() as cursor:
        names, expressions = ", ".join(values), ", ".join(values.values())
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {expressions} FROM {rows}")


def fact(unit: str, actor: Account, at: str = AT, **more: str) -> dict[str, str]:
    """The columns of every fact, and its own."""
    return {
        "at": at, "recorded_at": at, "actor_id": str(actor.pk), "unit_id": unit, "struck_reason": "''", **more,
    }  # fmt: skip


def days_later(step: str) -> str:
    """Moments that are spread over the days of a year and a half."""
    if connection.vendor == "postgresql":
        return f"timestamptz {AT} + ({step}) * interval '1 minute'"
    return f"strftime('%Y-%m-%d %H:%M:%S', '2018-03-05 02:00:00', '+' || ({step}) || ' minutes')"


def many_people(built: Built, many: int) -> None:
    """People on the rosters of all branches, each with a status: twelve of twenty are full members."""
    first, units = _first(Unit), len(_branches())
    line = "CASE WHEN i % 20 < 17 THEN 'party' ELSE 'league' END"
    status = (
        "CASE WHEN i % 20 < 12 THEN 'full' WHEN i % 20 < 13 THEN 'probationary' WHEN i % 20 < 15 THEN 'activist'"
        " WHEN i % 20 < 16 THEN 'applicant' WHEN i % 20 < 17 THEN 'target' ELSE 'league_member' END"
    )
    person, numbers = "1000000 + i", series(many)
    with transaction.atomic(), told(f"{many:,} people"):
        write(
            "directory_person",
            {
                "id": person, "ref": "'many-' || i", "name": "'样例' || i", "pinyin": "'yangli'", "initials": "'yl'",
                "number": "''", "is_sample": "false", "entered_at": AT, "changed_at": AT,
            },
            numbers,
        )  # fmt: skip
        spell = {"since": "'2017-01-01'", "person_id": person}
        write("directory_standing", spell | {"line": line, "status": status}, numbers)
        write("directory_affiliation", spell | {"line": line, "unit_id": f"{first} + i % {units}"}, numbers)
        posts = "CASE i % 3 WHEN 0 THEN 'secretary' WHEN 1 THEN 'organisation_member' ELSE 'group_leader' END"
        write(
            "directory_appointment",
            spell | {"ref": "'many-' || i", "post": posts, "unit_id": f"{first} + i % {units}"},
            series(3 * units),
        )
        count_again(_branches())


def many_lines(built: Built) -> None:
    """Every second branch belongs to an enterprise and is guided by the committee."""
    branches = _branches()
    guided = branches[len(branches) // 2 :]
    made = Enterprise.objects.bulk_create(
        Enterprise(name=f"样例企业{number}", short_name=f"样例{number}") for number in range(len(guided))
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE directory_unit SET enterprise_id = {made[0].pk} + id - {guided[0]} WHERE id BETWEEN {guided[0]} AND {guided[-1]}"
        )
        write(
            "directory_guidance",
            fact(f"{guided[0]} + i", built.clerk, committee_id=str(built.committee.pk)),
            series(len(guided)),
        )


def many_facts(built: Built) -> None:
    """Letters, resolutions, advice, practices, corrections and requests about personal data."""
    from sixianghui.activities.models import Activity
    from sixianghui.complaints.models import Complaint

    clerk, units = built.clerk, len(_branches())
    first, activity, plan = _first(Unit), _first(Activity), built.plans[0].pk
    branch, at = f"{first} + i % {units}", days_later("i * 7")
    office = str(built.committee.pk)
    kinds = "CASE i % 3 WHEN 0 THEN 'suggestion' WHEN 1 THEN 'complaint' ELSE 'burden' END"
    with transaction.atomic(), told("facts around them"):
        letter = {"ref": "'many-' || i", "kind": kinds, "promised_on": "'2018-12-31'", "provisional": "false"}
        write("complaints_complaint", fact(office, clerk, at, **letter), series(20_000))
        received = _first(Complaint)
        write("complaints_answer", fact(office, clerk, at, complaint_id=f"{received} + i"), series(18_000))
        resolved = {"activity_id": f"{activity} + i % {Activity.objects.count()}", "text": "'示例' || i", "post": "'secretary'", "due_on": "'2018-12-31'", "despite": "''"}  # fmt: skip
        write("activities_resolution", fact(branch, clerk, at, **resolved), series(20_000))
        with connection.cursor() as cursor:
            cursor.execute("SELECT MIN(id) FROM activities_resolution")
            resolution = cursor.fetchone()[0]
        write(
            "activities_settlement",
            fact(branch, clerk, at, resolution_id=f"{resolution} + i", line="'办了'"),
            series(15_000),
        )
        advice = {"plan_id": f"{plan} + i", "ref": "'many-' || i", "text": "'示例'"}
        write("campaigns_advice", fact(branch, clerk, at, **advice), series(min(10_000, len(built.plans))))
        practice = {
            "ref": "'many-' || i", "campaign_id": str(built.campaigns[0].pk), "title": "'样例做法'", "done": "'示例'",
            "for_whom": "'示例'", "took": "'示例'", "came": "'示例'", "open": "true",
        }  # fmt: skip
        write("campaigns_practice", fact(branch, clerk, at, **practice), series(2_000))
        with connection.cursor() as cursor:
            cursor.execute("SELECT MIN(id) FROM campaigns_practice")
            shared = cursor.fetchone()[0]
        went = "CASE i % 3 WHEN 0 THEN 'worked' WHEN 1 THEN 'partly' ELSE 'not' END"
        trial = {"practice_id": f"{shared} + i % 2000", "went": went, "text": "'示例'"}
        other = f"{first} + (i + i / 2000) % {units}"
        write("campaigns_trial", fact(other, clerk, at, **trial), series(4_000))
        release = _first(Release)
        correction = {
            "release_id": f"{release} + i % {Release.objects.count()}",
            "revision": "i",
            "what": "'示例'",
        }
        write("channel_correction", fact(office, clerk, at, **correction), series(500))
        asked = {
            "ref": "'many-' || i", "kind": "'correction'", "account_id": str(clerk.pk), "unit_id": branch,
            "topic": "''", "text": "''", "made_at": AT, "due_on": "'2018-12-31'", "outcome": "'done'",
            "answered_at": AT, "answer": "''", "report": "'{}'",
        }  # fmt: skip
        write("privacy_request", asked, series(2_000))


def many_reads() -> int:
    """Each article is read on the days after it came out; two articles share their readers. Returns how many rows."""
    columns = {column.path: column.pk for column in ColumnPage.objects.all()}
    found = list(ArticlePage.objects.order_by("pk").values_list("pk", "path", "unit_id"))
    steplen = BasePage.steplen
    rows: list[Any] = [
        (number, pk, columns[path[:-steplen]], unit, number * DAYS // len(found))
        for number, (pk, path, unit) in enumerate(found)
    ]
    made = 0
    with told("reads"), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_piece (n integer, pk integer, col integer, unit integer, first integer)"
        )
        cursor.executemany("INSERT INTO bench_piece VALUES (%s, %s, %s, %s, %s)", rows)
        for number in range(DAYS + DAYS_READ - 1):
            made += _a_day(cursor, number)
        cursor.execute("DROP TABLE bench_piece")
    return made


def _a_day(cursor: Any, number: int) -> int:
    """The reads of one day, and its sums: a reader of two pieces came to the site with the first of them."""
    day = FIRST_DAY + dt.timedelta(days=number)
    noon, last = begin_of(day) + 43_200, number - DAYS_READ + 1
    out = f"p.first BETWEEN {last} AND {number}"
    reader = f"{number} * 1000000 + (p.n / 2) * {READERS} + k"
    with transaction.atomic():
        cursor.execute(
            f"INSERT INTO channel_read (piece, at, reader) SELECT p.pk, {noon} + k * 2 + p.n % 2, {reader}"
            f" FROM bench_piece p CROSS JOIN {series(READERS, 'k')} WHERE {out} ORDER BY p.n, k"
        )
        added = int(cursor.rowcount)
        cursor.execute(
            "INSERT INTO channel_readday (piece_id, day, column_id, unit_id, reads, readers, readers_in_column,"
            f" readers_on_site) SELECT p.pk, '{day}', p.col, p.unit, {READERS}, {READERS}, {READERS},"
            f" CASE WHEN p.n % 2 = 1 AND other.first >= {last} THEN 0 ELSE {READERS} END"
            f" FROM bench_piece p LEFT JOIN bench_piece other ON other.n = p.n - 1 WHERE {out}"
        )
    return added


def _branches() -> list[int]:
    return list(Unit.objects.filter(slug__startswith="many-").order_by("pk").values_list("pk", flat=True))


def _first(model: Any) -> int:
    found = model._base_manager.order_by("pk")
    if model is Unit:
        found = found.filter(slug__startswith="many-")
    return int(found.values_list("pk", flat=True)[0])


def know_all_sizes() -> None:
    """What both databases do by themselves some hours later."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
