"""`sixianghui replay … --report DIR`: the campaign's results as published, in five formats, and the evidence beside them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sixianghui.common.sheets import safe
from sixianghui.ledger import public as ledger
from sixianghui.project.replay import reports
from sixianghui.project.replay.checking import Checked
from sixianghui.reports.public import PAPER_KINDS, make_paper

#: The file's name in each format.
NAME = "report"


def write(folder: Path, rows: Sequence[Checked], *, say: Callable[[str], None]) -> int:
    """Write `report.docx` and its like, `figures.csv` and a CSV of the rows behind each figure. 0, or 1 without a report."""
    folder.mkdir(parents=True, exist_ok=True)
    edition = reports.results()
    if edition is not None:
        for kind in PAPER_KINDS:
            target = folder / f"{NAME}.{kind}"
            target.write_bytes(make_paper(edition, kind))
            say(f"{target}  {target.stat().st_size:,} 字节")
    _write_csv(folder / "figures.csv", _table(rows))
    for row in rows:
        if row.value is not None:
            _write_csv(folder / f"{row.expected.figure}.csv", _evidence(row.expected.figure))
    say(f"已写入 {folder}/")
    return 0 if edition is not None else 1


def _table(rows: Sequence[Checked]) -> Iterable[list[object]]:
    yield ["figure", "value", "least", "most", "wording", "verdict"]
    for row in rows:
        one = row.expected
        yield [one.figure, row.value, one.least, one.most, one.wording, row.verdict]


def _evidence(name: str) -> Iterable[list[object]]:
    figure = ledger.get(name)
    yield [str(column.label) for column in figure.columns]
    for row in figure.rows(ledger.WHOLE):
        yield [safe(cell) for cell in ledger.cells(figure, row)]


def _write_csv(target: Path, lines: Iterable[list[object]]) -> None:
    with target.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(lines)
