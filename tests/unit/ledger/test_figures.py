from __future__ import annotations

from dataclasses import replace

import pytest

from sixianghui.ledger import public as ledger
from sixianghui.ledger.figures import Registry
from sixianghui.ledger.public import Column, Method, UnknownFigure, Use
from tests.unit.ledger.book import TURNS, Book


def test_figure_when_registered_then_is_found_by_name() -> None:
    registry = Registry()
    registry.register(TURNS)

    assert registry.get(TURNS.name) is TURNS
    assert registry.all_figures() == [TURNS]


def test_figure_when_registered_twice_then_is_refused() -> None:
    registry = Registry()
    registry.register(TURNS)

    with pytest.raises(ValueError, match="registered already"):
        registry.register(TURNS)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"name": "turns"}, "room.noun"),
        ({"name": "wechat.Turns"}, "room.noun"),
        ({"name": "nowhere.turns"}, "no room nowhere"),
        ({"label": ""}, "label is missing"),
        ({"sentence": " "}, "sentence is missing"),
        ({"measure": ""}, "measure is missing"),
        ({"one_is": ""}, "one_is is missing"),
        ({"method": Method("", "b", "c")}, "method.counted is missing"),
        ({"method": Method("a", "", "c")}, "method.not_counted is missing"),
        ({"method": Method("a", "b", "")}, "method.unknown is missing"),
        ({"columns": (Column("branch", "", "unit"),)}, "label of column branch is missing"),
        ({"columns": ()}, "distinct keys"),
        ({"columns": (Column("a", "甲", "at"), Column("a", "乙", "at"))}, "distinct keys"),
        ({"columns": (Column("a b", "甲", "at"),)}, "distinct keys"),
        ({"version": 0}, "versions begin at 1"),
        ({"small_numbers": True}, "an action that opens its rows"),
        ({"published_by_default": False}, "an action that opens its rows"),
    ],
)
def test_figure_when_a_text_or_key_is_wrong_then_is_refused_at_the_start(
    change: dict[str, object], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        Registry().register(replace(TURNS, **change))  # type: ignore[arg-type]


def test_figure_when_unknown_then_is_not_there() -> None:
    with pytest.raises(UnknownFigure) as caught:
        Registry().get("wechat.nothing")
    assert caught.value.status == 404


def test_use_when_noted_before_the_figure_then_is_kept() -> None:
    registry = Registry()
    registry.note_use(TURNS.name, "首页", "reports:figures")
    registry.register(TURNS)

    assert registry.uses_of(TURNS.name) == [Use("首页", "reports:figures")]
    assert registry.uses_of("wechat.nothing") == []


def test_value_when_rows_are_added_then_is_their_count(book: Book) -> None:
    assert ledger.value_of(TURNS.name) == 0
    book.turn(), book.turn()
    assert ledger.value_of(TURNS.name) == 2


def test_figures_of_every_room_when_the_site_starts_then_narrow_as_they_say(db: None) -> None:
    for figure in ledger.all_figures():
        assert ledger.value_of(figure.name) == (0 if figure.median is None else None)
        assert not figure.unit_path or figure.rows(ledger.Scope(unit=1)).count() == 0
