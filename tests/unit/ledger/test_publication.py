from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace

import pytest
from django.db import connections, transaction

from sixianghui.access.public import Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common import time
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory.public import Unit
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import WHOLE, Publication, Scope, Since, UnknownFigure
from sixianghui.wechat.models import AccountBranch, OfficialAccount
from tests import factories
from tests.unit.ledger.book import GUARDED, TURNS, Book, registered


def later(clock: time.ManualClock, **by: int) -> None:
    clock.set(clock.at + dt.timedelta(**by))


def test_figure_when_published_then_its_value_is_frozen(book: Book, clock: time.ManualClock) -> None:
    facts = [book.turn() for _ in range(3)]
    made = book.publish()
    later(clock, hours=1)
    book.strike(facts[0])

    assert Publication.objects.get() == made
    assert (made.figure, made.version, made.scope, made.value, made.published_by) == (
        TURNS.name, 1, "{}", 3, book.clerk,
    )  # fmt: skip
    assert ledger.value_of(TURNS.name) == 2


def test_figure_when_published_again_for_the_same_moment_then_is_the_same_publication(book: Book) -> None:
    book.turn()
    first = book.publish()
    book.turn()

    assert book.publish() == first
    assert (Publication.objects.count(), AuditEvent.objects.count()) == (1, 1)


def test_figure_when_published_at_another_moment_or_scope_then_is_another_publication(
    book: Book, clock: time.ManualClock
) -> None:
    unit = book.branch()
    book.turn(unit)
    values = [book.publish().value, book.publish(scope=Scope(unit=unit.pk)).value]
    later(clock, seconds=1)
    book.turn()
    values += [book.publish().value, book.publish(scope=Scope(unit=unit.pk)).value]

    assert values == [1, 1, 2, 1]


def test_figure_when_published_as_of_a_past_moment_then_counts_what_stood_then(
    book: Book, clock: time.ManualClock
) -> None:
    fact, moment = book.turn(), time.now()
    later(clock, hours=1)
    book.turn(), book.strike(fact)
    later(clock, hours=1)

    assert (book.publish(at=moment).value, book.publish(at=moment).as_of) == (1, moment)


def test_figure_when_published_for_a_moment_to_come_then_is_refused(book: Book) -> None:
    with pytest.raises(Conflict):
        book.publish(at=time.now() + dt.timedelta(seconds=1))


def test_figure_when_published_without_the_post_then_is_refused(book: Book) -> None:
    with pytest.raises(Refused):
        ledger.publish(TURNS.name, WHOLE, by=factories.someone_with(Post.SECRETARY))
    assert not Publication.objects.exists()


def test_unknown_figure_when_published_then_is_not_there(book: Book) -> None:
    with pytest.raises(UnknownFigure):
        book.publish("wechat.nothing")


