"""What `app` does with a front's report of reads, and what an article shows of them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.channel.commands import count_reads
from sixianghui.channel.counting import Visit
from sixianghui.channel.models import Read
from sixianghui.channel.public import ArticlePage, withdraw_article
from sixianghui.common import seconds, time, wire
from sixianghui.common.time import shanghai
from sixianghui.ledger.public import WHOLE, Scope, freeze, get, seal_holds, value_of
from sixianghui.reports import exports
from tests.factories import an_account, signed_in, someone_with
from tests.pages.channel.pieces import put_out
from tests.pages.channel.reading import corrected, words
from tests.unit.channel.desk import DeskOfTests

NOON = int(shanghai(2018, 6, 5, 12).timestamp())


def report(*reads: tuple[int, int, int, str], name: str = "front 1", body: bytes | None = None) -> int:
    headers: dict[str, Any] = {wire.READS_BATCH: name} if name else {}
    sent = json.dumps(reads).encode() if body is None else body
    answer = Client(enforce_csrf_checks=True).post(
        wire.READS, sent, content_type="application/json", headers=headers
    )
    return int(answer.status_code)


def session_of(client: Client) -> str:
    return str(client.session.session_key)


def test_report_when_front_sends_it_then_is_written_at_the_moment_of_the_read(desk: DeskOfTests) -> None:
    piece = put_out(desk.column, "一篇").pk
    assert report((piece, 7, -5, ""), (piece, 0, 2**63 - 1, "")) == 204
    assert sorted(Read.objects.values_list("piece", "at", "reader")) == [
        (piece, NOON - 7, -5),
        (piece, NOON, 2**63 - 1),
    ]


def test_report_when_somebody_else_sends_it_then_there_is_no_such_page(desk: DeskOfTests) -> None:
    piece = put_out(desk.column, "一篇").pk
    assert report((piece, 0, 1, ""), name="") == 404
    assert report(body=b"no batch") == 400
    assert Client().get(wire.READS, headers={wire.READS_BATCH: "front 1"}).status_code == 405
    assert Read.objects.count() == 0


def test_report_when_our_own_editors_read_then_they_are_left_out_and_other_people_count(
    desk: DeskOfTests,
) -> None:
    piece = put_out(desk.column, "一篇").pk
    editors = [signed_in(person) for person in (desk.writer, desk.head, desk.chief)]
    others = [signed_in(an_account()), signed_in(someone_with(Post.SECRETARY)), Client()]
    reads = [
        (piece, 0, reader, session_of(client) if client.session.session_key else "")
        for reader, client in enumerate([*editors, *others])
    ]
    assert report(*reads, (piece, 0, 99, "nosuchsessionatallhere")) == 204
    assert sorted(Read.objects.values_list("reader", flat=True)) == [3, 4, 5, 99]


def test_report_when_it_knows_a_session_then_keeps_nothing_of_it(desk: DeskOfTests) -> None:
    piece = put_out(desk.column, "一篇").pk
    reader = signed_in(an_account())
    assert report((piece, 0, 1, session_of(reader))) == 204
    with connection.cursor() as cursor:
        for table in ("channel_read", "channel_readday", "channel_readsource"):
            cursor.execute(f"SELECT * FROM {table}")
            rows = cursor.fetchall()
            assert rows
            assert session_of(reader) not in str(rows)


def test_article_when_it_was_read_then_shows_how_often_and_leads_to_the_evidence(desk: DeskOfTests) -> None:
    piece, other = desk.released(), put_out(desk.column, "另一篇")
    count_reads([Visit(piece.pk, NOON - n, n) for n in range(1234)])
    count_reads([Visit(other.pk, NOON, 1)])
    answer = Client().get(piece.url)
    assert "阅读 1,234 人次" in words(answer)
    html = answer.content.decode()
    assert f'href="/figures/channel.reads/?piece={piece.pk}"' in html
    assert f'<read-report piece="{piece.pk}" hidden></read-report>' in html
    page = words(Client().get(f"/figures/channel.reads/?piece={piece.pk}"))
    for part in (f"频道阅读 《{piece.title}》", "1,234 人次", "满五秒", "COUNTER", "共 1 条"):
        assert part in page
    assert "按天去重" in words(Client().get(f"/figures/channel.readers/?piece={piece.pk}"))


def test_figures_when_narrowed_to_what_is_not_there_then_say_so(desk: DeskOfTests) -> None:
    piece = put_out(desk.column, "一篇").pk
    statuses = {
        query: Client().get(f"/figures/{query}").status_code
        for query in (
            f"channel.reads/?column={desk.column.pk}",
            f"channel.reads/?piece={piece}&since=2018-06-05&until=2018-06-05",
            "channel.reads/?piece=999999",
            "channel.reads/?piece=x",
            f"channel.reads/?piece={piece}&column={desk.column.pk}",
            f"channel.columns/?piece={piece}",
            "channel.readers/?unit=1",
        )
    }
    assert list(statuses.values()) == [200, 200, 404, 400, 400, 400, 400]


def test_evidence_when_millions_were_read_then_is_sums_and_holds_no_reader(desk: DeskOfTests) -> None:
    pieces = [put_out(desk.column, f"第{number}篇") for number in range(3)]
    count_reads([Visit(pieces[n % 3].pk, NOON - n, 10**15 + n) for n in range(300)])
    for address in ("?format=json", "rows.csv", "rows.xlsx"):
        answer = Client().get(f"/figures/channel.reads/{address}")
        body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type,attr-defined]
        assert answer.status_code == 200, address
        assert b"10000000000" not in body
    plain = Client().get("/figures/channel.reads/?format=json").json()
    assert (plain["value"], len(plain["rows"]), [row["reads"] for row in plain["rows"]]) == (
        300,
        3,
        ["100"] * 3,
    )
    assert value_of("channel.reads", Scope(thing=("column", desk.column.pk))) == 300
    assert seconds.day_of(NOON).isoformat() == plain["rows"][0]["day"]


def test_figures_when_a_piece_was_taken_back_then_neither_its_title_nor_what_was_corrected_is_shown(
    desk: DeskOfTests,
) -> None:
    piece = desk.released("不该再看到的题目")
    count_reads([Visit(piece.pk, NOON, 1)])
    corrected(desk, piece, "不该再看到的更正")
    names = ("channel.reads", "channel.readers", "channel.corrections")
    asked = [f"/figures/{name}/{form}" for name in names for form in ("", "?format=json", "rows.csv")]
    assert all("不该再看到的题目" in _said(address) for address in asked)
    withdraw_article(ArticlePage.objects.get(pk=piece.pk), by=desk.chief, reason="来源有误")
    for address in asked:
        assert "不该再看到" not in _said(address), address
        assert "（已撤下）" in _said(address), address
    assert [value_of(name) for name in names] == [1, 1, 1]


def test_corrections_when_published_and_a_piece_is_taken_back_then_the_seal_holds_and_its_words_are_gone(
    desk: DeskOfTests, clock: time.ManualClock
) -> None:
    piece = desk.released()
    corrected(desk, piece, "不该再看到的更正")
    clock.set(time.now() + dt.timedelta(minutes=1))
    made = freeze("channel.corrections", WHOLE, by=desk.chief, at=time.now())
    clock.set(time.now() + dt.timedelta(minutes=1))
    withdraw_article(ArticlePage.objects.get(pk=piece.pk), by=desk.chief, reason="来源有误")
    assert seal_holds(made) is True
    [row] = get("channel.corrections").rows(WHOLE)
    assert [str(column.value(row)) for column in get("channel.corrections").columns[:2]] == ["（已撤下）"] * 2


def _said(address: str) -> str:
    answer = Client().get(address)
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type,attr-defined]
    return str(answer.json()) if "json" in address else body.decode()


def test_file_when_it_would_hold_more_sums_than_anybody_reads_then_asks_to_narrow(
    desk: DeskOfTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = put_out(desk.column, "一篇").pk
    count_reads([Visit(piece, NOON - day * 86400, day) for day in range(4)])
    monkeypatch.setattr(exports, "LARGEST_SUMS", 3)
    asked = [
        Client().get(f"/figures/channel.reads/rows.csv{query}")
        for query in ("", "?since=2018-06-03", "?piece=x")
    ]
    assert [answer.status_code for answer in asked] == [409, 200, 400]
    assert "请缩小范围" in asked[0].content.decode()
