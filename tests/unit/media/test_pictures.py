"""Keeping pictures and files: what survives, who may, how much, with which words."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import transaction
from PIL import Image

from sixianghui.common.errors import Conflict
from sixianghui.media import limits, rules
from sixianghui.media.models import File, Picture
from sixianghui.media.public import Consent, has_words, may_be_published, save_file, save_picture
from tests.factories import an_account
from tests.factories.files import a_paper, a_pdf, a_picture, named

pytestmark = pytest.mark.django_db


def a_kept_picture(**more: Any) -> Picture:
    values: dict[str, Any] = {"title": "甲", "alt": "蓝色一角的红图", "by": None, "consent": Consent.DRAWING}
    return save_picture(named(a_picture(), "a.jpg"), **{**values, **more})


def test_picture_when_kept_then_is_turned_as_the_camera_said_and_says_nothing_else() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "样例相机"
    kept = save_picture(
        named(a_picture(exif=exif.tobytes()), "IMG_1.JPG"),
        title="甲",
        alt="蓝色一角",
        by=None,
        consent="drawing",
    )
    image = Image.open(io.BytesIO(kept.file.read()))
    assert (kept.width, kept.height) == (48, 64) == image.size
    assert dict(image.getexif()) == {}
    corner = image.convert("RGB").getpixel((40, 4))
    assert isinstance(corner, tuple)
    assert corner[2] > corner[0], "the blue corner is at the upper right once turned"
    assert "IMG" not in kept.file.name


@pytest.mark.parametrize(("kind", "name", "ending"), [("png", "a.png", ".png"), ("webp", "a.webp", ".webp"), ("gif", "a.gif", ".png"), ("jpeg", "A.JPEG", ".jpg")])  # fmt: skip
def test_picture_when_of_a_kind_we_take_then_is_kept_in_that_kind_or_standing_still(
    kind: str, name: str, ending: str
) -> None:
    kept = save_picture(named(a_picture(kind), name), title="甲", alt="样例图", by=None, consent="drawing")
    assert kept.file.name.endswith(ending)
    assert Image.open(io.BytesIO(kept.file.read())).size == (64, 48)


def test_picture_when_larger_than_any_page_shows_then_is_shrunk() -> None:
    kept = save_picture(
        named(a_picture("jpeg", (5000, 1000)), "a.jpg"),
        title="甲",
        alt="很宽的图",
        by=None,
        consent="drawing",
    )
    assert (kept.width, kept.height) == (4096, 819)


@pytest.mark.parametrize("alt", ["", "  ", "图"])
def test_picture_when_nobody_says_what_is_in_it_then_is_refused_with_an_example(alt: str) -> None:
    with pytest.raises(Conflict, match="请写一句话说说图里有什么"):
        a_kept_picture(alt=alt)
    assert Picture.objects.count() == 0


def test_day_when_full_then_a_sentence_says_to_go_on_tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    account = an_account()
    monkeypatch.setattr(rules, "DAILY_PIECES", 2)
    a_kept_picture(by=account)
    save_file(named(a_paper(), "a.docx"), title="甲", by=account)
    with pytest.raises(Conflict, match="今天已经传了 2 个"):
        a_kept_picture(by=account)
    assert a_kept_picture(by=an_account()).pk, "others go on"
    assert a_kept_picture(by=account, is_sample=True).pk, "what the demo brings is not counted"


def test_day_when_too_much_together_then_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    account = an_account()
    monkeypatch.setattr(rules, "DAILY_BYTES", len(a_picture()) + 100)
    a_kept_picture(by=account)
    with pytest.raises(Conflict, match="今天传的加起来超过"):
        a_kept_picture(by=account)


def test_day_when_it_was_yesterday_then_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    account = an_account()
    monkeypatch.setattr(rules, "DAILY_PIECES", 1)
    kept = a_kept_picture(by=account)
    Picture.objects.filter(pk=kept.pk).update(created_at=limits._midnight() - limits.dt.timedelta(seconds=1))
    assert a_kept_picture(by=account).pk


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(a_pdf(), "a.pdf", id="pdf"),
        pytest.param(a_pdf(b"/OpenAction [3 0 R /Fit]"), "a.pdf", id="pdf-that-opens-at-a-page"),
        *(pytest.param(a_paper(one), f"a.{one}", id=one) for one in ("docx", "xlsx", "pptx")),
        pytest.param(a_paper("pptx", {"ppt/embeddings/Workbook1.xlsx": b"PK"}), "a.pptx", id="chart-with-its-numbers"),
        pytest.param("编号,姓名\n1,张样例\n".encode(), "a.csv", id="utf-8"),
        pytest.param("编号,姓名\n1,张样例\n".encode("gb18030"), "a.csv", id="gb18030"),
        pytest.param("你好\r\n".encode("utf-16"), "a.txt", id="utf-16"),
    ],
)  # fmt: skip
def test_file_when_honest_then_is_kept_byte_for_byte(data: bytes, name: str) -> None:
    kept = save_file(named(data, name), title="甲", by=None)
    assert kept.file.read() == data


def test_rows_when_saved_past_the_commands_then_the_storage_refuses() -> None:
    with pytest.raises(Conflict, match="没有检查过"), transaction.atomic():
        File(title="x", file=named(a_pdf(), "a.pdf")).save()
    with pytest.raises(Conflict, match="没有检查过"), transaction.atomic():
        Picture(title="x", file=named(a_picture(), "a.jpg")).save()
    assert (File.objects.count(), Picture.objects.count()) == (0, 0)


@pytest.mark.parametrize(("consent", "public"), [("nobody", True), ("agreed", True), ("drawing", True), ("not_asked", False)])  # fmt: skip
def test_picture_when_those_in_it_were_not_asked_then_may_not_be_published(
    consent: str, public: bool
) -> None:
    kept = a_kept_picture(consent=consent)
    assert (may_be_published(kept), has_words(kept)) == (public, True)