def test_digest_when_computed_by_hand_as_documented_then_is_the_same(book: Book) -> None:
    unit = book.branch(name="样例支部“甲”")
    fact = book.turn(unit)
    scope = Scope(unit=unit.pk)

    row = json.dumps(
        ["wechat.accountbranch", str(fact.pk), "样例支部“甲”", "2018-06-05 12:00:00"],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    rows = json.dumps([hashlib.sha256(row.encode()).hexdigest()], separators=(",", ":"))
    whole = (
        f'{{"as_of":"2018-06-05T04:00:00.000000Z","figure":"{TURNS.name}","rows":{rows},'
        f'"scope":{{"unit":{unit.pk}}},"version":1}}'
    )

    assert book.publish(scope=scope).digest == hashlib.sha256(whole.encode()).hexdigest()


def test_digest_when_made_on_an_english_page_then_is_the_same(book: Book) -> None:
    from django.utils.translation import override

    fact = book.turn()
    with override("en"):
        english = ledger.row_digest(TURNS, fact)

    assert english == ledger.row_digest(TURNS, fact)


def test_publication_when_facts_change_later_then_says_how_many(book: Book, clock: time.ManualClock) -> None:
    facts = [book.turn() for _ in range(5)]
    made = book.publish()
    assert ledger.since(made) == Since(gone=0, come=0)
    later(clock, hours=1)
    for fact in facts[:2]:
        book.strike(fact)
    book.strike(book.turn())
    book.turn()

    assert ledger.since(made) == Since(gone=2, come=1)


def test_seal_when_facts_are_struck_and_added_later_then_still_holds(
    book: Book, clock: time.ManualClock
) -> None:
    facts = [book.turn() for _ in range(3)]
    made = book.publish()
    later(clock, hours=1)
    book.strike(facts[0])
    book.turn()

    assert ledger.seal_holds(made) is True


def test_seal_when_a_fact_came_in_the_same_instant_then_cannot_be_told(book: Book) -> None:
    made = book.publish()
    assert ledger.seal_holds(made) is True
    book.turn()

    assert ledger.seal_holds(made) is None


def test_seal_when_a_row_reads_otherwise_then_does_not_hold(book: Book, clock: time.ManualClock) -> None:
    fact = book.turn()
    later(clock, hours=1)
    made = book.publish()
    unit = fact.unit
    unit.name = "换了名字的支部"
    unit.save()

    assert ledger.seal_holds(made) is False


def test_seal_when_the_definition_changed_then_cannot_be_computed(book: Book) -> None:
    book.turn()
    made = book.publish()
    ledger.registry.figures.pop(TURNS.name)
    with registered(replace(TURNS, version=2)):
        assert ledger.seal_holds(made) is None
        assert ledger.since(made) is None


def test_table_when_asked_for_then_has_every_figure_with_its_value(book: Book) -> None:
    unit = book.branch()
    book.turn(unit), book.turn()

    whole = {row["name"]: row["value"] for row in ledger.table()}
    narrow = {row["name"]: row for row in ledger.table(Scope(unit=unit.pk))}

    assert whole.keys() == {figure.name for figure in ledger.all_figures()}
    assert whole[TURNS.name] == 2
    assert narrow[TURNS.name] == {
        "name": TURNS.name,
        "label": "轮值的支部",
        "value": 1,
        "measure": "个",
        "sentence": "这么多个支部轮流写公众号。",
        "version": 1,
        "scope": {"unit": unit.pk},
        "as_of": "2018-06-05T12:00:00+08:00",
    }


def guarded_house(book: Book, *turns: int) -> list[int]:
    """Branches with so many turns each; the first of the family is the committee, without any."""
    units = [book.branch() for _ in turns]
    accounts = [
        OfficialAccount.objects.create(name=f"样例{n}", slug=f"sample-{n}")
        for n in range(max(turns, default=0))
    ]
    for unit, number in zip(units, turns, strict=True):
        for account in accounts[:number]:
            book.turn(unit, account=account)
    return [unit.pk for unit in units]


def test_guarded_number_when_what_is_left_over_would_be_small_then_is_not_published(book: Book) -> None:
    large, small = guarded_house(book, 7, 2)

    with pytest.raises(Conflict, match="请那一处公布自己的数"):
        book.publish(GUARDED.name, Scope(unit=large))
    assert book.publish(GUARDED.name, Scope(unit=small)).value == 2
    assert book.publish(GUARDED.name, Scope(unit=large)).value == 7


def test_guarded_number_when_enough_is_left_over_then_is_published(book: Book) -> None:
    large, _other, _third = guarded_house(book, 7, 3, 2)
    assert book.publish(GUARDED.name, Scope(unit=large)).value == 7


def test_guarded_number_of_some_days_when_the_rest_would_be_small_then_is_not_published(
    book: Book, clock: time.ManualClock
) -> None:
    unit, _other = guarded_house(book, 6, 6)
    later(clock, days=2)
    account = OfficialAccount.objects.create(name="样例又一个", slug="another")
    book.turn(book_unit(unit), account=account)
    first_day = Scope(unit=unit, until=dt.date(2018, 6, 5))

    assert book.publish(GUARDED.name, first_day).value == 6
    with pytest.raises(Conflict):
        book.publish(GUARDED.name, Scope(unit=unit))


def test_guarded_number_of_the_city_for_some_days_then_is_published_whatever_is_left(
    book: Book, clock: time.ManualClock
) -> None:
    guarded_house(book, 6)
    later(clock, days=2)
    book.turn()
    assert book.publish(GUARDED.name, Scope(until=dt.date(2018, 6, 5))).value == 6


def test_ordinary_number_when_little_is_left_over_then_is_published_all_the_same(book: Book) -> None:
    large, _small = guarded_house(book, 7, 2)
    assert book.publish(TURNS.name, Scope(unit=large)).value == 7


def book_unit(number: int) -> Unit:
    return Unit.objects.get(pk=number)


def elsewhere(act: Callable[[], Publication]) -> Callable[[], Publication]:
    """The same on a connection of its own, which it leaves behind closed."""

    def acted() -> Publication:
        try:
            return act()
        finally:
            connections.close_all()

    return acted


@pytest.mark.django_db(transaction=True)
def test_figure_when_published_while_a_fact_is_being_written_then_waits_and_counts_it(
    book: Book, clock: time.ManualClock
) -> None:
    unit = book.branch()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            book.turn(unit)
            later(clock, seconds=10)
            asked = pool.submit(elsewhere(book.publish))
            wait([asked], timeout=1)
        made = asked.result(60)
    later(clock, seconds=10)
    assert (made.value, ledger.seal_holds(made)) == (1, True)


@pytest.mark.django_db(transaction=True)
def test_figure_when_published_while_a_fact_is_being_struck_then_waits_and_does_not_count_it(
    book: Book, clock: time.ManualClock
) -> None:
    fact = book.turn()
    later(clock, seconds=10)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            book.strike(fact)
            later(clock, seconds=10)
            asked = pool.submit(elsewhere(book.publish))
            wait([asked], timeout=1)
        made = asked.result(60)
    later(clock, seconds=10)
    assert (made.value, ledger.seal_holds(made)) == (0, True)


@pytest.mark.django_db(transaction=True)
def test_fact_when_its_moment_was_taken_before_a_publication_and_it_is_written_after_then_is_later_than_it(
    book: Book, clock: time.ManualClock
) -> None:
    unit = book.branch()
    one, many, old = (
        AccountBranch(account=book.official, unit=each, at=time.now())
        for each in (unit, book.branch(), book.branch())
    )
    old.recorded_at = named = time.now() - dt.timedelta(days=1)
    later(clock, seconds=10)
    made = book.publish()
    later(clock, seconds=10)
    one.save()
    AccountBranch.objects.bulk_create([many])
    assert one.recorded_at == AccountBranch.objects.get(unit=many.unit).recorded_at == time.now()
    assert ledger.seal_holds(made) is True
    old.save()  # the control: what somebody names stays, and is a past that nobody knew of
    assert AccountBranch.objects.get(pk=old.pk).recorded_at == named
    assert ledger.seal_holds(made) is False
