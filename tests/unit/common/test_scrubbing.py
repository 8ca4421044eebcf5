"""What is left of a message."""

from __future__ import annotations

import pytest

from sixianghui.common.scrubbing import scrubbed


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("this job always fails", "this job always fails"),
        (
            "UNIQUE constraint failed: directory_person.name",
            "UNIQUE constraint failed: directory_person.name",
        ),
        ("duplicate key: Key (phone)=(13812345678) already exists.", "duplicate key: Key … already exists."),
        ("'张三'", "…"),
        ("could not convert 张三丰 13812345678 to float", "could not convert … to float"),
        ("no such user zhang3@example.cn, sorry", "no such user … sorry"),
        ("token eyJhbGciOiJIUzI1NiJ9.e30.abc refused", "token … refused"),
        ("HTTP 503 after 12 s\nsecond line", "HTTP 503 after 12 s second line"),
        ("\x1b[31mred\x1b[0m line", "… line"),
        ("", ""),
    ],
)
def test_message_when_scrubbed_then_keeps_plain_words_alone(said: str, left: str) -> None:
    assert scrubbed(said) == left


def test_message_when_long_then_is_cut() -> None:
    assert len(scrubbed("word " * 1000)) == 200
