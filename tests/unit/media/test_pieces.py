"""Sending bytes: who gets what, as what."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.common import wire
from sixianghui.media import commands
from sixianghui.media.models import Picture
from sixianghui.media.public import save_file, save_picture
from tests.factories import signed_in, someone_with
from tests.factories.files import a_panorama_picture, a_paper, a_picture, named

pytestmark = pytest.mark.django_db


def a_picture_that(consent: str) -> Picture:
    return save_picture(named(a_picture(), "a.jpg"), title="甲", alt="样例图", by=None, consent=consent)


def stored() -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_every_stored_file_when_anybody_asks_then_only_what_may_be_public_is_sent() -> None:
    editor = someone_with(Post.EDITOR)
    public: set[str] = set()
    for consent in ("nobody", "not_asked"):
        rendition = a_picture_that(consent).get_rendition("max-50x50")
        one = commands.add_panorama(
            named(a_panorama_picture(2048 if consent == "nobody" else 2100), "p.jpg"),
            title="乙", alt="样例全景", by=editor, consent=consent,
        )  # fmt: skip
        commands.add_hotspot(one, yaw=0, pitch=0, label="前面", by=editor)
        if consent == "nobody":
            public |= {rendition.file.name, *(piece.file.name for piece in one.renditions.all())}
            public |= {spot.still.name for spot in one.hotspots.all()}
    save_file(named(a_paper(), "a.docx"), title="丙", by=editor)
    client = Client()
    sent = {name for name in stored() if client.get(f"/media/{name}").status_code == 200}
    assert sent == public
    assert len(public) == 5 and len(stored()) > 12
    inside = signed_in(editor)
    seen = {name for name in stored() if inside.get(f"/media/{name}").status_code == 200}
    assert seen == {name for name in stored() if name.startswith(("images/", "panoramas/"))}


def test_piece_when_sent_then_front_is_told_where_it_lies_and_browsers_run_nothing() -> None:
    rendition = a_picture_that("nobody").get_rendition("max-50x50")
    answer = Client().get(rendition.url)
    assert unquote(answer[wire.FILE]) == rendition.file.path
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert answer.content == b""


def test_piece_when_not_public_then_editors_get_it_and_nothing_keeps_it() -> None:
    rendition = a_picture_that("not_asked").get_rendition("max-50x50")
    answer = signed_in(someone_with(Post.EDITOR)).get(rendition.url)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    for outsider in (Client(), signed_in(someone_with(Post.SECRETARY))):
        assert outsider.get(rendition.url).status_code == 404


def test_consent_when_taken_back_then_the_next_request_gets_nothing() -> None:
    picture = a_picture_that("agreed")
    rendition = picture.get_rendition("max-50x50")
    assert Client().get(rendition.url).status_code == 200
    Picture.objects.filter(pk=picture.pk).update(consent="not_asked")
    assert Client().get(rendition.url).status_code == 404


@pytest.mark.parametrize("name", ["../sixianghui.sqlite3", "..%2f..%2fsecret", "", "original_images/", "a\\b", "x" * 400, "%00"])  # fmt: skip
def test_piece_when_the_name_is_odd_then_there_is_nothing(name: str) -> None:
    assert Client().get(f"/media/{name}").status_code == 404


def test_file_when_downloaded_then_is_an_attachment_in_a_sandbox_under_its_title() -> None:
    kept = save_file(named(a_paper(), "x.docx"), title='通知"<b>\r\n2018.docx', by=None)
    answer: Any = Client().get(kept.url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename=\"file.docx\"; filename*=UTF-8''")
    assert "\r" not in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert unquote(answer[wire.FILE]) == kept.file.path
    assert Client().get(f"/documents/{kept.pk}/x.docx").status_code == 404, "the number alone opens nothing"
