"""What is looked for at the desk may be anything, and as long as an address."""

from __future__ import annotations

import pytest

from sixianghui.access.public import Post
from tests.factories import signed_in, someone_with

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
