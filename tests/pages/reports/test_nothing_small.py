"""Whatever a stranger opens of a guarded figure, no count of 1–4 and no confidential row can be had from it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sixianghui.access.public import Post
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.directory.models import Unit
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Column, Group, Scope
from sixianghui.ledger.scope import kinds
from sixianghui.reports.queries.composing import Source, compose
from sixianghui.reports.rules import body
from sixianghui.wechat.models import AccountBranch, OfficialAccount
from tests import factories
from tests.unit.ledger.attacker import Town, Truth, found_out
from tests.unit.ledger.book import GUARDED, Book, fresh, open_book, registered
from tests.unit.ledger.test_places import as_ruled, looks, may_be_published

MARKER = "金丝雀的话"
THINGS = {"sample": "account"}
NAME = "wechat.test_canary"
CANARY = replace(
    GUARDED,
    name=NAME,
    columns=(*GUARDED.columns, Column("secret", "内容", lambda row: f"{MARKER}{row.pk}")),
    groups=(Group("account", "公众号", "account__name"), Group("kind", "类型", "unit__kind")),
    things=THINGS,
    evidence=lambda scope: scope.limit(
        AccountBranch.objects.select_related("unit").order_by("at", "pk"), things=THINGS
    ),
)
PAGE = f"/figures/{NAME}/"


@dataclass(frozen=True)
class Drawn:
    """A town by chance: whose superior is whose, how many turns each takes, which numbers its units want to publish."""

    parents: tuple[int | None, ...]
    turns: Truth
    wanted: tuple[int, ...]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    size = draw(st.integers(1, 3))
    parents = tuple(draw(st.none() | st.integers(0, unit)) for unit in range(size))
    turns = tuple(draw(st.sampled_from([0, 0, 1, 2, 4, 5, 6])) for _ in range(size + 1))
    wanted = draw(st.lists(st.integers(0, size), max_size=2, unique=True))
    return Drawn((None, *parents), turns, tuple(wanted))


@dataclass
class Site:
    """The town as it stands in the database."""

    book: Book
    units: list[Unit]
    accounts: list[OfficialAccount]
    town: Town
    truth: Truth


@contextmanager
def built(plan: Drawn) -> Iterator[Site]:
    with (
        transaction.atomic(),
        registered(CANARY),
        time.using(time.ManualClock(time.shanghai(2018, 6, 5, 12))),
    ):
        kinds["sample"] = lambda number: f"样例{number}"
        book = open_book()
        units = [book.committee]
        for parent in plan.parents[1:]:
            units.append(factories.a_unit(parent=None if parent is None else units[parent]))
        accounts = [OfficialAccount.objects.create(name=f"号{n}", slug=f"n{n}") for n in range(6)]
        for place, (unit, number) in enumerate(zip(units, plan.turns, strict=True)):
            for turn in range(number):
                day = time.shanghai(2018, 6, 1 + turn % 3, 9)
                book.turn(unit, account=accounts[(place + turn) % 6], at=day)
        published = {unit for unit in plan.wanted if _publish(book, units[unit])}
        yield Site(book, units, accounts, Town(plan.parents, frozenset(published)), (*plan.turns, 0))
        del kinds["sample"]
        transaction.set_rollback(True)


def _publish(book: Book, unit: Unit) -> bool:
    try:
        ledger.publish(NAME, Scope(unit=unit.pk), by=fresh(book.clerk))
    except Conflict:
        return False
    return True


class Stranger:
    """Opens everything, and keeps every byte."""

    def __init__(self, client: Client) -> None:
        self.client, self.bytes = client, ""

    def shown(self, query: str = "") -> str:
        """What a number reads everywhere it can be opened: it has to be the same."""
        plain = self.plain(query)
        page = self._get(f"{PAGE}?{query}")
        large = re.search(r'fig-big">([^<]*)<', page)
        lines = self._get(f"{PAGE}rows.csv?{query}").splitlines()
        file = next(line for line in lines if line.startswith("数值,")).partition(",")[2]
        book = load_workbook(io.BytesIO(b"".join(self.client.get(f"{PAGE}rows.xlsx?{query}"))))  # type: ignore[arg-type]
        sheet = [[str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]  # type: ignore[union-attr]
        self.bytes += str(sheet)
        assert large is not None
        said = {plain["shown"], large[1], file.removesuffix(" 个"), sheet[2][1].removesuffix(" 个")}
        assert said == {plain["shown"]}
        assert plain["rows"] == []
        assert plain["groups"] == [] or query == ""
        for way in plain["groups"]:
            assert all(part["value"] >= 5 for part in way["parts"])
        return str(plain["shown"])

    def plain(self, query: str) -> dict[str, Any]:
        """A number as JSON."""
        found: dict[str, Any] = json.loads(self._get(f"{PAGE}?{query}&format=json"))
        return found

    def _get(self, address: str) -> str:
        response: Any = self.client.get(address)
        content = b"".join(response) if response.streaming else response.content
        text: str = content.decode()
        self.bytes += text
        return text


def in_words(shown: object) -> str:
    """What the rules let be said, as the site words it."""
    return shown if isinstance(shown, str) else WORDS.get(getattr(shown, "showing", ""), str(shown))


WORDS = {"few": "少于5", "at least": "不少于5", "withheld": "未公布"}


def report_of(site: Site) -> Any:
    """A report for everybody with every number, its parts, its course and its rows."""
    picks = [body.Pick(NAME, whole=True), *(body.Pick(NAME, unit=unit.pk) for unit in site.units)]
    blocks: list[body.Block] = [body.Figures("", tuple(picks))]
    for pick in picks:
        blocks += [body.Breakdown("", pick, by, body.Form.TABLE) for by in ("account", "kind", body.BY_TIME)]
        blocks.append(body.Listing("", pick))
    return compose(Source("样例报告", "样例", ledger.WHOLE, tuple(blocks)))


def look_for_it(plan: Drawn) -> None:
    with built(plan) as site:
        stranger = Stranger(Client())
        whole = stranger.shown()
        seen = tuple(stranger.shown(f"unit={unit.pk}") for unit in site.units)
        view = looks(site.town, as_ruled(site.town))
        as_the_rules_say = view(site.truth)
        assert whole == str(sum(site.truth))
        assert seen == tuple(map(in_words, as_the_rules_say))  # type: ignore[arg-type]

        through = may_be_published(
            site.town, order=[one for one in plan.wanted if one in site.town.published]
        )
        alike = [
            truth
            for truth in site.town.truths(sum(site.truth), knows_more=False)
            if through(truth) and view(truth) == as_the_rules_say
        ]
        assert site.truth in alike
        assert found_out(site.town, alike, view) == []

        for unit in (None, *site.units):
            narrowed = "" if unit is None else f"unit={unit.pk}&"
            for more in ("since=2018-06-02", "until=2018-06-02", f"sample={site.accounts[0].pk}"):
                assert stranger.plain(narrowed + more)["shown"] == "未公布"

        content = report_of(site)
        assert [one.shown for one in content.entries] == [whole, *seen]
        cells = [cell for block in content.blocks for cell in getattr(block, "cells", ())]
        assert [cell for cell in cells if cell.number is None or cell.number < 5] == []
        assert [block.rows for block in content.blocks if hasattr(block, "rows")] == [()] * (
            1 + len(site.units)
        )
        stranger.bytes += json.dumps(content.to_json(), ensure_ascii=False)
        assert MARKER not in stranger.bytes

        if sum(site.truth):
            auditor = factories.signed_in(factories.someone_with(Post.AUDITOR))
            assert MARKER in auditor.get(PAGE).content.decode()


@pytest.mark.django_db
def test_guarded_number_when_a_stranger_opens_everything_then_finds_nothing_small(lane: Any) -> None:
    examples = lane.pick(fast=4, deep=100, long=2_000)
    tried: list[Drawn] = []

    @settings(max_examples=examples, phases=[Phase.generate])
    @given(drawn())
    def attempt(plan: Drawn) -> None:
        tried.append(plan)
        look_for_it(plan)

    attempt()
    print(f"{len(tried)} towns opened by a stranger")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "plan",
    [
        Drawn((None, None, 0), (4, 4, 4), ()),  # all fours
        Drawn((None, 0, 0), (0, 5, 3), (1,)),  # three would be left over: refused
        Drawn((None, 0, 1), (6, 3, 6), (2, 1)),
        Drawn((None, None, None), (0, 0, 3), ()),  # the whole less the zeros
    ],
)
def test_guarded_number_when_counts_are_a_trap_then_nothing_small_is_found(plan: Drawn) -> None:
    look_for_it(plan)
