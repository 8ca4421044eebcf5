from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils.translation import get_language
from openpyxl import load_workbook

from sixianghui.access.public import Post
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Column, Scope
from tests import factories
from tests.unit.ledger.book import GUARDED, TURNS, Book, registered

FILES = f"/figures/{TURNS.name}/rows"
HOSTILE = [
    "=HYPERLINK(1)",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠1",
    '"=1',
    " =1",
    "甲,乙\n丙",
]


def read_csv(response: Any) -> list[list[str]]:
    content = b"".join(response)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(response: Any) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(b"".join(response))).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows()]


def test_csv_when_downloaded_then_has_a_head_that_says_what_the_number_is(book: Book, client: Client) -> None:
    fact = book.turn(book.branch(name="样例支部"))

    lines = read_csv(client.get(f"{FILES}.csv"))
    head = dict(line for line in lines[: lines.index([])])

    digest = head.pop("摘要")
    assert len(digest) == 64
    assert head == {
        "数字": "轮值的支部",
        "说明": "这么多个支部轮流写公众号。",
        "数值": "1 个",
        "一个单位是": "一个支部",
        "算": "每个支部算一个。",
        "不算": "划销的。",
        "不知道": "谁在写。",
        "范围": "全部",
        "截至": "2018年6月5日 12:00:00",
        "口径名称": TURNS.name,
        "口径版本": "1",
        "范围代码": "{}",
        "截至（UTC）": "2018-06-05T04:00:00.000000Z",
        "记录种类": "wechat.accountbranch",
    }
    assert lines[lines.index([]) + 1] == ["编号", "支部", "从何时起", "行摘要"]
    assert [line[:3] for line in lines[lines.index([]) + 2 :]] == [
        [str(fact.pk), "样例支部", "2018-06-05 12:00:00"]
    ]


def test_csv_when_anybody_computes_its_digest_again_then_it_is_the_published_one(
    book: Book, client: Client
) -> None:
    for name in ("样例支部“甲”", "样例支部乙", "=丙"):
        book.turn(book.branch(name=name))
    published = book.publish()

    lines = read_csv(client.get(f"{FILES}.csv"))
    head = dict(line for line in lines[: lines.index([])])
    rows = []
    for number, *cells, row_digest in lines[lines.index([]) + 2 :]:
        plain = [cell.removeprefix("'") for cell in cells]
        content = json.dumps([head["记录种类"], number, *plain], ensure_ascii=False, separators=(",", ":"))
        rows.append(hashlib.sha256(content.encode()).hexdigest())
        assert rows[-1] == row_digest
    whole = {
        "as_of": head["截至（UTC）"],
        "figure": head["口径名称"],
        "rows": sorted(rows),
        "scope": json.loads(head["范围代码"]),
        "version": int(head["口径版本"]),
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))

    assert hashlib.sha256(text.encode()).hexdigest() == head["摘要"] == published.digest


def test_file_when_saved_then_has_a_chinese_name_and_a_plain_one(book: Book, client: Client) -> None:
    for ending in ("csv", "xlsx"):
        disposition = client.get(f"{FILES}.{ending}").headers["Content-Disposition"]
        plain, encoded = disposition.split("; ")[1:]

        assert disposition.isascii()
        assert plain == f'filename="figure.{ending}"'
        assert unquote(encoded) == f"filename*=UTF-8''轮值的支部_20180605.{ending}"


def test_csv_when_cells_look_like_formulas_then_none_is_one(book: Book, client: Client) -> None:
    for name in HOSTILE:
        book.turn(book.branch(name=name))

    lines = read_csv(client.get(f"{FILES}.csv"))

    cells = [cell for line in lines for cell in line]
    assert [cell for cell in cells if cell.strip()[:1] in tuple("=+-@＝＋－＠") and cell.strip()] == []
    assert len(lines[lines.index([]) + 2 :]) == len(HOSTILE)


