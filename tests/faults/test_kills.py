"""`kill -9` of app or front under load: nothing acknowledged is lost, nothing is done twice, and the service is back."""

from __future__ import annotations

import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Lane
from tests.faults import kinds
from tests.faults.house import House
from tests.faults.kinds import Kind
from tests.faults.spending import Book, Outcome, Writer, compare, links, wait_for

pytestmark = pytest.mark.sqlite


def kill_under_load(
    environ: dict[str, str], *, name: str, kills: int, app: tuple[str, ...] = (), between: int = 15
) -> tuple[Outcome, list[Kind]]:
    """Kill `name` `kills` times while people spend links, answer a poll, comment and write at a plan; then hold what they were
    told against the database. between: how many links are spent from one kill to the next."""
    data = Path(environ["SIXIANGHUI_DATA"])
    tokens = links(environ, kills * 250 + 500)
    made = kinds.make(environ, kills * 14 + 100)
    chance, book, stop, back = random.Random(f"{name} {kills}"), Book(), threading.Event(), []
    with House(environ, app=app) as house:
        spending = [Writer(house.port, tokens, book, stop) for _ in range(2)]
        others = [kind(house.port, made, stop) for kind in kinds.KINDS]
        for writer in (*spending, *others):
            writer.start()
        for _ in range(kills):
            wait_for(book, book.many + between)
            time.sleep(chance.random() * 0.2)
            house.kill(name)
            back.append(house.wait_ready())
        stop.set()
        for writer in (*spending, *others):
            writer.join()
    return compare(data, book, back), others


@pytest.mark.deep
@pytest.mark.parametrize("name", ["app-0", "front-0"])
def test_acknowledged_writes_when_a_process_is_killed_under_load_then_are_all_there_once(
    name: str, product_environ: dict[str, str], lane: Lane, record_property: Callable[[str, object], None]
) -> None:
    kills = lane.pick(3, 60, 500)
    between = lane.pick(15, 15, 30)
    outcome, others = kill_under_load(product_environ, name=name, kills=kills, between=between)
    found = kinds.look(Path(product_environ["SIXIANGHUI_DATA"]), others)
    told = outcome.told + sum(one.told for one in found)
    lost, doubled = (
        outcome.lost + sum(one.lost for one in found),
        outcome.doubled + sum(one.doubled for one in found),
    )
    each = ", ".join([f"{outcome.told} links", *(f"{one.told} {one.kind}" for one in found)])
    record_property(
        "counted",
        f"{name}: {kills} kills, {told} acknowledged ({each}), {lost} lost, {doubled} doubled; "
        f"back after {sorted(outcome.back)[len(outcome.back) // 2]:.2f} s (median), {max(outcome.back):.2f} s at most",
    )
    assert (lost, doubled, outcome.refused) == (0, 0, 0)
    assert [one.refused for one in others] == [[] for _ in others]
    assert all(one.told >= kills for one in found)
    assert outcome.integrity == "ok"
    assert outcome.chain.ok
    assert outcome.told >= kills * 15


@pytest.mark.deep
def test_control_when_an_app_answers_before_it_has_written_then_losses_are_found(
    product_environ: dict[str, str],
) -> None:
    app = (sys.executable, "-m", "tests.faults.losing_app")
    outcome, others = kill_under_load(product_environ, name="app-0", kills=4, app=app)
    found = {one.kind: one for one in kinds.look(Path(product_environ["SIXIANGHUI_DATA"]), others)}
    assert outcome.lost > 0
    assert found[kinds.Votes.kind].lost > 0


@pytest.mark.deep
@pytest.mark.parametrize(("killed", "other"), [("app-0", "front-0"), ("front-0", "app-0")])
def test_process_when_the_other_is_killed_then_goes_on(
    killed: str, other: str, product_environ: dict[str, str]
) -> None:
    with House(product_environ) as house:
        before = house.process_id(other)
        house.kill(killed)
        house.wait_ready()
        assert house.process_id(other) == before
