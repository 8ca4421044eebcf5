"""What readers write about a piece: without signing in, to the editors alone, and deleted in time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.channel.models import ArticleNote
from sixianghui.channel.tasks import forget_notes
from tests.factories import an_account, signed_in, someone_with
from tests.pages.channel.reading import words
from tests.pages.complaints.reading import an_old_slip
from tests.unit.channel.desk import DeskOfTests

TEXT = "第二段的“十四天”应该是“十五天”。"


def a_note(**more: str) -> dict[str, str]:
    return {"kind": "error", "text": TEXT, "contact": "", "slip": an_old_slip(), "website": "", **more}


def test_note_when_sent_without_signing_in_then_reaches_the_editors_and_says_thanks(
    desk: DeskOfTests,
) -> None:
    piece = desk.released()
    page = Client().get(f"/notes/{piece.pk}/?kind=contact")
    assert 'value="contact" checked' in page.content.decode()
    done = Client().post(f"/notes/{piece.pk}/", a_note(contact="13800000000"))
    assert "编辑收到了" in words(done)
    shown = words(signed_in(desk.editor).get("/notes/"))
    assert all(part in shown for part in ("这里写错了", piece.title, TEXT, "13800000000"))


def test_notes_when_asked_for_by_somebody_who_does_not_edit_then_are_refused(desk: DeskOfTests) -> None:
    assert Client().get("/notes/").status_code == 302
    for other in (an_account(), someone_with(Post.SECRETARY)):
        assert signed_in(other).get("/notes/").status_code == 403


def test_note_when_dealt_with_then_its_contact_is_gone_and_after_half_a_year_the_rest(
    desk: DeskOfTests, clock: Any
) -> None:
    Client().post(f"/notes/{desk.released().pk}/", a_note(contact="13800000000"))
    note = ArticleNote.objects.get()
    client = signed_in(desk.editor)
    for _ in range(2):
        assert client.post(f"/notes/{note.ref}/settlement/").status_code == 302
    note.refresh_from_db()
    assert (note.contact, note.text, note.settled_by) == ("", TEXT, desk.editor)
    assert "没有话等着看" in words(client.get("/notes/"))
    forget_notes()
    assert ArticleNote.objects.count() == 1
    clock.set(clock.now() + dt.timedelta(days=183))
    forget_notes()
    assert ArticleNote.objects.count() == 0


def test_note_when_pressed_twice_then_is_one_and_with_other_words_is_not_taken(desk: DeskOfTests) -> None:
    address, form = f"/notes/{desk.released().pk}/", a_note()
    assert [Client().post(address, form).status_code for _ in range(2)] == [200, 200]
    other = Client().post(address, {**form, "text": "另外一句话。"})
    assert other.status_code == 409
    assert "另外一句话。" in words(other)
    assert ArticleNote.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": ""}, "请写几句"),
        ({"text": "错"}, "再多写几个字"),
        ({"text": "长" * 1001}, "请控制在 1000 字以内"),
        ({"kind": "praise"}, "请选一种"),
        ({"contact": "1" * 101}, "联系方式请控制在 100 字以内"),
        ({"website": "http://machines.example"}, "这一格是拦机器用的"),
        ({"slip": "made-up"}, "这一页开得太久了"),
    ],
    ids=["nothing", "too short", "too long", "no such kind", "contact too long", "machine", "no slip"],
)
def test_note_when_it_cannot_be_taken_then_says_why_and_keeps_it(
    desk: DeskOfTests, wrong: dict[str, str], said: str
) -> None:
    form = {**a_note(), **wrong}
    page = Client().post(f"/notes/{desk.released().pk}/", form)
    assert page.status_code == 422
    assert said in words(page)
    assert form["text"] in words(page)
    assert not ArticleNote.objects.exists()


def test_notes_when_many_come_from_one_place_then_the_next_has_to_wait_and_is_kept(desk: DeskOfTests) -> None:
    address = f"/notes/{desk.released().pk}/"
    for number in range(10):
        assert Client().post(address, a_note(text=f"第 {number} 处写错了。")).status_code == 200
    waiting = Client().post(address, a_note())
    assert waiting.status_code == 429
    assert "先歇一歇" in words(waiting)
    assert TEXT in words(waiting)
    assert ArticleNote.objects.count() == 10


@pytest.mark.parametrize("number", ["{draft}", "{column}", "0", "999999999999999999999"])
def test_note_when_the_piece_is_not_out_then_is_nothing(desk: DeskOfTests, number: str) -> None:
    address = f"/notes/{number.format(draft=desk.draft().pk, column=desk.column.pk)}/"
    assert Client().get(address).status_code == 404
    assert Client().post(address, a_note()).status_code == 404
