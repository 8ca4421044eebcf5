"""A published report with everything in it, for tests of its files."""

from __future__ import annotations

import datetime as dt

from sixianghui.common import time
from sixianghui.reports.papers.paper import Paper
from sixianghui.reports.rules.frozen import (
    Breakdown,
    Cell,
    Content,
    Entry,
    Figures,
    Heading,
    Listing,
    Text,
)

AS_OF = time.shanghai(2018, 6, 5, 10)
NOTICES = Entry(
    "campaigns.notices",
    "发出通知",
    "发出去的通知，一份算一个。",
    "份",
    1,
    '{"campaign":1}',
    "双比双争",
    "1,234",
    1234,
    "ab" * 32,
)
PROMISES = Entry(
    "campaigns.promises",
    "写下承诺",
    "党员写下的承诺。",
    "条",
    2,
    "{}",
    "全市",
    "少于5",
    None,
    "",
    guarded=True,
    exact=3,
)
ACTIVITIES = Entry(
    "activities.activities",
    "办了活动",
    "办成的活动，一场算一个。",
    "场",
    1,
    "{}",
    "全市",
    "126",
    126,
    "cd" * 32,
)


def content(title: str = "双比双争：三个月里发生了什么", **more: object) -> Content:
    """One of each block, and a number that only some may see."""
    values: dict[str, object] = {
        "title": title,
        "organ": "样例市互联网行业党委",
        "scope_label": "双比双争",
        "as_of": AS_OF,
        "blocks": (
            Heading("从通知到方案"),
            Text((("通知发出", 0, "份，承诺", 1, "。"), ("办了活动", 2, "场。"))),
            Heading("几个数", 2),
            Figures("几个数", (0, 1, 2)),
            Heading("活动"),
            Breakdown(
                "每月活动", 2, "time", "时间", "chart",
                (Cell("2018年4月", 60, "60"), Cell("2018年5月", 66, "66")),
            ),
            Breakdown(
                "承诺按去处", 1, "place", "去处", "chart",
                (Cell("岗位", None, "少于5"), Cell("社区", None, "少于5")),
                (Cell("岗位", 1, "1"), Cell("社区", 2, "2")),
            ),
            Listing(
                "活动清单", 2, ("日期", "组织", "名称", "到场"),
                tuple((f"2018-05-{day:02d}", "样例科技（示例）党支部", f"第{day}次党课", str(day)) for day in range(1, 29)),
                more=98,
            ),
        ),
        "entries": (NOTICES, PROMISES, ACTIVITIES),
        "sample": True,
    }  # fmt: skip
    return Content(**values | more)  # type: ignore[arg-type]


def paper(made: Content | None = None, **more: object) -> Paper:
    """The same as it is handed to every format, to a stranger."""
    open_content = (made or content()).open()
    values: dict[str, object] = {
        "ref": "2a3b4c",
        "number": 1,
        "content": open_content,
        "shown": open_content,
        "published_at": AS_OF + dt.timedelta(hours=1),
        "digest": open_content.digest(),
        "sample": True,
    }
    return Paper(**values | more)  # type: ignore[arg-type]
