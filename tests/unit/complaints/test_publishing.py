"""A question and its answer for everybody: prepared, released by a second person, returned, hidden, taken down."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sixianghui.access.public import Account, Post
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.complaints import queries
from sixianghui.complaints.cards import cards
from sixianghui.complaints.commands import (
    add_outcome,
    answer,
    erase_of,
    forget_old,
    hide,
    prepare,
    reassign,
    release,
    send_back,
    take_down,
    withdraw,
)
from sixianghui.complaints.models import Kind, PublicText, Verdict, Words
from sixianghui.complaints.rules import Asking, Publicity, Told
from sixianghui.directory.public import Appointment
from sixianghui.notify.public import Message
from sixianghui.search.public import search
from tests.factories import someone_with
from tests.unit.complaints.house import ANSWERED, TEXT, TITLE, House, handler, now

TOLD = Told(TITLE, TEXT, ANSWERED)
DONE = "楼道装了感应灯，以后坏了一天内换。"


def found(word: str = "楼道的灯") -> list[str]:
    return [one.title for one in search(word).hits]


def public_refs() -> list[str]:
    return [one.ref for one in queries.released_letters()]


def test_question_when_asked_then_goes_to_the_secretary_and_else_to_the_staff(house: House) -> None:
    assert handler(house.letter(Kind.QUESTION)) == house.clerk
    secretary = someone_with(Post.SECRETARY, house.committee)
    assert handler(house.letter(Kind.QUESTION)) == secretary
    assert handler(house.letter(Kind.QUESTION, by=secretary)) == house.clerk
    assert handler(house.letter(Kind.SUGGESTION)) == house.clerk


@pytest.mark.parametrize(
    "asking", [None, Asking(""), Asking("灯呢"), Asking("长" * 41), Asking(TITLE, True, "名" * 21)]
)
def test_question_when_its_title_or_name_does_not_fit_then_is_not_received(
    house: House, asking: Asking | None
) -> None:
    with pytest.raises(HouseError):
        house.letter(Kind.QUESTION, asking=asking)
    assert not Words.objects.exists()


def test_text_when_released_by_somebody_else_then_everybody_reads_it_and_finds_it(house: House) -> None:
    written = house.letter(Kind.QUESTION, asking=Asking(TITLE, True, "楼上的邻居"))
    made = house.prepared(written)
    assert (public_refs(), found(), now(written).publicity) == ([], [], Publicity.PREPARED)
    Message.objects.all().delete()
    release(made, by=house.second())
    letter = queries.public_letter(made.ref)
    assert letter is not None
    assert (letter.title, letter.question, letter.answer, letter.name) == (
        TITLE,
        TEXT,
        ANSWERED,
        "楼上的邻居",
    )
    assert (letter.abridged, letter.unit, letter.post) == (False, house.committee.name, "工作人员")
    assert (letter.asked, letter.promised, letter.answered) == (
        dt.date(2018, 6, 5), dt.date(2018, 6, 14), dt.date(2018, 6, 5),
    )  # fmt: skip
    assert found() == [TITLE]
    told = Message.objects.get()
    assert (told.account, told.url) == (house.writer, f"/complaints/mine/{written.complaint.ref}/")


def test_text_when_released_by_whoever_prepared_answered_or_wrote_it_then_is_refused(house: House) -> None:
    writer = someone_with(Post.CHIEF_EDITOR, house.committee)
    made = house.prepared(house.letter(Kind.QUESTION, by=writer))
    for own in (house.clerk, writer):
        assert queries.to_release(own) == []
        assert queries.preparation_for(own, made.ref) is None
        with pytest.raises(Refused):
            release(made, by=own)
        with pytest.raises(Refused):
            send_back(made, "请改一改。", by=own)
    for stranger in (house.writer, house.discipline, someone_with(Post.SECRETARY, house.branch)):
        with pytest.raises((Refused, NotThere)):
            release(made, by=stranger)
    assert public_refs() == []


def test_text_when_it_waits_then_whoever_may_release_it_has_a_card_without_its_words(house: House) -> None:
    made = house.prepared()
    [card] = [one for one in cards(house.second()) if one.title == "看一份公开稿"]
    assert card.url == f"/complaints/releases/{made.ref}/"
    assert TITLE not in repr(card)
    assert [one.title for one in cards(house.clerk)] == []


def test_text_when_returned_then_is_prepared_again_and_only_then_released(house: House) -> None:
    written = house.letter(Kind.QUESTION)
    first, second = house.prepared(written), house.second()
    send_back(first, "楼号去掉。", by=second)
    assert (now(written).publicity, public_refs()) == (Publicity.RETURNED, [])
    assert [one.title for one in cards(house.clerk)] == ["公开稿退回来了"]
    assert queries.newest_preparation(written.complaint).text.reason == "楼号去掉。"
    with pytest.raises(Conflict):
        release(first, by=second)
    again = prepare(written.complaint, Told(TITLE, "楼下的灯坏了。", ANSWERED), by=house.clerk)
    release(again, by=second)
    [letter] = queries.released_letters()
    assert (letter.ref, letter.question, letter.abridged) == (again.ref, "楼下的灯坏了。", True)


def test_text_when_the_letter_is_not_answered_or_is_private_then_is_not_prepared(house: House) -> None:
    asked = house.letter(Kind.QUESTION)
    private = house.letter(Kind.QUESTION, asking=Asking(TITLE, False, "不会留下的名"))
    suggestion = house.letter()
    for written in (private, suggestion):
        answer(written.complaint, ANSWERED, by=house.clerk)
    for written in (asked, private, suggestion):
        with pytest.raises(Conflict):
            prepare(written.complaint, TOLD, by=house.clerk)
    assert queries.to_prepare(house.clerk) == []
    house.prepared(asked)
    with pytest.raises(Conflict):
        prepare(asked.complaint, TOLD, by=house.clerk)
    sender = queries.sender_of(private.complaint)
    assert sender is not None
    assert sender.shown_as == ""


def test_writer_when_they_want_it_private_before_it_is_out_then_it_never_comes_out(house: House) -> None:
    written = house.letter(Kind.QUESTION, by=None)
    made, second = house.prepared(written), house.second()
    with pytest.raises(NotThere):
        hide(written.complaint, code="AAAA-BBBB-CCCC-DDDD")
    with pytest.raises(NotThere):
        hide(written.complaint, by=house.clerk)
    assert hide(written.complaint, code=written.code) is Publicity.PREPARED
    with pytest.raises(Conflict):
        release(made, by=second)
    assert (queries.to_release(second), public_refs(), PublicText.objects.count()) == ([], [], 0)
    with pytest.raises(Conflict):
        prepare(written.complaint, TOLD, by=house.clerk)
    with pytest.raises(Conflict):
        hide(written.complaint, code=written.code)
    assert [one.text for one in queries.words_of(now(written))] == [TEXT, ANSWERED]


def test_writer_when_they_want_it_private_after_it_was_returned_then_nothing_prepared_is_left(
    house: House,
) -> None:
    written = house.letter(Kind.QUESTION, by=None)
    send_back(house.prepared(written), "楼号去掉。", by=house.second())
    prepare(written.complaint, Told(TITLE, "楼下的灯坏了。", ANSWERED), by=house.clerk)
    hide(written.complaint, code=written.code)
    assert PublicText.objects.count() == 0


def test_writer_when_they_take_it_down_then_it_is_gone_at_once_and_for_good(house: House) -> None:
    written = house.letter(Kind.QUESTION)
    made = house.released(written)
    assert hide(written.complaint, by=house.writer) is Publicity.RELEASED
    assert (public_refs(), found(), PublicText.objects.count()) == ([], [], 0)
    assert queries.public_letter(made.ref) is None
    assert now(written).publicity is Publicity.PRIVATE


def test_organisation_when_it_takes_a_letter_down_then_it_may_be_prepared_anew(house: House) -> None:
    written = house.letter(Kind.QUESTION)
    made, second = house.released(written), house.second()
    with pytest.raises(Refused):
        take_down(made, by=house.discipline)
    take_down(made, by=second)
    assert (public_refs(), found(), now(written).publicity) == ([], [], Publicity.WISHED)
    with pytest.raises(Conflict):
        take_down(made, by=second)
    again = prepare(written.complaint, TOLD, by=house.clerk)
    release(again, by=second)
    assert public_refs() == [again.ref]


def test_what_changed_when_added_then_stands_with_the_letter_for_whoever_may_read_it(house: House) -> None:
    written, private = house.letter(Kind.QUESTION), house.letter()
    with pytest.raises(Conflict):
        add_outcome(private.complaint, DONE, time.today(), by=house.clerk)
    answer(private.complaint, ANSWERED, by=house.clerk)
    made = house.released(written)
    for one in (written, private):
        add_outcome(one.complaint, DONE, time.today(), by=house.clerk)
        assert [change.words.text for change in queries.outcomes_of(now(one))] == [DONE]
    letter = queries.public_letter(made.ref)
    assert letter is not None
    assert [(one.day, one.text) for one in letter.changes] == [(time.today(), DONE)]
    assert found("感应灯") == [TITLE]
    told = [one.title for one in Message.objects.filter(account=house.writer)]
    assert told.count("因为你的信，有了改变") == 2
    with pytest.raises(NotThere):
        add_outcome(written.complaint, DONE, time.today(), by=house.discipline)
    for day in (time.today() + dt.timedelta(days=1), dt.date(2018, 6, 4)):
        with pytest.raises(HouseError):
            add_outcome(written.complaint, DONE, day, by=house.clerk)


def test_letter_when_told_late_of_a_change_then_is_new_from_the_telling_and_not_from_that_day(
    house: House, clock: Any
) -> None:
    written = house.letter(Kind.QUESTION)
    made = house.released(written)
    clock.set(time.now() + dt.timedelta(days=2))
    add_outcome(written.complaint, DONE, time.today() - dt.timedelta(days=1), by=house.clerk)
    letter = queries.public_letter(made.ref)
    assert letter is not None
    assert letter.updated_at == time.now()


def test_letter_when_its_handler_left_before_preparing_it_then_comes_to_somebody_else(
    house: House, clock: Any
) -> None:
    written = house.letter(Kind.QUESTION)
    answer(written.complaint, ANSWERED, by=house.clerk)
    other = someone_with(Post.COMMITTEE_CLERK, house.committee)
    Appointment.objects.filter(person__account=house.clerk).delete()
    clock.set(clock.at + dt.timedelta(hours=1))
    assert reassign() == 1
    made = prepare(written.complaint, TOLD, by=Account.objects.get(pk=other.pk))
    assert (made.actor, reassign()) == (other, 0)


def test_writer_when_erased_then_their_name_goes_and_what_is_fit_for_everybody_stays(house: House) -> None:
    named = house.letter(Kind.QUESTION, asking=Asking(TITLE, True, "楼上的邻居"))
    kept = house.released(named)
    waiting = house.prepared(house.letter(Kind.QUESTION))
    gives_away = house.released(house.letter(Kind.QUESTION), question=f"我是{house.writer.name}，灯坏了。")
    assert erase_of(house.writer.pk, name=house.writer.name) == (3, 1)
    [letter] = queries.released_letters()
    assert (letter.ref, letter.name, letter.question) == (kept.ref, "", TEXT)
    assert PublicText.objects.count() == 1
    assert Verdict.objects.filter(preparation__in=[waiting, gives_away]).count() == 3
    assert not Words.objects.exists()
    assert erase_of(house.writer.pk, name=house.writer.name) == (0, 0)


def test_letters_when_two_years_old_then_what_everybody_reads_stays_without_its_name(
    house: House, clock: Any
) -> None:
    written = house.letter(Kind.QUESTION, asking=Asking(TITLE, True, "楼上的邻居"))
    house.released(written)
    add_outcome(written.complaint, DONE, time.today(), by=house.clerk)
    house.prepared()
    clock.set(clock.at + dt.timedelta(days=731))
    assert forget_old() == 2
    [letter] = queries.released_letters()
    assert (letter.name, letter.answer, len(letter.changes)) == ("", ANSWERED, 1)
    assert (PublicText.objects.count(), Words.objects.count()) == (1, 1)


def test_letter_when_withdrawn_then_nothing_of_it_can_be_public(house: House) -> None:
    written = house.letter(Kind.QUESTION)
    withdraw(written.complaint, by=house.writer)
    assert now(written).publicity is Publicity.PRIVATE
    with pytest.raises(Conflict):
        prepare(written.complaint, TOLD, by=house.clerk)
