"""How many inputs a part-time secretary's work takes on a phone: counted in a real browser, 390 pixels wide, by the page's own events.

What counts as one: typing into one field without leaving it; choosing from a list or a box; pressing a button, a link or
something that unfolds. Touching a field before typing into it and scrolling do not count; what the page filled in itself
does not either. The counter listens inside the browser, so what a script presses twice is counted twice.

The site is one of its own: a committee, a branch, a campaign with three carriers, a notice with three points.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_TO = _ROOT / "docs" / "measurements" / "burden.md"
_SEED, _SETTLE = "--seed", "--settle"
PHONE = {"width": 390, "height": 844}
#: What the product promises.
MOST = {"plan": 25, "activity": 6, "activity in full": 6, "line": 6, "quarter": 0, "year": 0}

_KINDS = {"press": "点", "type": "写", "choose": "选"}
#: Runs in every page before its own scripts; `counted` is a binding, so that a count outlives the page.
_COUNTER = """
(() => {
  let typing = null;
  const name = (one) => (one.labels?.[0]?.innerText || one.innerText || one.name || one.tagName).trim().split("\\n")[0].replace("可不填", "").trim().slice(0, 24);
  addEventListener("input", (event) => {
    const one = event.target;
    if (!event.isTrusted || one === typing || one.matches("select, [type=checkbox], [type=radio]")) return;
    typing = one;
    window.counted("type", name(one));
  }, true);
  addEventListener("change", (event) => {
    if (event.target.matches("select")) window.counted("choose", name(event.target));
  }, true);
  addEventListener("focusout", () => { typing = null; }, true);
  addEventListener("click", (event) => {
    const one = event.target.closest("a, button, summary, label, [type=checkbox], [type=radio]");
    if (!event.isTrusted || !one) return;
    if (one.matches("label") && one.control && !one.control.matches("[type=checkbox], [type=radio]")) return;
    window.counted("press", name(one));
  }, true);
})();
"""


@dataclass
class Way:
    """One piece of work, with every input it took."""

    title: str
    most: int
    inputs: list[str] = field(default_factory=list)
    #: How many of them may be presses.
    presses: int | None = None

    @property
    def pressed(self) -> int:
        return sum(one.startswith("点") for one in self.inputs)

    @property
    def holds(self) -> bool:
        """Whether it takes no more than was promised."""
        return len(self.inputs) <= self.most and (self.presses is None or self.pressed <= self.presses)

    @property
    def row(self) -> str:
        taps = f"，其中点 {self.pressed}" if self.presses is not None else ""
        most = f"，其中点 {self.presses}" if self.presses is not None else ""
        return f"| {self.title} | {len(self.inputs)}{taps} | {self.most}{most} |"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench burden", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/measurements/burden.md")
    parser.add_argument(
        "--pictures", type=Path, help="a folder for a picture of each page that was worked on"
    )
    parser.add_argument(_SEED, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(_SETTLE, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.seed:
        return seed()
    if given.settle:
        return settle(given.settle)
    with site() as running:
        ways = work(running, given.pictures)
    said = report(ways)
    print(said)
    if given.write:
        _TO.write_text(said, encoding="utf-8")
    return 1 if not all(way.holds for way in ways) else 0


# --- a site ---------------------------------------------------------------------------------------------------------


@dataclass
class Running:
    """A served site: its address, the cookies of the secretary, the addresses of the work, and a way to run this file there."""

    url: str
    cookies: dict[str, str]
    paths: dict[str, str]
    inside: Callable[..., str]


@contextmanager
def site() -> Iterator[Running]:
    """Serve a fresh site with one notice out."""
    with tempfile.TemporaryDirectory(prefix="bench-burden-") as data:
        environ = {key: value for key, value in os.environ.items() if not key.startswith("SIXIANGHUI_")}
        environ |= {
            "SIXIANGHUI_DATA": data,
            "SIXIANGHUI_PORT": "0",
            "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings",
            "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}",
        }
        subprocess.run(
            [sys.executable, "-m", "sixianghui.project.cli", "prepare", "--empty"],
            env=environ, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

        def inside(*more: str) -> str:
            command = [sys.executable, __file__, *more]
            return subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE, text=True).stdout

        told = json.loads(inside(_SEED))
        command = [sys.executable, "-m", "sixianghui.project.cli", "serve", "--port", "0"]
        server = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield Running(_address(Path(data), server), told["cookies"], told["paths"], inside)
        finally:
            server.terminate()
            server.wait(20)


def _address(data: Path, server: subprocess.Popen[bytes]) -> str:
    for _try in range(300):
        if server.poll() is not None:
            raise SystemExit("the site did not start")
        found = data / "run" / "address"
        if found.exists() and (said := found.read_text().strip()):
            return said.rstrip("/")
        time.sleep(0.2)
    raise SystemExit("the site did not say its address")


def seed() -> int:
    """Runs inside the site: units, people, a campaign, a notice; prints the secretary's cookies and the addresses."""
    import datetime as dt

    import django

    django.setup()
    from django.test import Client

    from sixianghui.access.public import Post
    from sixianghui.activities import commands as activities
    from sixianghui.campaigns import commands
    from sixianghui.campaigns.models import Carrier
    from sixianghui.campaigns.models import Way as Line
    from sixianghui.common import time as clock
    from sixianghui.directory.public import UnitKind
    from tests.factories import a_unit, someone_with

    today = clock.today()
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE, name="样例市互联网行业党委", short_name="行业党委")
    branch = a_unit(parent=committee, name="样例科技党支部", short_name="样例科技")
    clerk = someone_with(Post.COMMITTEE_CLERK, committee)
    secretary = someone_with(Post.SECRETARY, branch)
    words = commands.Words(
        title="红“芯”向党", summary="围绕核心技术，做看得见的事。", begins_on=today, ends_on=today + dt.timedelta(days=60),
        carriers=(("红“芯”引擎", "技术攻关"), ("红领行动", "青年成长"), ("红色堡垒", "社区服务")),
    )  # fmt: skip
    campaign = commands.make_campaign(words, unit=committee, by=clerk)
    commands.open_campaign(campaign, by=clerk)
    head = commands.Head(
        "关于报送活动计划的通知", campaign=campaign, plan_due_on=today + dt.timedelta(days=15)
    )
    notice = commands.draft_notice(head, unit=committee, by=clerk)
    carriers = list(Carrier.objects.filter(campaign=campaign).order_by("position"))
    asked = ("提出一项技术攻关任务", "办一次青年讲读会", "为社区办一件看得见的事")
    for title, carrier in zip(asked, carriers, strict=True):
        item = commands.Item(title, "汇总以后给大家互相参考", 10, carrier=carrier)
        commands.add_item(notice, item, by=clerk)
    commands.address_notice(notice, (commands.To(way=Line.SUBORDINATION),), by=clerk)
    commands.send_notice(notice, by=clerk, reason="第一次发，请各支部结合实际。")
    activities.record_activity(
        unit=branch, kind="study", title="学章程", place="三楼会议室", present=14, by=secretary,
        starts_at=clock.now() - dt.timedelta(days=9),
    )  # fmt: skip
    client = Client()
    client.force_login(secretary)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    print(json.dumps({"cookies": cookies, "paths": {"notice": f"/notices/{notice.ref}/"}}))
    return 0


