"""`sixianghui replay`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sixianghui.channel.public import recount_reads
from sixianghui.ledger import public as ledger
from sixianghui.project.models import Instance
from sixianghui.project.replay.play import play, scenario
from sixianghui.project.replay.steps import Expected, Step

#: Exit status of `--check` when nothing is off but some figures have no room yet.
NOT_BUILT = 3


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


class _Progress:
    """A line that moves on a terminal, and one line per room elsewhere."""

    def __init__(self) -> None:
        self.room = ""

    def __call__(self, number: int, total: int, step: Step) -> None:
        if sys.stdout.isatty():
            print(f"\r{number:>4}/{total}  {step.at:%Y-%m-%d}  {step.room:<12}", end="", flush=True)  # noqa: T201
            if number == total:
                _say("")
        elif step.room != self.room:
            self.room = step.room
            _say(f"{number:>4}/{total}  {step.at:%Y-%m-%d}  {step.room}")


@dataclass(frozen=True)
class Checked:
    """One figure held against its source. `value` is None where its room is not built yet."""

    expected: Expected
    value: int | None

    @property
    def verdict(self) -> str:
        """`ok`, `off` or `not built`."""
        if self.value is None:
            return "not built"
        return "ok" if self.expected.least <= self.value <= self.expected.most else "off"


def checked(expected: Iterable[Expected]) -> list[Checked]:
    """Hold each figure against what the source states. No value is typed in: each is counted now."""
    known = {figure.name for figure in ledger.all_figures()}
    return [Checked(one, ledger.value_of(one.figure) if one.figure in known else None) for one in expected]


def run(name: str, *, check: bool, report: Path | None) -> int:
    """Play, then check and report if asked. 0 all well; 1 a figure is off; 3 a real site, or not all rooms built."""
    instance = Instance.objects.first()
    if instance is None:
        instance = Instance.objects.create(is_demo=True, replay=name)
    if not instance.is_demo:
        _say("这是一个真实的站，不能把演示数据放进来。请用 --data 指定另一个目录。")
        return 3
    played = play(name, tell=_Progress())
    _say(f"重放完成：新做了 {played} 步，已有的不重做。")
    rows = checked(scenario(name).expected)
    status = (print_recount() or print_check(rows)) if check else 0
    if report is not None:
        _write_report(report, rows)
    return status


def print_check(rows: list[Checked]) -> int:
    """Print the table; 0 all well, 1 a figure is off, 3 some have no room yet."""
    for row in rows:
        bound = (
            f"{row.expected.least:,}"
            if row.expected.least == row.expected.most
            else f"{row.expected.least:,}–{row.expected.most:,}"
        )
        value = "—" if row.value is None else f"{row.value:,}"
        _say(f"{row.verdict:<10} {row.expected.figure:<26} {value:>10}  {bound:>17}  {row.expected.wording}")
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in ("ok", "off", "not built")}
    _say(f"{counts['ok']} ok, {counts['off']} off, {counts['not built']} not built")
    return 1 if counts["off"] else NOT_BUILT if counts["not built"] else 0


def print_recount() -> int:
    """Count every read anew from its row and say whether that is what is published; 0 when it is, else 1."""
    found = recount_reads()
    equal = "=" if found.reads == found.counted else "≠"
    _say(
        f"{'off' if found.wrong else 'ok':<10} channel.reads {found.reads:,} {equal} {found.counted:,} 逐行重数"
    )
    for line in found.wrong[:10]:
        _say(f"           {line}")
    return 1 if found.wrong else 0


def _evidence(name: str) -> Iterable[list[object]]:
    figure = ledger.get(name)
    yield [str(column.label) for column in figure.columns]
    for row in figure.rows(ledger.WHOLE):
        yield list(ledger.cells(figure, row))


def _write_report(folder: Path, rows: list[Checked]) -> None:
    """The figures and the rows behind each, as files that need nothing to be read."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "figures.csv").open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(["figure", "value", "least", "most", "wording", "verdict"])
        for row in rows:
            one = row.expected
            writer.writerow([one.figure, row.value, one.least, one.most, one.wording, row.verdict])
    for row in rows:
        if row.value is not None:
            with (folder / f"{row.expected.figure}.csv").open("w", newline="", encoding="utf-8-sig") as file:
                csv.writer(file).writerows(_evidence(row.expected.figure))
    _say(f"已写入 {folder}/")
