"""The doctor's look at the bucket of uploads: well, open to strangers, without versions, closed to us, away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sixianghui.operations import bucket
from sixianghui.operations.checks import Level
from tests.s3_server import S3Server

pytestmark = pytest.mark.deep
VERSIONS = {"Status": "Enabled"}
OPEN = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
 "Resource": "arn:aws:s3:::%s/*"}]}"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with S3Server(tmp_path_factory.mktemp("s3")) as server:
        yield server


def found(settings: Any, store: S3Server, path: str) -> list[tuple[Level, str]]:
    """What the doctor says of the place."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "sixianghui.media.objects.InStore",
            "OPTIONS": {
                "url": f"s3://{path}",
                "endpoint": store.endpoint,
                "region": None,
                "key_file": store.key_file,
            },
        },
    }
    return [(one.level, one.text) for one in bucket.bucket()]


def test_bucket_when_it_is_closed_and_keeps_versions_then_is_well_and_nothing_of_ours_stays(
    settings: Any, store: S3Server
) -> None:
    place = store.place("well/site")
    place.client().put_bucket_versioning(Bucket="well", VersioningConfiguration=VERSIONS)
    assert found(settings, store, "well/site") == [(Level.OK, "存得进，取得出，删得掉。")]
    assert store.keys(place) == []


def test_bucket_when_strangers_may_read_it_or_nothing_is_kept_of_before_then_says_so(
    settings: Any, store: S3Server
) -> None:
    place = store.place("open/site")
    place.client().put_bucket_policy(Bucket="open", Policy=OPEN % "open")
    told = found(settings, store, "open/site")
    assert [level for level, _text in told] == [Level.BAD, Level.WARN, Level.OK]
    assert "公开" in told[0][1]
    assert "没有开版本" in told[1][1]


def test_bucket_when_there_is_none_or_the_store_is_away_then_one_sentence_says_what_to_look_at(
    settings: Any, store: S3Server, tmp_path: Path
) -> None:
    assert "NoSuchBucket" in found(settings, store, "nowhere/site")[0][1]
    with S3Server(tmp_path) as other:
        other.place("gone/site")
    told = found(settings, other, "gone/site")
    assert [level for level, _text in told] == [Level.BAD]
    assert "连不上" in told[0][1]
