from __future__ import annotations

from dataclasses import replace

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from sixianghui.access.public import Account, Post
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import WHOLE, Reading, Scope, Sees, Showing, UnknownFigure
from tests import factories
from tests.unit.ledger.book import GUARDED, KEPT, TURNS, Book, fresh, registered


def shown(reading: Reading) -> tuple[str, Sees, int]:
    return reading.text, reading.sees, reading.rows.count()


def test_open_figure_when_read_by_anybody_then_is_exact_with_its_rows(book: Book) -> None:
    book.turn(), book.turn()

    assert shown(ledger.read(TURNS, WHOLE, None)) == ("2", Sees.ALL, 2)


def test_guarded_figure_when_read_by_a_stranger_then_shows_the_whole_and_hides_the_rows(book: Book) -> None:
    unit = book.branch()
    book.turn(unit), book.turn()

    assert shown(ledger.read(GUARDED, WHOLE, None)) == ("2", Sees.NONE, 0)
    assert shown(ledger.read(GUARDED, Scope(unit=unit.pk), None)) == ("少于5", Sees.NONE, 0)


def test_guarded_figure_when_read_by_the_auditor_then_is_exact_everywhere(book: Book) -> None:
    unit = book.branch()
    book.turn(unit)
    auditor = factories.someone_with(Post.AUDITOR)

    assert shown(ledger.read(GUARDED, Scope(unit=unit.pk), auditor)) == ("1", Sees.ALL, 1)


def test_guarded_figure_when_read_by_a_secretary_then_shows_the_rows_of_their_own_unit(book: Book) -> None:
    unit = book.branch()
    book.turn(unit), book.turn()
    secretary = factories.someone_with(Post.SECRETARY, unit)

    def read(scope: Scope, person: Account) -> tuple[str, Sees, int]:
        return shown(ledger.read(GUARDED, scope, fresh(person)))

    assert read(WHOLE, secretary) == ("2", Sees.SOME, 1)
    assert read(Scope(unit=unit.pk), secretary) == ("1", Sees.ALL, 1)
    assert read(Scope(unit=book.branch().pk), secretary) == ("少于5", Sees.SOME, 0)


def test_guarded_figure_when_published_for_a_unit_then_shows_the_published_value(book: Book) -> None:
    unit = book.branch()
    book.turn(unit)
    book.publish(GUARDED.name, Scope(unit=unit.pk))

    reading = ledger.read(GUARDED, Scope(unit=unit.pk), None)

    assert (reading.text, reading.disclosure.showing) == ("1", Showing.PUBLISHED)


def test_kept_figure_when_not_published_then_shows_no_number(book: Book) -> None:
    book.turn()

    assert shown(ledger.read(KEPT, WHOLE, None)) == ("未公布", Sees.NONE, 0)
    book.publish(KEPT.name)
    book.turn()
    assert ledger.read(KEPT, WHOLE, None).text == "1"


def render(source: str, **context: object) -> str:
    request = RequestFactory().get("/")
    return Template("{% load ledger %}" + source).render(Context({"request": request, **context}))


def test_figure_tag_when_rendered_then_is_a_link_to_the_evidence(book: Book) -> None:
    book.turn()

    assert render('{% figure "wechat.test_turns" %}') == (
        '<a class="fig" href="/figures/wechat.test_turns/" title="轮值的支部：1 个，看依据">1</a>'
    )


def test_figure_tag_when_narrowed_then_links_to_the_same_scope(book: Book) -> None:
    unit = book.branch()

    html = render('{% figure "wechat.test_turns" scope=here %}', here=Scope(unit=unit.pk))

    assert f'href="/figures/wechat.test_turns/?unit={unit.pk}"' in html


def test_figure_tag_when_in_prose_then_writes_ten_thousands_and_the_exact_number_on_hover(
    figures: None,
) -> None:
    class Many:
        def count(self) -> int:
            return 103_218

    many = replace(TURNS, name="wechat.test_many", evidence=lambda scope: Many())  # type: ignore[arg-type, return-value]
    with registered(many):
        html = render('{% figure "wechat.test_many" words=True %}')

    assert html.endswith('title="轮值的支部：103,218 个，看依据">10.3万</a>')


def test_figure_tag_when_rendered_then_costs_one_query(book: Book, django_assert_num_queries: object) -> None:
    book.turn()
    with django_assert_num_queries(1):  # type: ignore[operator]
        render('{% figure "wechat.test_turns" %}')


def test_figure_tag_when_the_figure_is_unknown_then_fails(db: None) -> None:
    with pytest.raises(UnknownFigure):
        render('{% figure "wechat.nothing" %}')


def test_figure_tag_when_in_english_then_links_within_english(book: Book) -> None:
    from django.utils.translation import override

    with override("en"):
        assert 'href="/en/figures/wechat.test_turns/"' in render('{% figure "wechat.test_turns" %}')
