"""`sixianghui replay`."""

from __future__ import annotations

import sys
from pathlib import Path

from django.urls import reverse

from sixianghui.channel.public import recount_reads
from sixianghui.project.models import Instance
from sixianghui.project.replay import reporting
from sixianghui.project.replay.checking import Checked, bound_of, checked
from sixianghui.project.replay.play import play, scenario
from sixianghui.project.replay.steps import Step


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


def run(name: str, *, check: bool, report: Path | None) -> int:
    """Play, then check and report if asked. 0 all well; 1 a figure is off or has no room yet; 3 a real site."""
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
        status = max(status, reporting.write(report, rows, say=_say))
    return status


def print_check(rows: list[Checked]) -> int:
    """Print the table: is it right, figure, value, bound, where its evidence is. 0 all well, 1 one is off or not built."""
    for row in rows:
        value = "—" if row.value is None else f"{row.value:,}"
        address = "—" if row.value is None else reverse("reports:figure", args=[row.expected.figure])
        _say(
            f"{row.verdict:<10} {row.expected.figure:<26} {value:>10}  {bound_of(row.expected):>17}  "
            f"{address:<36} {row.expected.wording}"
        )
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in ("ok", "off", "not built")}
    _say(f"{counts['ok']} ok, {counts['off']} off, {counts['not built']} not built")
    return 0 if counts["ok"] == len(rows) else 1


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
