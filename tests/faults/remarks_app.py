"""The product's app with a place for threads of the tests' own, and `/probe/prepare`, which makes one with a remark,
and `/probe/queue`, which fills a desk.

`python -m tests.faults.remarks_app [keeps]`: with `keeps`, the control, an app whose switch forgets the kept pages.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

from sixianghui.project import app, wsgi


def prepare() -> dict[str, Any]:
    """A thread in which one remark is shown; the sessions of whoever may switch, and of a writer."""
    from sixianghui.remarks import commands
    from sixianghui.remarks.rules import Outcome
    from tests.factories import signed_in
    from tests.unit.remarks.house import a_house

    house = a_house()
    commands.judge(house.say(), Outcome.SHOWN, by=house.editor)
    chief, lin = (signed_in(one).cookies["sxh_session"].value for one in (house.chief, house.lin))
    return {"thread": house.thread.ref, "chief": chief, "lin": lin}


def queue() -> dict[str, Any]:
    """Three that say the same, one with a link, one that is reported and one with an appeal; whoever moderates."""
    from sixianghui.remarks import commands
    from sixianghui.remarks.models import ReportKind
    from sixianghui.remarks.rules import Outcome
    from tests.factories import signed_in
    from tests.unit.remarks.house import a_house

    house = a_house()
    for mark in "！。~":
        house.say(f"支部活动办得很好，大家都愿意来{mark}", by=house.lin)
    house.say("详情看 www.example.cn，打 138 1234 5678。", by=house.zhou)
    reported = house.say("这位同志讲的完全不对，根本没看过原文。", by=house.lin)
    commands.judge(reported, Outcome.SHOWN, by=house.editor)
    commands.report(reported, ReportKind.ABUSE, "话太重，请看一看。", by=house.zhou)
    appealed = house.say("请问读书角周末开放吗？想带孩子去看看。", by=house.zhou)
    commands.judge(appealed, Outcome.REFUSED, by=house.editor, reason="和主题无关")
    commands.appeal(appealed, "问的就是读书角。", by=house.zhou)
    chief, lin = (signed_in(one).cookies["sxh_session"].value for one in (house.chief, house.lin))
    return {"thread": house.thread.ref, "chief": chief, "lin": lin}


def written() -> dict[str, Any]:
    """How many remarks there are."""
    from sixianghui.remarks.models import Remark

    return {"remarks": Remark.objects.count()}


DOINGS: dict[str, Callable[[], dict[str, Any]]] = {
    "/probe/prepare": prepare,
    "/probe/queue": queue,
    "/probe/written": written,
}


def probed(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def call(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        doing = DOINGS.get(environ["PATH_INFO"])
        if doing is None:
            return application(environ, start_response)
        body = json.dumps(doing()).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return call


def main(words: list[str]) -> int:
    """Register the place, then be the product's app."""
    from sixianghui.remarks.commands import telling
    from tests.unit.remarks.house import register_test_place

    register_test_place()
    if words == ["keeps"]:
        telling.ui.purge = lambda *_tags: None  # type: ignore[assignment]
    wsgi.application = probed(wsgi.application)  # type: ignore[assignment]
    return app.run(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