def settle(ref: str) -> int:
    """Runs inside the site: the committee approves the plan."""
    import django

    django.setup()
    from sixianghui.access.public import Account
    from sixianghui.campaigns.commands.guidance import approve
    from sixianghui.campaigns.models import Plan

    plan = Plan.objects.get(ref=ref)
    clerk = Account.objects.get(pk=plan.notice.drafted_by_id)
    approve(plan, by=clerk)
    print(plan.lines.filter(removed_at__isnull=True).count())
    return 0


# --- the work --------------------------------------------------------------------------------------------------------


def work(running: Running, pictures: Path | None) -> list[Way]:
    """Everything, on one phone."""
    from playwright.sync_api import sync_playwright

    chromium = subprocess.run(
        [_ROOT / "bin" / "_chromium"], text=True, capture_output=True, check=False
    ).stdout
    ways: list[Way] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or chromium.strip().splitlines()[-1],
            args=["--no-sandbox"],
        )
        context = browser.new_context(viewport=PHONE, locale="zh-CN", has_touch=True, is_mobile=True)
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": k, "value": v, "url": running.url} for k, v in running.cookies.items()])
        context.expose_binding(
            "counted", lambda _source, kind, what: ways[-1].inputs.append(f"{_KINDS[kind]}“{what}”")
        )
        context.add_init_script(_COUNTER)
        page = context.new_page()

        @contextmanager
        def way(key: str, title: str, path: str) -> Iterator[Any]:
            page.goto(running.url + path)
            ways.append(Way(title, MOST[key], presses=2 if key == "line" else None))
            yield page
            page.wait_for_timeout(200)  # the last press is told
            if pictures is not None:
                pictures.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=pictures / f"{key.replace(' ', '-')}.png")

        ref = the_plan(running, way)
        assert running.inside(_SETTLE, ref).strip() == "5"
        the_activities(way, ref)
        browser.close()
    return ways


