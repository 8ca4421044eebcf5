"""What every place promises that keeps files: names nobody guesses, checked bytes alone, sent by the view that asks."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.common.errors import Conflict
from sixianghui.media import commands
from sixianghui.media.objects import InStore, StoreAway
from sixianghui.media.public import save_file, save_picture
from sixianghui.media.storage import Kept, mark_fit
from tests.factories import signed_in, someone_with
from tests.factories.files import a_panorama_picture, a_paper, a_picture, named
from tests.s3_server import S3Server


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with S3Server(tmp_path_factory.mktemp("s3")) as server:
        yield server


def in_store(store: S3Server, path: str = "media/site") -> InStore:
    store.place(path)
    return InStore(url=f"s3://{path}", endpoint=store.endpoint, region=None, key_file=store.key_file)


@pytest.fixture(params=["disk", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "disk":
        return Kept(location=tmp_path)
    return in_store(request.getfixturevalue("store"))


def fit(content: bytes) -> ContentFile:
    made = ContentFile(content)
    mark_fit(made)
    return made


def test_file_when_it_was_checked_then_is_kept_under_a_name_of_ours_and_read_again(kept: Any) -> None:
    name = kept.save(kept.generate_filename("documents/张三的 名单../x.PDF"), fit(b"%PDF-1.7 words"))
    assert re.fullmatch(
        r"documents/.+/[a-z2-9]{20}\.pdf|documents/[a-z2-9]{20}\.pdf", name.replace("张三的 名单../", "")
    )
    with kept.open(name) as file:
        assert file.read() == b"%PDF-1.7 words"
    assert kept.exists(name)
    assert kept.size(name) == 14
    assert kept.get_modified_time(name).tzinfo is not None
    assert kept.url(name).startswith("/media/documents/")


def test_file_when_nobody_checked_it_then_is_refused_and_nothing_is_kept(kept: Any) -> None:
    with pytest.raises(Conflict):
        kept.save("documents/unchecked.pdf", ContentFile(b"%PDF"))
    assert not kept.exists("documents/unchecked.pdf")


def test_file_when_opened_then_may_be_kept_again_because_it_was_checked(kept: Any) -> None:
    name = kept.save("documents/one.pdf", fit(b"one"))
    with kept.open(name) as file:
        again = kept.save("documents/two.pdf", file)
    with kept.open(again) as file:
        assert file.read() == b"one"


def test_folder_when_listed_then_names_what_lies_straight_in_it_and_no_more(kept: Any) -> None:
    one = kept.save("listed/one.pdf", fit(b"one"))
    kept.save("listed/deeper/two.pdf", fit(b"two"))
    kept.save("listed-too/three.pdf", fit(b"three"))
    folders, files = kept.listdir("listed")
    assert (folders, [f"listed/{name}" for name in files]) == (["deeper"], [one])


def test_size_of_a_picture_when_wagtail_writes_it_then_is_kept_unchecked(kept: Any) -> None:
    name = kept.save("images/small.jpg", File(io.BytesIO(b"jpeg"), name="small.jpg"))
    assert kept.exists(name)


def test_file_when_deleted_then_is_gone_and_again_is_no_error(kept: Any) -> None:
    name = kept.save("documents/gone.pdf", fit(b"gone"))
    kept.delete(name)
    kept.delete(name)
    assert not kept.exists(name)
    with pytest.raises(FileNotFoundError):
        kept.open(name)


def test_file_when_a_program_wants_a_path_then_has_one_with_the_same_bytes(kept: Any) -> None:
    name = kept.save("streams/film.mp4", fit(b"film" * 1000))
    with kept.local(name) as path:
        assert path.read_bytes() == b"film" * 1000
        assert path.suffix == ".mp4"


def test_upload_when_it_is_large_then_comes_in_parts_and_the_upload_stays_open(kept: Any) -> None:
    with tempfile.TemporaryFile() as upload:
        upload.write(b"0123456789abcdef" * 1_000_000)
        name = kept.save("documents/large.pdf", _fit_file(upload))
        assert not upload.closed
    assert kept.size(name) == 16_000_000


def _fit_file(upload: Any) -> File:
    made: File = File(upload)
    mark_fit(made)
    return made


def test_store_when_it_does_not_answer_then_says_so_with_503_and_goes_on_when_it_is_back(
    tmp_path: Path,
) -> None:
    with S3Server(tmp_path) as server:
        kept = in_store(server)
        server.kill()
        with pytest.raises(StoreAway) as raised:
            kept.save("documents/lost.pdf", fit(b"lost"))
        assert raised.value.status == 503
        server.start()
        server.place("media/site")
        assert kept.save("documents/kept.pdf", fit(b"kept")) == "documents/kept.pdf"


@pytest.mark.django_db
def test_everything_when_it_lies_in_a_store_then_only_what_may_be_public_is_sent_and_by_our_own_view(
    store: S3Server, settings: Any, record_property: Callable[[str, object], None]
) -> None:
    place = store.place("pages/site")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "sixianghui.media.objects.InStore",
            "OPTIONS": {
                "url": "s3://pages/site", "endpoint": store.endpoint, "region": None, "key_file": store.key_file,
            },
        },
    }  # fmt: skip
    editor = someone_with(Post.EDITOR)
    public: dict[str, bytes] = {}
    for consent in ("nobody", "not_asked"):
        picture = save_picture(
            named(a_picture(), "a.jpg"), title="甲", alt="样例图", by=None, consent=consent
        )
        small = picture.get_rendition("max-50x50")
        one = commands.add_panorama(
            named(a_panorama_picture(2048 if consent == "nobody" else 2100), "p.jpg"),
            title="乙", alt="样例全景", by=editor, consent=consent,
        )  # fmt: skip
        if consent == "nobody":
            for piece in (small, *one.renditions.all()):
                with piece.file.open() as file:
                    public[piece.file.name] = file.read()
    paper = save_file(named(a_paper(), "a.docx"), title="丙", by=editor)
    names = [key.removeprefix("site/") for key in store.keys(place)]
    assert len(names) > 8

    answers = {name: Client().get(f"/media/{name}") for name in names}
    sent = {name: answer for name, answer in answers.items() if answer.status_code == 200}
    assert {name: b"".join(answer.streaming_content) for name, answer in sent.items()} == public
    for name, answer in sent.items():
        assert answer["Content-Length"] == str(len(public[name]))
        assert "sandbox" in answer["Content-Security-Policy"]
        assert store.endpoint not in str(answer.headers)
    inside = signed_in(editor)
    paper_answer = inside.get(paper.url)
    assert paper_answer.status_code == 200
    assert "no-store" in paper_answer["Cache-Control"]
    assert Client().get(paper.url).status_code in {302, 404} or paper.may_be_sent
    record_property(
        "counted", f"{len(names)} objects in a store: {len(sent)} public, all others 404 to visitors"
    )
