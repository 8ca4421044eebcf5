"""From the blocks of a report to what is shown: every number counted, as everybody may see it, as of one moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from sixianghui.access.public import Person
from sixianghui.common import time
from sixianghui.common.errors import HouseError, NotThere
from sixianghui.common.text import grouped
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Figure, Reading, Scope, Sees, Showing
from sixianghui.reports import pages
from sixianghui.reports.queries import figures as figure_pages
from sixianghui.reports.rules import body, frozen
from sixianghui.reports.rules.body import BY_TIME, MOST_ROWS, Block, Pick
from sixianghui.reports.rules.frozen import Cell, Content, Entries, Entry


@dataclass(frozen=True)
class Source:
    """What a report is composed from: its words, whose it is, its scope, its blocks."""

    title: str
    organ: str
    scope: Scope
    blocks: tuple[Block, ...]
    sample: bool = False


def compose(source: Source, *, as_of: dt.datetime | None = None, trusted: Person | None = None) -> Content:
    """The report with its numbers as of a moment (now), in Chinese, as everybody may see them.

    `trusted`: also what this person may see of them, for readers who may see the same. A number costs one or two
    queries, a broken-down one another. Raises `UnknownFigure`, `ScopeError`.
    """
    moment = time.now() if as_of is None else as_of
    with override("zh-hans"):
        composer = _Composer(source.scope.at(moment), trusted)
        blocks = tuple(composer.block(one) for one in source.blocks)
        return Content(
            title=source.title,
            organ=source.organ,
            scope_label=source.scope.label(),
            as_of=moment,
            blocks=blocks,
            entries=tuple(composer.entries.found),
            sample=source.sample,
        )


def scope_of(pick: Pick, figure: Figure, scope: Scope) -> Scope:
    """What a number is narrowed to: the report's scope as far as the figure can be, or what the writer chose instead."""
    if pick.whole:
        return ledger.WHOLE.at(scope.as_of)
    if pick.unit is not None:
        scope = Scope(pick.unit, scope.since, scope.until, scope.as_of, scope.thing)
    return figure.fitted(scope)


def check(blocks: Iterable[Block], scope: Scope) -> None:
    """Whether every number that the blocks name can be counted there. No number is counted.

    Raises `UnknownFigure`, `ScopeError` or `NotThere` with a sentence.
    """
    for pick in body.picks_of(blocks):
        figure = ledger.get(pick.figure)
        if pick.unit is not None and not figure.unit_path:
            raise HouseError(_("“%(label)s”没有按组织分开记，请不要指定组织。") % {"label": figure.label})
        scope_of(pick, figure, scope).label()
    for block in blocks:
        if isinstance(block, body.Breakdown) and block.by != BY_TIME:
            ledger.get(block.pick.figure).group(block.by)
        elif isinstance(block, body.Breakdown) and not ledger.get(block.pick.figure).goes_over_time:
            raise NotThere(_("这个数没有按日期分开记，不能画成走势。"))


class _Composer:
    def __init__(self, scope: Scope, trusted: Person | None) -> None:
        self.scope, self.trusted = scope, trusted
        self.entries = Entries()
        self.readings: dict[tuple[str, str], tuple[Reading, Reading | None]] = {}

    def block(self, block: Block) -> frozen.Block:
        match block:
            case body.Heading(text, level):
                return frozen.Heading(text, level)
            case body.Text():
                lines = (
                    tuple(part if isinstance(part, str) else self.place(part) for part in parts)
                    for parts in block.parts()
                )
                return frozen.Text(tuple(lines))
            case body.Figures(title, picks):
                return frozen.Figures(title, tuple(self.place(pick) for pick in picks))
            case body.Breakdown():
                return self.breakdown(block)
            case body.Listing(title, pick):
                return self.listing(title, pick)

    def read(self, pick: Pick) -> tuple[Reading, Reading | None]:
        """As everybody sees it; and as the trusted person does, where that is all of it and more than everybody's."""
        figure = ledger.get(pick.figure)
        scope = scope_of(pick, figure, self.scope)
        key = (figure.name, scope.text())
        if key not in self.readings:
            reading, exact = ledger.read(figure, scope, None), None
            if self.trusted is not None and ledger.is_guarded(figure):
                theirs = ledger.read(figure, scope, self.trusted)
                exact = theirs if theirs.sees is Sees.ALL else None
            self.readings[key] = (reading, exact)
        return self.readings[key]

    def place(self, pick: Pick) -> int:
        reading, exact = self.read(pick)
        figure, shown = reading.figure, reading.disclosure
        is_exact = shown.showing in {Showing.EXACT, Showing.PUBLISHED}
        return self.entries.place(
            Entry(
                figure=figure.name,
                label=str(figure.label),
                sentence=str(figure.sentence),
                measure=str(figure.measure),
                version=figure.version,
                scope=reading.scope.text(),
                scope_label=reading.scope.label(),
                shown=reading.text,
                value=shown.number if is_exact else None,
                guarded=ledger.is_guarded(figure),
                exact=exact.disclosure.number if exact is not None else None,
            )
        )

    def breakdown(self, block: body.Breakdown) -> frozen.Breakdown:
        reading, exact = self.read(block.pick)
        figure = reading.figure
        by_label = _("时间") if block.by == BY_TIME else str(figure.group(block.by).label)
        return frozen.Breakdown(
            title=block.title or str(figure.label),
            entry=self.place(block.pick),
            by=block.by,
            by_label=by_label,
            form=block.form.value,
            cells=_cells(reading, block.by),
            exact_cells=_cells(exact, block.by) if exact is not None else (),
        )

    def listing(self, title: str, pick: Pick) -> frozen.Listing:
        reading, _exact = self.read(pick)
        figure = reading.figure
        columns = tuple(str(column.label) for column in figure.columns)
        if reading.sees is not Sees.ALL:
            return frozen.Listing(title or str(figure.label), self.place(pick), columns, ())
        rows = tuple(tuple(ledger.cells(figure, row)) for row in reading.rows[: MOST_ROWS + 1])
        more = max(0, reading.rows.count() - MOST_ROWS) if len(rows) > MOST_ROWS else 0
        columns, printed = frozen.worth_printing(columns, rows[:MOST_ROWS])
        return frozen.Listing(title or str(figure.label), self.place(pick), columns, printed, more=more)


def _cells(reading: Reading, by: str) -> tuple[Cell, ...]:
    """The parts as this reading's reader may see them; none where they may see none."""
    if by != BY_TIME:
        found = ledger.grouped(reading, by)
        return () if found is None else tuple(Cell(one.label, one.number, one.text) for one in found.parts)
    chart = figure_pages.chart(reading)
    if chart is None:
        return ()
    return tuple(
        Cell(pages.day_text(step.day, chart.period), step.count, grouped(step.count)) for step in chart.steps
    )
