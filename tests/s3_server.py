"""An S3-type store of a test's own (moto's server), that may be stopped and killed. What it holds lives in its memory."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import httpx

from sixianghui.common.s3 import S3Place
from tests.factories.nginx import free_port
from tests.servers import Server

KEYS = ("test-id", "test-secret")


class S3Server(Server):
    """`with S3Server(folder) as store:`; `store.place("bucket/prefix")`; `store.settings("OFFSITE", …)` for a product."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.key_file = folder / "s3_keys"
        self.key_file.write_text("\n".join(KEYS))
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.endpoint}/moto-api/", timeout=2).status_code < 500
        except httpx.HTTPError:
            return False

    def place(self, path: str = "bucket") -> S3Place:
        """A place in it; its bucket is made."""
        place = S3Place.at(f"s3://{path}", endpoint=self.endpoint, region=None, key_file=self.key_file)
        place.client().create_bucket(Bucket=place.bucket)
        return place

    def settings(self, name: str, path: str = "bucket") -> dict[str, str]:
        """The settings by which a product finds a place in it: those that begin with `SIXIANGHUI_<name>_`."""
        self.place(path)
        start = f"SIXIANGHUI_{name}_"
        return {
            f"{start}URL": f"s3://{path}",
            f"{start}ENDPOINT": self.endpoint,
            f"{start}KEY_FILE": str(self.key_file),
        }

    def keys(self, place: S3Place) -> list[str]:
        """What is kept at a place, by key."""
        found: Any = place.client().list_objects_v2(Bucket=place.bucket, Prefix=place.prefix)
        return sorted(one["Key"] for one in found.get("Contents", ()))
