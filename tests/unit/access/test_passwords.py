"""Forty passwords under two profiles, and lists of leaked ones."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import random
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from sixianghui.access.commands.accounts import set_password
from sixianghui.access.models import Account
from sixianghui.access.passwords import is_breached
from sixianghui.access.public import Post
from sixianghui.access.validators import SENTENCES
from sixianghui.common.errors import HouseError
from tests.factories import a_unit, an_account, an_appointment, signed_in, someone_with

pytestmark = pytest.mark.django_db
GOOD, SHORT, PLAIN, COMMON, ABOUT, KINDS = "good", "short", "plain", "common", "about you", "kinds"

#: password → what a member hears, and what staff hear under djbh. Nothing asks a member for kinds of characters.
TABLE = [
    ("correct horse battery staple", GOOD, KINDS),
    ("四月的雨落在旧书店门口", SHORT, SHORT),
    ("四月的雨落在旧书店的门口外", GOOD, KINDS),
    ("三个臭皮匠 beat one 诸葛亮", GOOD, KINDS),
    ("Tram7-to-the-Yellow-River", GOOD, GOOD),
    ("zebra quilt umbrella moss", GOOD, KINDS),
    ("水壶Kettle7号车", SHORT, SHORT),
    ("水壶Kettle7号车厢靠窗坐", GOOD, GOOD),
    ("vK3-pQ9-xW2-mT", GOOD, GOOD),
    ("8402957316482", GOOD, KINDS),
    ("hunger strikes at half past four", GOOD, KINDS),
    ("MarmaladeSkiesOverPudong", GOOD, KINDS),
    ("x" * 3 + "orchid lamp river " * 5, GOOD, KINDS),
    ("orchid-Lamp-3-river-" * 3 + "and more than sixty four", GOOD, GOOD),
    ("", SHORT, SHORT),
    ("short", SHORT, SHORT),
    ("Ab3$efgh1jk", SHORT, SHORT),
    ("password1234", COMMON, COMMON),
    ("Password!2024", COMMON, COMMON),
    ("P@ssw0rd2018!", COMMON, COMMON),
    ("passwordpassword", COMMON, COMMON),
    ("qwerty123456", COMMON, COMMON),
    ("Iloveyou!!!!", COMMON, COMMON),
    ("dragon20180605", COMMON, COMMON),
    ("football....", COMMON, COMMON),
    ("123456789012", PLAIN, PLAIN),
    ("qwertyuiop12", COMMON, COMMON),
    ("1qaz2wsx3edc", COMMON, COMMON),
    ("1qaz2wsx3edc4rfv5tgb", PLAIN, PLAIN),
    ("abcdefghijkl", PLAIN, PLAIN),
    ("zyxwvutsrqpo", PLAIN, PLAIN),
    ("aaaaaaaaaaaaaaaa", PLAIN, PLAIN),
    ("abababababab", PLAIN, PLAIN),
    ("一二一二一二一二一二一二", PLAIN, PLAIN),
    ("asdfghjklzxcvbnm", PLAIN, PLAIN),
    ("sixianghui2018", ABOUT, ABOUT),
    ("思享汇思享汇思享汇2018", ABOUT, ABOUT),
    ("lin-xiaoman-lin", GOOD, KINDS),
    ("linxiaoman1996", ABOUT, ABOUT),
    ("lxm13800138000", ABOUT, ABOUT),
    ("410105199605201234", ABOUT, ABOUT),
    ("xiaoman.lin.1", ABOUT, ABOUT),
]


def heard(account: Account, password: str) -> str:
    try:
        set_password(account, password)
    except HouseError as error:
        return next(name for name, sentence in SENTENCES.items() if str(sentence) == str(error))
    return GOOD


def with_profile(monkeypatch: pytest.MonkeyPatch, **values: Any) -> None:
    changed = {**settings.CONFIG.values, **{name.upper(): value for name, value in values.items()}}
    monkeypatch.setattr(settings, "CONFIG", dataclasses.replace(settings.CONFIG, values=changed))


def test_table_then_has_forty_passwords_and_every_answer() -> None:
    assert len(TABLE) >= 40
    assert {answer for _, *answers in TABLE for answer in answers} == {
        GOOD,
        SHORT,
        PLAIN,
        COMMON,
        ABOUT,
        KINDS,
    }


@pytest.mark.parametrize("profile", ["standard", "djbh"])
@pytest.mark.parametrize("post", [Post.MEMBER, Post.EDITOR])
def test_passwords_when_chosen_then_are_judged_by_profile_and_post(
    monkeypatch: pytest.MonkeyPatch, profile: str, post: Post
) -> None:
    with_profile(monkeypatch, security_profile=profile)
    account = an_account(username="xiaoman.lin", name="林小满")
    an_appointment(account, a_unit(), post)
    column = 1 if (profile, post) == ("djbh", Post.EDITOR) else 0
    answers = {password: heard(account, password) for password, *_ in TABLE}
    assert answers == {password: expected[column] for password, *expected in TABLE}


def test_password_when_it_is_the_present_one_then_is_refused() -> None:
    account = an_account()
    set_password(account, "zebra quilt umbrella moss")
    with pytest.raises(HouseError, match="现在的密码"):
        set_password(account, "zebra quilt umbrella moss")


@pytest.mark.parametrize(
    ("profile", "post", "days", "asked"),
    [
        ("djbh", Post.EDITOR, 90, True),
        ("djbh", Post.EDITOR, 89, False),
        ("djbh", Post.MEMBER, 900, False),
        ("standard", Post.EDITOR, 900, False),
    ],
)
def test_password_when_ninety_days_old_then_staff_renew_it_under_djbh_only(
    monkeypatch: pytest.MonkeyPatch, profile: str, post: Post, days: int, asked: bool
) -> None:
    with_profile(monkeypatch, security_profile=profile)
    account = someone_with(post)
    set_password(account, "Zebra quilt umbrella 7")
    Account.objects.filter(pk=account.pk).update(password_at=timezone.now() - dt.timedelta(days=days))
    answer = signed_in(Account.objects.get(pk=account.pk)).get("/week/")
    assert (answer.status_code, answer.headers.get("Location")) == (
        (302, "/password/?old=1") if asked else (200, None)
    )


@pytest.mark.parametrize("ending", ["\n", ":12\n", "\r\n"])
def test_leaked_passwords_when_listed_then_each_is_found_and_no_other(tmp_path: Path, ending: str) -> None:
    drawn = random.Random(6)
    words = [f"leaked {drawn.random()}" for _ in range(300)]
    sums = sorted(hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper() for word in words)
    listed = tmp_path / "sums.txt"
    listed.write_bytes("".join(f"{one}{ending}" for one in sums).encode())
    assert [word for word in words if not is_breached(word, listed)] == []
    assert [word for word in words if is_breached(word + "!", listed)] == []
    listed.write_bytes(b"")
    assert not is_breached(words[0], listed)


def test_password_when_it_was_leaked_then_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    listed = tmp_path / "sums.txt"
    listed.write_text(
        hashlib.sha1(b"zebra quilt umbrella moss", usedforsecurity=False).hexdigest().upper() + ":3\n"
    )
    account = an_account()
    with_profile(monkeypatch, breached_passwords=listed)
    assert heard(account, "zebra quilt umbrella moss") == COMMON
    with_profile(monkeypatch, breached_passwords=None)
    assert heard(account, "zebra quilt umbrella moss") == GOOD