def the_plan(running: Running, way: Any) -> str:
    """Three proposals taken, two ideas of one's own with their month and carrier, two goals. Returns the plan's ref."""
    with way(
        "plan",
        "计划：收下三条提议，写两条自己的（连月份、载体），写两个目标，交上去；从通知页点开算起",
        running.paths["notice"],
    ) as page:
        page.get_by_role("button", name="填计划").or_(page.get_by_role("link", name="填计划")).first.tap()
        page.wait_for_url("**/writing/")
        for _ in range(3):
            page.locator("[data-proposals] button", has_text="就这么办").first.tap()
            page.wait_for_timeout(400)
        for at, words in enumerate(("党员值守十四天，守好系统安全", "师徒结对，带出两名青年骨干")):
            if at:
                page.locator("[data-more]").tap()
            line = page.locator("[data-own] fieldset.plan-line").nth(at)
            line.locator("textarea, input[type=text]").first.type(words)
            line.locator("summary").tap()
            line.locator("select[name$=-month]").select_option(index=2)
            line.locator("select[name$=-carrier]").select_option(index=at + 1)
        for at, words in enumerate(("每名党员牵头一件实事", "每名骨干带一个徒弟")):
            page.locator("fieldset.goal").nth(at).locator("textarea, input[name$=-text]").first.type(words)
        page.get_by_role("button", name="交上去").tap()
        page.wait_for_url(lambda url: "/writing/" not in url)
        ref = str(page.url.rstrip("/").rsplit("/", 1)[-1])
        assert page.get_by_text("党员值守十四天").count()
    return ref


def the_activities(way: Any, ref: str) -> None:
    """From a line of the plan; from nothing, shortly and in full; the ledgers."""
    with way(
        "line", "从计划的一行到记下一次活动：点两下，写人数（那一行没有写种类的，再选一下）", f"/plans/{ref}/"
    ) as page:
        page.get_by_role("link", name="记一次").first.tap()
        page.wait_for_url("**/happening/")
        if not page.locator("select[name=kind]").input_value():
            page.locator("select[name=kind]").select_option("study")
        page.locator("input[name=present]").type("15")
        page.get_by_role("button", name="记下").tap()
        page.wait_for_url(lambda url: "happening" not in url)
    with way("activity", "记一次活动：种类、人数", "/activities/new/") as page:
        page.locator("select[name=kind]").select_option("party-day")
        page.locator("input[name=present]").fill("")
        page.locator("input[name=present]").type("17")
        page.get_by_role("button", name="记下").tap()
        page.wait_for_url(lambda url: "/new/" not in url)
    with way("activity in full", "记一次活动：种类、名称、地点、人数、几句话", "/activities/new/") as page:
        page.locator("select[name=kind]").select_option("study")
        page.locator("input[name=title]").type("学条例、议整改")
        page.locator("input[name=place]").fill("")
        page.locator("input[name=place]").type("二楼党员活动室")
        page.locator("input[name=present]").fill("")
        page.locator("input[name=present]").type("12")
        page.locator("textarea[name=told]").type("先学条例，再议上个月的三件事。")
        page.get_by_role("button", name="记下").tap()
        page.wait_for_url(lambda url: "/new/" not in url)
    with way("quarter", "一个季度的台账", "/activities/ledger/") as page:
        assert page.get_by_text("学条例、议整改").count()
    with way("year", "一年的小结", "/activities/ledger/") as page:
        year = page.locator("a.chip", has_text="全年").get_attribute("href")
        page.goto(page.url.split("?")[0] + str(year))
        assert page.get_by_text("学条例、议整改").count()


def report(ways: list[Way]) -> str:
    """The page of measurements."""
    lines = [
        "# Burden · 要填几下",
        "",
        f"`bin/bench burden --write`：真的 Chromium，{PHONE['width']} 像素宽，按页面自己的事件数。",
        "",
        "怎么数：往一个栏里打字，不离开就是一下；选一项是一下；按一个按钮、链接、展开是一下。打字以前点进那一栏不另算，"
        "滚动不算；页面自己填好的不算。",
        "台账打开就是一个季度；换成全年点一下，那是看，不是填，不算。",
        "What counts as one input: typing into one field without leaving it; one choice; one press. What the page filled in counts nothing.",
        "",
        "| 做什么 | 几下 | 最多 |",
        "|---|---:|---:|",
        *(way.row for way in ways),
        "",
    ]
    for way in ways:
        if way.inputs:
            lines.append(f"- {way.title}：{'、'.join(way.inputs)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
