"""Archives in an S3-type store: whole, in parts, after a break, and the sentences when it does not take them."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from sixianghui.operations.stores import S3Store, StoreFault
from sixianghui.operations.stores.s3 import PARTS
from tests.s3_server import S3Server

pytestmark = pytest.mark.deep
#: The smallest part that stores take.
PART = 5 * 1024 * 1024
NAME = "20180605T120000Z-abcdef.sxhbackup"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with S3Server(tmp_path_factory.mktemp("store")) as made:
        yield made


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two parts and a half."""
    path = tmp_path / NAME
    path.write_bytes(random.Random(20180605).randbytes(PART * 5 // 2))
    return path


def store(
    server: S3Server, path: str, *, waits: tuple[float, ...] = (0.2, 0.5, 1.0), parts: int = PARTS
) -> S3Store:
    return S3Store(server.place(path), part=PART, parts=parts, waits=waits)


def test_archive_when_sent_then_it_comes_back_byte_for_byte_and_goes_when_told(
    server: S3Server, archive: Path, tmp_path: Path
) -> None:
    kept = store(server, "whole/site")
    (tmp_path / "small").write_bytes(b"short")
    kept.put(archive, NAME)
    kept.put(tmp_path / "small", "list")
    assert kept.names() == {NAME: archive.stat().st_size, "list": 5}
    kept.get(NAME, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == archive.read_bytes()
    kept.remove(NAME)
    assert list(kept.names()) == ["list"]
    # Another site in the same bucket is not seen.
    assert store(server, "whole/other").names() == {}


def test_archive_when_its_upload_broke_off_then_only_what_is_missing_goes(
    server: S3Server, archive: Path, tmp_path: Path
) -> None:
    kept = store(server, "broken")
    client, at = kept.place.client(), {"Bucket": "broken", "Key": NAME}
    upload = client.create_multipart_upload(**at)["UploadId"]
    body = archive.read_bytes()
    client.upload_part(**at, UploadId=upload, PartNumber=1, Body=body[:PART])
    client.upload_part(**at, UploadId=upload, PartNumber=2, Body=b"x" * PART)  # what the disk gave wrongly
    sent = sizes_sent(kept)
    kept.put(archive, NAME)
    assert sent == [PART, PART // 2]
    assert "Uploads" not in client.list_multipart_uploads(Bucket="broken")
    kept.get(NAME, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == body


def test_archive_when_it_has_more_parts_than_the_store_takes_then_they_are_larger_and_a_broken_upload_goes_on(
    server: S3Server, archive: Path, tmp_path: Path
) -> None:
    client, at = server.place("large").client(), {"Bucket": "large", "Key": NAME}
    upload = client.create_multipart_upload(**at)["UploadId"]
    # The control: of one part more than ten thousand the store takes none.
    with pytest.raises(ClientError, match="between 1 and 10000"):
        client.upload_part(**at, UploadId=upload, PartNumber=PARTS + 1, Body=b"x")
    # As if it took two.
    kept, larger = store(server, "large", parts=2), 7 * 1024 * 1024
    body = archive.read_bytes()
    client.upload_part(**at, UploadId=upload, PartNumber=1, Body=body[:larger])
    # Cut by a program of before, whose parts were smaller.
    client.upload_part(**at, UploadId=upload, PartNumber=2, Body=body[PART : PART * 2])
    client.upload_part(**at, UploadId=upload, PartNumber=3, Body=body[PART * 2 :])
    sent = sizes_sent(kept)
    kept.put(archive, NAME)
    assert sent == [len(body) - larger]
    kept.get(NAME, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == body


def sizes_sent(kept: S3Store) -> list[int]:
    """Bytes of each part that it sends from now on."""
    sent: list[int] = []
    kept._client.meta.events.register(
        "before-call.s3.UploadPart",
        lambda params, **_: sent.append(params["body"].getbuffer().nbytes),
    )
    return sent


def test_archive_when_the_store_is_silent_for_a_moment_then_it_arrives_all_the_same(
    server: S3Server, archive: Path
) -> None:
    kept = store(server, "silent")
    server.stop()
    threading.Timer(2, server.go_on).start()
    began = time.monotonic()
    kept.put(archive, NAME)
    assert time.monotonic() - began > 1.5
    assert kept.names() == {NAME: archive.stat().st_size}


@pytest.mark.parametrize(
    ("wrong", "word"), [("bucket", "NoSuchBucket"), ("port", "连不上"), ("key file", "两行")]
)
def test_archive_when_the_store_is_wrong_then_a_sentence_says_so(
    server: S3Server, archive: Path, wrong: str, word: str, tmp_path: Path
) -> None:
    place = server.place("right")
    (tmp_path / "keys").write_text("one-word")
    place = {
        "bucket": replace(place, bucket="nobody-made-it"),
        "port": replace(place, endpoint="http://127.0.0.1:1"),
        "key file": replace(place, key_file=tmp_path / "keys"),
    }[wrong]
    with pytest.raises(StoreFault, match=word):
        S3Store(place, part=PART, waits=()).put(archive, NAME)
