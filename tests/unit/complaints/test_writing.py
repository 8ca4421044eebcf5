"""Writing a letter, with an account and without, and taking it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.complaints import queries
from sixianghui.complaints.commands import answer, hide, withdraw
from sixianghui.complaints.models import Complaint, Kind, Sender, Words
from sixianghui.complaints.rules import Asking, State
from sixianghui.notify.public import Message
from tests.factories import an_account
from tests.unit.complaints.house import TEXT, TITLE, House, handler, now


def test_letter_when_written_then_has_a_promise_a_desk_and_its_reader_is_told(house: House) -> None:
    written = house.letter()
    letter = now(written)
    assert (letter.state, letter.complaint.promised_on) == (State.RECEIVED, dt.date(2018, 6, 14))
    assert (handler(written), letter.complaint.unit) == (house.clerk, house.committee)
    assert [one.text for one in queries.words_of(letter)] == [TEXT]
    assert written.code == ""
    told = Message.objects.get()
    assert (told.account, told.kind) == (house.clerk, "complaints.waiting")
    assert TEXT not in told.text
    assert "2018年6月14日前答复" in told.text


def test_letter_when_nobody_signs_it_then_nobody_is_written_down(house: House) -> None:
    for by, named in ((None, True), (house.writer, False)):
        written = house.letter(by=by, named=named, contact="138 0000 0000")
        sender = Sender.objects.get(complaint=written.complaint)
        assert (sender.account, sender.contact) == (None, "138 0000 0000")
        assert len(written.code) == 19
        event = AuditEvent.objects.get(action="complaint:write", object_id=str(written.complaint.pk))
        assert (event.actor, event.address) == (None, "")


def test_letter_when_read_by_its_code_then_is_the_right_one_however_typed(house: House) -> None:
    written, other = house.letter(by=None), house.letter(by=None, text="食堂的汤有点咸，能不能淡一些。")
    found = queries.by_code(written.code.lower().replace("-", " "))
    assert found is not None
    assert (found.ref, written.code == other.code) == (written.complaint.ref, False)
    assert queries.by_code("AAAA-AAAA-AAAA-AAAA") is None
    assert queries.by_code("") is None


def test_form_when_sent_twice_then_is_one_letter_with_one_code(house: House) -> None:
    first = house.letter(by=None, nonce="same")
    again = house.letter(by=None, nonce="same")
    assert (again.complaint, again.code) == (first.complaint, first.code)
    assert Complaint.objects.count() == 1
    with pytest.raises(Conflict):
        house.letter(by=None, nonce="same", text="后来又改了几个字再交。")
    with pytest.raises(Conflict):
        house.letter(by=house.writer, nonce="same")


def test_question_when_the_form_comes_again_with_another_wish_then_that_wish_holds(house: House) -> None:
    first = house.letter(
        Kind.QUESTION, by=None, nonce="same", contact="1380000", asking=Asking(TITLE, True, "名")
    )
    again = house.letter(
        Kind.QUESTION, by=None, nonce="same", contact="1390000", asking=Asking(TITLE, False, "名")
    )
    wrote = Sender.objects.get()
    assert (again.complaint, again.code) == (first.complaint, first.code)
    assert (wrote.public, wrote.shown_as, wrote.contact) == (False, "", "1390000")


def test_question_when_an_older_form_comes_after_it_was_for_the_writer_alone_then_stays_so(
    house: House,
) -> None:
    public, named = Asking(TITLE, True), Asking(TITLE, True, "名")
    first = house.letter(Kind.QUESTION, nonce="same", asking=public)
    house.letter(Kind.QUESTION, nonce="same", asking=named)
    assert Sender.objects.get().shown_as == "名"
    hide(first.complaint, by=house.writer)
    for asking in (public, named):
        with pytest.raises(Conflict, match="只给你一个人看"):
            house.letter(Kind.QUESTION, nonce="same", asking=asking)
    assert (Sender.objects.get().public, Sender.objects.get().shown_as) == (False, "")


def test_form_when_it_comes_again_with_another_wish_after_the_answer_then_is_told_so(house: House) -> None:
    first = house.letter(Kind.QUESTION, nonce="same", asking=Asking(TITLE, True))
    answer(first.complaint, "灯已经修好了。", by=house.clerk)
    assert house.letter(Kind.QUESTION, nonce="same", asking=Asking(TITLE, True)).complaint == first.complaint
    with pytest.raises(Conflict, match="没有记下"):
        house.letter(Kind.QUESTION, nonce="same", asking=Asking(TITLE, False))
    assert Sender.objects.get().public


def test_form_when_it_comes_again_as_another_kind_then_is_a_conflict(house: House) -> None:
    house.letter(nonce="same")
    with pytest.raises(Conflict):
        house.letter(Kind.COMPLAINT, nonce="same")
    assert Complaint.objects.get().kind == Kind.SUGGESTION


def test_form_when_sent_again_after_the_signing_key_was_renewed_then_has_the_code_that_opens_the_letter(
    house: House, settings: Any
) -> None:
    first = house.letter(by=None, nonce="same")
    settings.SECRET_KEY = "n" * 64
    assert house.letter(by=None, nonce="same").code == first.code


@pytest.mark.parametrize("text", ["", "  四个字  ", "长" * 2001])
def test_letter_when_too_short_or_too_long_then_is_refused_with_a_sentence(house: House, text: str) -> None:
    with pytest.raises(HouseError, match="5 到 2000"):
        house.letter(text=text)
    assert not Complaint.objects.exists()


def test_words_when_stored_then_stand_nowhere_in_the_database(house: House) -> None:
    house.letter(by=None, contact="写给我 a@example.org", page="/units/somewhere/")
    with connection.cursor() as cursor:
        rows: list[Any] = []
        for table in (
            "complaints_words",
            "complaints_sender",
            "complaints_complaint",
            "notify_message",
            "audit_auditevent",
        ):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    stored = repr(rows)
    assert len(rows) >= 5
    assert [marker for marker in (TEXT, "a@example.org", "/units/somewhere/") if marker in stored] == []
    assert repr(Words.objects.get()).count(TEXT) == 0


def test_letter_when_withdrawn_then_its_words_are_gone_and_nobody_answers(house: House) -> None:
    signed, unsigned = house.letter(contact=""), house.letter(by=None, contact="13800000000")
    withdraw(signed.complaint, by=house.writer)
    withdraw(unsigned.complaint, code=unsigned.code)
    for written in (signed, unsigned):
        assert now(written).state is State.WITHDRAWN
    assert not Words.objects.exists()
    assert [one.contact for one in Sender.objects.all()] == ["", ""]
    assert queries.on_desk(house.clerk) == []
    assert queries.letter_on_desk(house.clerk, signed.complaint.ref) is None
    assert [letter.state for letter in queries.written_by(house.writer)] == [State.WITHDRAWN]
    with pytest.raises(Conflict):
        withdraw(signed.complaint, by=house.writer)
    with pytest.raises(NotThere):
        answer(signed.complaint, "已经修好了。", by=an_account())


def test_letter_when_somebody_else_wants_to_withdraw_it_then_there_is_none(house: House) -> None:
    signed, unsigned = house.letter(), house.letter(by=None)
    other = house.letter(by=None)
    for wrong in ({"by": an_account()}, {"by": house.clerk}, {"code": other.code}, {"code": ""}, {}):
        for written in (signed, unsigned):
            with pytest.raises(NotThere):
                withdraw(written.complaint, **wrong)  # type: ignore[arg-type]
    with pytest.raises(NotThere):
        withdraw(signed.complaint, code=unsigned.code)
    assert {now(written).state for written in (signed, unsigned)} == {State.RECEIVED}


def test_letter_when_answered_then_cannot_be_withdrawn(house: House) -> None:
    written = house.letter()
    answer(written.complaint, "灯已经修好了。", by=house.clerk)
    with pytest.raises(Conflict):
        withdraw(written.complaint, by=house.writer)


def test_letter_when_there_is_no_committee_yet_then_is_kept_and_waits(db: None) -> None:
    from sixianghui.complaints.commands import write

    written = write(Kind.SUGGESTION, TEXT, nonce="early")
    assert (written.complaint.unit, handler(written)) == (None, None)
