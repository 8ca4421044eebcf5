"""The desk saves a new piece by itself and sends again what got no answer: however often, it is one piece."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest

from sixianghui.access.public import Post
from sixianghui.channel.models import ArticlePage, ColumnPage
from sixianghui.ui.models import Intent
from tests.factories import signed_in, someone_with
from tests.pages.channel.screens import Screens, at_the_desk, form_of
from tests.together import at_once
from tests.unit.channel.desk import DeskOfTests, open_desk

pytestmark = pytest.mark.django_db
#: As Wagtail's autosave asks.
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def writer(desk: DeskOfTests) -> Screens:
    return at_the_desk(desk.writer)


def send(
    screens: Screens,
    column: ColumnPage,
    key: str = "one",
    action: str = "",
    by_itself: bool = True,
    **values: Any,
) -> Any:
    """What the screen of a new piece sends, by itself or by one of its buttons."""
    data = {**form_of(None, action, **values), "intent": key}
    more = JSON if by_itself else {}
    return screens.post("wagtailadmin_pages:add", "channel", "articlepage", column.pk, data=data, **more)


def versions(piece: ArticlePage) -> list[str]:
    """The titles of its versions, the first first."""
    return [one.content["title"] for one in piece.revisions.order_by("pk")]


def test_new_piece_when_its_first_answer_is_lost_then_the_next_saving_is_its_next_version(
    desk: DeskOfTests, writer: Screens
) -> None:
    first = send(writer, desk.column, title="写到一半").json()
    again = send(writer, desk.column, title="写完了").json()
    piece = ArticlePage.objects.get()
    assert versions(piece) == ["写到一半", "写完了"]
    assert (first["pk"], again["pk"]) == (piece.pk, piece.pk)
    assert (again["url"], again["hydrate_url"]) == (first["url"], first["hydrate_url"])
    assert again["revision_id"] == piece.latest_revision_id


def test_new_piece_when_many_answers_are_lost_then_is_still_one(desk: DeskOfTests, writer: Screens) -> None:
    titles = ["一", "一二", "一二三", "一二三四"]
    assert [send(writer, desk.column, title=title).status_code for title in titles] == [200] * 4
    assert versions(ArticlePage.objects.get()) == titles


def test_new_piece_when_sent_by_a_button_after_a_lost_answer_then_the_button_does_what_it_says(
    desk: DeskOfTests, writer: Screens
) -> None:
    send(writer, desk.column, title="写到一半")
    answer = send(writer, desk.column, action="submit", by_itself=False, title="写完了")
    piece = ArticlePage.objects.get()
    assert (answer.status_code, piece.workflow_in_progress, versions(piece)[-1]) == (302, True, "写完了")


def test_new_pieces_when_begun_on_two_screens_or_by_two_people_then_are_two(
    desk: DeskOfTests, writer: Screens
) -> None:
    """The control: only the same screen of the same person means the same piece."""
    other = Screens(signed_in(someone_with(Post.EDITOR)))
    for screens, key in ((writer, "one"), (writer, "two"), (other, "one")):
        assert send(screens, desk.column, key).status_code == 200
    assert ArticlePage.objects.count() == 3


def test_new_piece_when_another_window_has_saved_it_meanwhile_then_is_not_written_over_unseen(
    desk: DeskOfTests, writer: Screens
) -> None:
    send(writer, desk.column, title="写到一半")
    piece = ArticlePage.objects.get()
    writer.save(piece, title="在另一个窗口写的")
    answer = send(writer, desk.column, title="这个窗口的")
    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
    assert versions(piece) == ["写到一半", "在另一个窗口写的"]


def test_new_piece_when_it_was_deleted_meanwhile_then_the_screen_makes_it_anew(
    desk: DeskOfTests, writer: Screens
) -> None:
    send(writer, desk.column, title="写到一半")
    ArticlePage.objects.get().delete()
    assert send(writer, desk.column, title="还是要写").status_code == 200
    assert versions(ArticlePage.objects.get()) == ["还是要写"]


def test_screen_of_a_new_piece_when_refused_then_keeps_its_key_and_a_fresh_one_has_another(
    desk: DeskOfTests, writer: Screens
) -> None:
    keys = [
        key_in(writer.get("wagtailadmin_pages:add", "channel", "articlepage", desk.column.pk))
        for _time in range(2)
    ]
    refused = send(writer, desk.column, keys[0], by_itself=False, title="")
    assert (refused.status_code, key_in(refused)) == (200, keys[0])
    assert len(set(keys)) == 2
    assert (ArticlePage.objects.exists(), Intent.objects.exists()) == (False, False)


def key_in(answer: Any) -> str:
    """The key in the form of a new piece."""
    form = answer.content.decode().partition('id="page-edit-form"')[2].partition("</form>")[0]
    found: list[str] = re.findall(r'name="intent" value="([^"]+)"', form)
    assert len(found) == 1
    return found[0]


@pytest.mark.django_db(transaction=True)
def test_new_piece_when_sent_twice_at_the_same_moment_then_is_one() -> None:
    desk = open_desk()
    client = signed_in(desk.writer)

    def press(number: int) -> int:
        own = type(client)()
        own.cookies = client.cookies.copy()
        return int(send(Screens(own), desk.column, title=f"第 {number} 次").status_code)

    answers = at_once(*(partial(press, number) for number in range(4)))
    assert ArticlePage.objects.count() == 1
    # Whoever came while another was saving is told that there is a newer version, and keeps what was written.
    assert set(answers) <= {200, 400} and 200 in answers
