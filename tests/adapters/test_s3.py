"""A place in an S3-type store."""

from __future__ import annotations

from pathlib import Path

import pytest

from sixianghui.common.s3 import S3Place, parsed
from tests.s3_server import S3Server


@pytest.mark.deep
def test_what_is_put_at_a_place_is_found_there_under_its_prefix(tmp_path: Path) -> None:
    with S3Server(tmp_path) as store:
        place = store.place("bucket/site")
        client = place.client()
        client.put_object(Bucket=place.bucket, Key=place.key("a.txt"), Body=b"kept")
        assert store.keys(place) == ["site/a.txt"]
        assert client.get_object(Bucket="bucket", Key="site/a.txt")["Body"].read() == b"kept"


@pytest.mark.parametrize(
    "url", ["http://bucket/site", "s3:///site", "s3://me@bucket/site", "s3://bucket?x=1"]
)
def test_an_address_that_is_none_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ValueError, match="s3://"):
        parsed(url)


def test_a_key_file_without_two_lines_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("only-one")
    with pytest.raises(ValueError, match="keys"):
        S3Place("bucket", "", key_file=tmp_path / "keys").client()
