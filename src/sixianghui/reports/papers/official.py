"""A report as an official document (GB/T 9704-2012): PDF to read, DOCX for a clerk to go on editing."""

from __future__ import annotations

from collections.abc import Iterator

from sixianghui.common.time import SHANGHAI
from sixianghui.documents import public as documents
from sixianghui.documents.public import Attachment, OfficialDocument, Paragraph, Part, Table
from sixianghui.reports.papers.paper import Paper, day, moment, said, to_the_minute
from sixianghui.reports.rules import frozen
from sixianghui.reports.rules.frozen import Content, Entry

#: More bars than this are no picture; the table has them all. Over time there are never more than two months of days.
MOST_BARS = 24


def document(paper: Paper) -> OfficialDocument:
    """The report with all its numbers, and how each was counted as an attachment."""
    content = paper.shown
    opening = [Paragraph(one) for one in (paper.withdrawal, _span(content)) if one]
    return OfficialDocument(
        issuers=(content.organ,),
        head_word="",
        number=f"第{paper.number}版",
        title=content.title,
        date=paper.published_at.astimezone(SHANGHAI).date(),
        blocks=(*opening, *_blocks(content)),
        attachments=(Attachment("数字怎么数的", tuple(_counted(paper))),) if content.entries else (),
        sample=paper.sample,
        mark="已撤回" if paper.withdrawal else "",
    )


def _span(content: Content) -> str:
    return f"范围：{content.scope_label}。数字截至{moment(content.as_of)}。"


def _blocks(content: Content) -> Iterator[documents.Block]:
    for block in content.blocks:
        match block:
            case frozen.Heading(text, level):
                yield documents.Heading(text, level)
            case frozen.Text(paragraphs):
                for parts in paragraphs:
                    yield Paragraph("".join(_said(part, content.entries) for part in parts))
            case frozen.Figures(title, entries):
                rows = tuple(_row(content.entries[place]) for place in entries)
                yield Table(("名称", "数", "范围"), rows, (9, 5, 8), title or "数字", numeric=(1,))
            case frozen.Breakdown():
                yield from _breakdown(block, content.entries[block.entry])
            case frozen.Listing():
                yield _listing(block, content.entries[block.entry])


def _said(part: str | int, entries: tuple[Entry, ...]) -> str:
    return part if isinstance(part, str) else entries[part].shown


def _row(entry: Entry) -> tuple[str, str, str]:
    return entry.label, said(entry), entry.scope_label


def _breakdown(block: frozen.Breakdown, entry: Entry) -> Iterator[documents.Block]:
    unit = f"（{entry.measure}）"
    title = block.title if not entry.measure or block.title.endswith(unit) else f"{block.title}{unit}"
    if not block.cells:
        yield Paragraph(f"{block.title}：只有能看全部记录的人看得到分项。")
        return
    if is_drawn(block):
        yield documents.Chart(title, parts_of(block), block.by == "time", alt=in_words(block, entry))
    rows = tuple((cell.label, cell.shown) for cell in block.cells)
    yield Table((block.by_label, "数"), (*rows, ("合计", entry.shown)), (2, 1), title, numeric=(1,))


def is_drawn(block: frozen.Breakdown) -> bool:
    """Whether there is a chart: one was asked for, and it would show something."""
    few = block.by == "time" or len(block.cells) <= MOST_BARS
    return block.form == "chart" and few and any(cell.number for cell in block.cells)


def parts_of(block: frozen.Breakdown) -> tuple[Part, ...]:
    """What a chart draws."""
    return tuple(Part(cell.label, cell.number, cell.shown) for cell in block.cells)


def in_words(block: frozen.Breakdown, entry: Entry) -> str:
    """A chart for who does not see it: the whole and its parts, the first dozen of them."""
    parts = "，".join(f"{cell.label} {cell.shown}" for cell in block.cells[:12])
    return f"{block.title}，共 {said(entry)}：{parts}{'等' if len(block.cells) > 12 else ''}。"


def _listing(block: frozen.Listing, entry: Entry) -> documents.Block:
    if not block.rows:
        return Paragraph(f"{block.title}：{said(entry)}，记录不在这里列出。")
    note = f"还有 {block.more} 行没有列出，见网上这个数的依据。" if block.more else ""
    rows = tuple(tuple(to_the_minute(cell) for cell in row) for row in block.rows)
    return Table(block.columns, rows, title=block.title, note=note)


def _counted(paper: Paper) -> Iterator[documents.Block]:
    """So that paper too says how each number was counted."""
    content = paper.shown
    yield Paragraph(
        f"下面是报告里的每一个数：怎么数的、数的是什么范围、用的是哪一版口径。数字都截至{moment(content.as_of)}，"
        f"{day(paper.published_at)}公布时封存，以后记录有增减，这里的数不变。"
    )
    rows = tuple(
        (
            str(place),
            f"{entry.label}：{said(entry)}",
            entry.sentence,
            entry.scope_label,
            str(entry.version),
            entry.digest or "—",
        )
        for place, entry in enumerate(content.entries, start=1)
    )
    yield Table(("序号", "数字", "怎么数的", "范围", "版本", "记录的摘要"), rows, (4, 9, 14, 8, 4, 15))
    # On a line of its own: so long a word beside others would pull their line apart.
    yield Paragraph(f"整份报告的摘要（SHA-256）：\n{paper.digest}")
    if paper.site:
        yield Paragraph(f"每个数都能在网上打开，看到背后的记录：\n{paper.url}")
