"""What is looked for at the desk may be anything, and as long as an address."""

from __future__ import annotations

import pytest

from sixianghui.access.public import Post
from tests.factories import signed_in, someone_with
from tests.unit.channel.desk import DeskOfTests

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/cms/images/", "/cms/pages/search/", "/cms/documents/"])
@pytest.mark.parametrize(
    "words",
    [
        "﷽" * 400,
        "a " * 1500,
        "党 " * 1500,
        "党课" * 1500,
        "㍿" * 1000,
        "x" * 3000,
        '"' * 500,
        "a OR " * 700,
        "-a " * 700,
        " ".join(f"w{n}" for n in range(600)),
        " ".join(chr(0x4E00 + n) for n in range(600)),
    ],
)
def test_desk_when_asked_for_many_or_long_words_then_answers(address: str, words: str) -> None:
    assert signed_in(someone_with(Post.CHIEF_EDITOR)).get(address, {"q": words}).status_code == 200


@pytest.mark.parametrize("words", ['党课 "……"', '"!" 党课', '党课 "', "\"'\" '\"' 党课"])
def test_desk_when_signs_stand_between_quotation_marks_then_the_words_beside_them_are_looked_for(
    desk: DeskOfTests, words: str
) -> None:
    desk.released("把党课讲到心里")
    desk.released("别的")
    answer = signed_in(desk.chief).get("/cms/pages/search/", {"q": words})
    assert answer.status_code == 200
    assert [page.title for page in answer.context["pages"]] == ["把党课讲到心里"]


def test_desk_when_asked_for_signs_alone_then_nothing_is_found(desk: DeskOfTests) -> None:
    desk.released("把党课讲到心里")
    answer = signed_in(desk.chief).get("/cms/pages/search/", {"q": '"……" "!"'})
    assert (answer.status_code, list(answer.context["pages"])) == (200, [])