def test_xlsx_when_cells_look_like_formulas_then_all_are_text(book: Book, client: Client) -> None:
    for name in HOSTILE:
        book.turn(book.branch(name=name))

    rows = read_xlsx(client.get(f"{FILES}.xlsx"))

    filled = [cell for row in rows for cell in row if cell.value is not None]
    assert {cell.data_type for cell in filled} == {"s"}
    names = {cell.value for cell in filled}
    assert {name for name in HOSTILE if name.isprintable()} <= names


def test_xlsx_when_downloaded_then_says_the_same_as_the_csv(book: Book, client: Client) -> None:
    book.turn(book.branch(name="样例支部")), book.turn()

    sheet = [[cell.value or "" for cell in row] for row in read_xlsx(client.get(f"{FILES}.xlsx"))]
    lines = read_csv(client.get(f"{FILES}.csv"))

    assert [[cell for cell in row if cell] for row in sheet] == [
        [cell for cell in row if cell] for row in lines
    ]


def test_file_when_narrowed_then_has_the_rows_of_the_scope(book: Book, client: Client) -> None:
    unit = book.branch(name="样例支部")
    book.turn(unit), book.turn()

    lines = read_csv(client.get(f"{FILES}.csv?unit={unit.pk}"))

    assert dict(lines[: lines.index([])])["范围代码"] == Scope(unit=unit.pk).text()  # type: ignore[arg-type]
    assert [line[1] for line in lines[lines.index([]) + 2 :]] == ["样例支部"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_file_of_a_guarded_figure_when_downloaded_by_a_stranger_then_has_the_head_alone(
    book: Book, client: Client, ending: str
) -> None:
    unit = factories.a_unit(name="金丝雀支部")
    book.turn(unit)
    path = f"/figures/{GUARDED.name}/rows.{ending}"
    read = read_csv if ending == "csv" else read_xlsx

    def text(person: Client) -> str:
        return str([[getattr(cell, "value", cell) for cell in row] for row in read(person.get(path))])

    assert "金丝雀支部" not in text(client)
    assert "下面只有你可以看的记录" in text(client)
    assert "金丝雀支部" in text(factories.signed_in(factories.someone_with(Post.AUDITOR)))


@pytest.mark.parametrize(("prefix", "language"), [("", "zh-hans"), ("/en", "en")])
def test_file_when_asked_for_in_a_language_then_is_in_it_to_the_last_row(
    book: Book, client: Client, prefix: str, language: str
) -> None:
    spoken = replace(
        TURNS, name="wechat.test_spoken", columns=(Column("language", "语言", lambda row: get_language()),)
    )
    book.turn()
    with registered(spoken):
        lines = read_csv(client.get(f"{prefix}/figures/{spoken.name}/rows.csv"))

    assert lines[-1][1] == language


def test_file_of_a_guarded_unit_when_downloaded_by_a_stranger_then_has_no_digest_to_guess_from(
    book: Book, client: Client
) -> None:
    unit = book.branch()
    whole, narrow = (f"/figures/{GUARDED.name}/rows.csv{query}" for query in ("", f"?unit={unit.pk}"))

    def digest(person: Client, path: str) -> str:
        lines = read_csv(person.get(path))
        return dict(line for line in lines[: lines.index([])])["摘要"]

    assert digest(client, narrow) == "只给看得到全部记录的人"
    auditor = factories.signed_in(factories.someone_with(Post.AUDITOR))
    assert {len(digest(client, whole)), len(digest(auditor, narrow))} == {64}


def test_digest_of_a_row_that_is_not_for_everybody_then_cannot_be_computed_from_its_cells(book: Book) -> None:
    fact = book.turn()
    cells = [fact._meta.label_lower, str(fact.pk), *ledger.cells(GUARDED, fact)]
    plain = hashlib.sha256(json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()

    assert ledger.row_digest(TURNS, fact) == plain
    assert ledger.row_digest(GUARDED, fact) != plain
    assert book.publish(GUARDED.name) and ledger.seal_holds(book.publish(GUARDED.name)) is True
