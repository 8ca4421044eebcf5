"""What every format of a report needs of it, and nothing of the database. Pure."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sixianghui.common.text import grouped, long_date
from sixianghui.common.time import SHANGHAI
from sixianghui.reports.rules.frozen import Breakdown, Content, Entry

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


@dataclass(frozen=True)
class Paper:
    """A published report. `content` is what everybody may see and what `digest` is of; `shown` is what this reader sees.

    `site` is the site's address without a slash at its end ("": addresses begin with a slash). `withdrawn_at` None: it holds.
    """

    ref: str
    number: int
    content: Content
    shown: Content
    published_at: dt.datetime
    digest: str
    note: str = ""
    withdrawn_at: dt.datetime | None = None
    withdrawn_reason: str = ""
    sample: bool = False
    site: str = ""

    @property
    def url(self) -> str:
        """Where it is read."""
        return f"{self.site}/reports/{self.ref}/"

    def evidence(self, entry: Entry) -> str:
        """Where a number opens to its rows."""
        scope = json.loads(entry.scope)
        return f"{self.site}/figures/{entry.figure}/" + (f"?{urlencode(scope)}" if scope else "")

    @property
    def withdrawal(self) -> str:
        """The sentence that it was withdrawn, or ""."""
        if self.withdrawn_at is None:
            return ""
        why = self.withdrawn_reason.rstrip("。")
        return f"这份报告已于{day(self.withdrawn_at)}撤回，里面的数不再作准。原因：{why}。"

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """What a file says of itself, in lines."""
        return (
            ("标题", self.content.title),
            ("发布", self.content.organ),
            ("第几版", str(self.number)),
            ("范围", self.content.scope_label),
            ("数字截至", moment(self.content.as_of)),
            ("公布时间", moment(self.published_at)),
            *((("和上一版有什么不同", self.note),) if self.note else ()),
            *((("已撤回", self.withdrawal),) if self.withdrawal else ()),
            *((("样例", "人物、企业和事例都是虚构的，不作公文使用。"),) if self.sample else ()),
            ("摘要", self.digest),
            ("网址", self.url),
        )


def revealed(content: Content) -> Content:
    """With the exact numbers in their places, where there are any: for who may read all rows behind them."""
    entries = tuple(
        entry if entry.exact is None else replace(entry, value=entry.exact, shown=grouped(entry.exact))
        for entry in content.entries
    )
    blocks = tuple(
        replace(block, cells=block.exact_cells)
        if isinstance(block, Breakdown) and block.exact_cells
        else block
        for block in content.blocks
    )
    return replace(content, entries=entries, blocks=blocks)


def said(entry: Entry) -> str:
    """A number with its measure word: 1,234 份; what is no number stands by itself."""
    return f"{entry.shown} {entry.measure}" if entry.shown[:1].isdigit() else entry.shown


def to_the_minute(cell: str) -> str:
    """A cell as a page shows it: moments without their seconds."""
    return cell[:-3] if _MOMENT.fullmatch(cell) else cell


def day(when: dt.datetime) -> str:
    """The day in Shanghai."""
    return long_date(when.astimezone(SHANGHAI).date())


def moment(when: dt.datetime) -> str:
    """Day and minute in Shanghai."""
    return f"{day(when)} {when.astimezone(SHANGHAI):%H:%M}"
