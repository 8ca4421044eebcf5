"""What reaches Django of what a client says of itself."""

from __future__ import annotations

import re

import pytest

from sixianghui.project import wsgi
from sixianghui.project.wsgi import BehindFront, Environ, in_our_charset


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        ("text/plain", "text/plain"),
        ("multipart/form-data; boundary=zq", "multipart/form-data; boundary=zq"),
        ("text/plain; charset=idna", "text/plain"),
        ('text/plain;CHARSET="utf-16"; boundary=zq', "text/plain; boundary=zq"),
        ("multipart/form-data; charset=hex; boundary=zq;charset=", "multipart/form-data; boundary=zq"),
        ("text/plain; charset*=UTF-8''idna", "text/plain"),
        ("text/plain; accept-charset = hex; x=charset; a", "text/plain; x=charset; a"),
        ("charset=hex", "charset=hex"),
        # Two halves are no charset either, once what stood between them is gone.
        ('text/plain; chars; charset="x"et=idna', "text/plain; chars"),
        ('text/plain; charset="a;charset=idna"', "text/plain"),
    ],
)
def test_charset_when_the_sender_names_one_then_it_is_not_followed(said: str, kept: str) -> None:
    assert in_our_charset({"CONTENT_TYPE": said}) == {"CONTENT_TYPE": kept}


@pytest.mark.parametrize("again", ["charset", ";charset", ";", '; charset="'])
def test_content_type_when_as_long_as_a_header_may_be_then_is_read_once_from_end_to_end(again: str) -> None:
    header = ";" + again * (32768 // len(again))
    kept = in_our_charset({"CONTENT_TYPE": header})["CONTENT_TYPE"]
    assert kept == (";" if "=" in header else header)
    # A pattern that looks for `charset` anywhere within a parameter starts again at every one.
    assert not [one for one in vars(wsgi).values() if isinstance(one, re.Pattern)]


@pytest.mark.parametrize(
    ("said", "name", "port"),
    [("a.cn:81", "a.cn", "81"), ("a.cn:99999", "localhost", "80"), ("[::1", "localhost", "80"), ("", "localhost", "80")],
)  # fmt: skip
def test_host_when_it_can_be_none_then_the_request_goes_on_without(said: str, name: str, port: str) -> None:
    seen: list[Environ] = []
    BehindFront(lambda environ, _start: seen.append(environ) or [])({"HTTP_HOST": said}, None)  # type: ignore[arg-type, func-returns-value]
    assert (seen[0]["SERVER_NAME"], seen[0]["SERVER_PORT"]) == (name, port)
