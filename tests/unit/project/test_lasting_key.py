"""What was handed out holds on when the key that signs sessions is renewed and the one before is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as own

from sixianghui.lectures import door
from sixianghui.lectures.models import Arrival, Lecture
from sixianghui.media import intake, tokens
from sixianghui.notify.links import Stop, read_stop
from sixianghui.realtime import keys

STREAM = "s" * 20


def handed_out() -> dict[str, object]:
    """What people and machines carry with them."""
    lecture = Lecture(ref="l" * 20, salt="salt")
    return {
        "printed code": door.paper_code(lecture),
        "arrival": door.key_of(lecture, "browser", "b"),
        "passphrase": intake.passphrase(STREAM, 1),
        "account": keys.account_key(5),
        "session": keys.session_key("5"),
    }


@pytest.fixture
def letter() -> str:
    """The token of a link in a letter."""
    return Stop("preference").url.rstrip("/").rpartition("/")[2]


def test_what_was_handed_out_when_the_signing_key_is_renewed_and_forgotten_then_holds(
    settings: Any, letter: str
) -> None:
    before, piece = handed_out(), tokens.token_for(STREAM)
    lecture = Lecture(ref="l" * 20, salt="salt")
    ticket = door.ticket(lecture, Arrival.Way.PAPER)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 64, []
    assert handed_out() == before
    assert door.ticket_way(lecture, ticket) is Arrival.Way.PAPER
    assert tokens.seconds_left(STREAM, piece) > 0
    assert read_stop(letter) == Stop("preference")


def test_what_was_handed_out_when_the_key_got_out_and_is_replaced_then_holds_no_more_but_for_letters(
    settings: Any, letter: str
) -> None:
    before, piece = handed_out(), tokens.token_for(STREAM)
    settings.LASTING_KEY, settings.LASTING_KEY_FALLBACKS = "m" * 64, [own.LASTING_KEY]
    assert [name for name, value in handed_out().items() if value == before[name]] == []
    assert tokens.seconds_left(STREAM, piece) == 0
    assert read_stop(letter) == Stop("preference")
    settings.LASTING_KEY_FALLBACKS = []
    assert read_stop(letter) is None  # the control
