"""A place in an S3-type store: where it is, and a client for it. `boto3` is an optional package, so it is asked for late."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class S3Place:
    """A bucket and what all keys in it begin with.

    `endpoint`: the store's address; empty for Amazon's. `key_file`: two lines, the access key's id and its secret;
    without one boto3 looks where it always does (environment, instance role).
    """

    bucket: str
    prefix: str
    endpoint: str = ""
    region: str = ""
    key_file: Path | None = None

    @classmethod
    def at(
        cls, url: str, *, endpoint: str | None, region: str | None, key_file: Path | None = None
    ) -> S3Place:
        """The place that `s3://bucket/prefix` names. Raises `ValueError` with a sentence for any other address."""
        bucket, prefix = parsed(url)
        return cls(bucket, prefix, endpoint or "", region or "", key_file)

    def key(self, name: str) -> str:
        """The key under which something is kept here."""
        return f"{self.prefix}/{name}" if self.prefix else name

    def client(
        self, *, attempts: int = 5, connect_seconds: float = 5, read_seconds: float = 60, signed: bool = True
    ) -> Any:
        """A client that tries again by itself, waiting longer each time. It may be used by several threads.

        signed: False: it asks as a stranger would.
        """
        import boto3
        from botocore import UNSIGNED
        from botocore.config import Config

        name, secret = self._keys()
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint or None,
            region_name=self.region or "us-east-1",
            aws_access_key_id=name,
            aws_secret_access_key=secret,
            config=Config(
                signature_version=None if signed else UNSIGNED,
                retries={"mode": "standard", "max_attempts": attempts},
                connect_timeout=connect_seconds,
                read_timeout=read_seconds,
                # Stores of other makers answer under one host name and know no sums in the trailer.
                s3={"addressing_style": "path" if self.endpoint else "auto"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def _keys(self) -> tuple[str | None, str | None]:
        if self.key_file is None:
            return None, None
        lines = self.key_file.read_text().split()
        if len(lines) != 2:
            raise ValueError(f"{self.key_file.name} 里要有两行：访问密钥的编号和密钥 / two lines: id, secret")
        return lines[0], lines[1]


def parsed(url: str) -> tuple[str, str]:
    """Bucket and prefix of `s3://bucket/prefix`. Raises `ValueError` with a sentence for what is no such address."""
    found = urlsplit(url)
    if found.scheme != "s3" or not found.hostname or found.query or found.username:
        raise ValueError("要写成 s3://桶/前缀 / must be s3://bucket/prefix")
    if find_spec("boto3") is None:
        raise ValueError("要先装上 boto3：pip install boto3 / install boto3 first")
    return found.netloc, found.path.strip("/")
