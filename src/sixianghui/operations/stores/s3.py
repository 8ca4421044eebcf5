"""An S3-type store. What is big goes in parts, each with its own sum, and a broken upload goes on at its next try."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sixianghui.common.s3 import S3Place
from sixianghui.operations.stores.base import StoreFault

T = TypeVar("T")
_MIB = 1024 * 1024
#: Bytes of a part, at least; and how many of them stores take at most.
PART, PARTS = 16 * _MIB, 10_000
#: Seconds before each further try, after those of the client itself.
WAITS = (1.0, 5.0, 20.0)


def part_of(size: int, *, least: int = PART, most: int = PARTS) -> int:
    """Bytes of each part of a file so large: no more than `most` of them, in whole MiB. By the size alone, so that whoever
    goes on with an upload that broke off cuts where it was cut before."""
    return max(least, -(-size // most // _MIB) * _MIB)


class S3Store:
    """A place in a bucket."""

    def __init__(
        self, place: S3Place, *, part: int = PART, parts: int = PARTS, waits: tuple[float, ...] = WAITS
    ) -> None:
        self.place, self._part, self._parts_at_most, self._waits = place, part, parts, waits
        self._made: Any = None

    def names(self) -> dict[str, int]:
        start = self.place.key("")
        found: dict[str, int] = {}
        with self._sentences():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.place.bucket, Prefix=start
            )
            for page in pages:
                found |= {one["Key"].removeprefix(start): one["Size"] for one in page.get("Contents", ())}
        return {name: size for name, size in found.items() if "/" not in name}

    def put(self, path: Path, name: str) -> None:
        size = path.stat().st_size
        with self._sentences():
            if size <= self._part:
                body = path.read_bytes()
                self._again(
                    lambda: self._client.put_object(**self._at(name), Body=body, ContentMD5=_sum(body))
                )
            else:
                self._put_parts(path, name)
            if self._again(lambda: self._client.head_object(**self._at(name)))["ContentLength"] != size:
                raise StoreFault("异地存储收下的字节数不对。")

    def get(self, name: str, path: Path) -> None:
        with self._sentences(), path.open("wb") as file:
            # After a break it goes on where it was.
            def fetch() -> None:
                there = file.tell()
                asked = {"Range": f"bytes={there}-"} if there else {}
                for block in self._client.get_object(**self._at(name), **asked)["Body"].iter_chunks(
                    1024 * 1024
                ):
                    file.write(block)

            self._again(fetch)

    def remove(self, name: str) -> None:
        with self._sentences():
            self._again(lambda: self._client.delete_object(**self._at(name)))

    @property
    def _client(self) -> Any:
        if self._made is None:
            self._made = self.place.client()
        return self._made

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self.place.bucket, "Key": self.place.key(name)}

    def _put_parts(self, path: Path, name: str) -> None:
        upload = (
            self._begun(name)
            or self._again(lambda: self._client.create_multipart_upload(**self._at(name)))["UploadId"]
        )
        there = self._parts(name, upload)
        part = part_of(path.stat().st_size, least=self._part, most=self._parts_at_most)
        done = []
        with path.open("rb") as file:
            for number, body in enumerate(iter(lambda: file.read(part), b""), start=1):
                tag = there.get(number)
                if tag is None or tag.strip('"') != hashlib.md5(body, usedforsecurity=False).hexdigest():
                    tag = self._send(name, upload, number, body)
                done.append({"PartNumber": number, "ETag": tag})
        self._again(
            lambda: self._client.complete_multipart_upload(
                **self._at(name), UploadId=upload, MultipartUpload={"Parts": done}
            )
        )

    def _send(self, name: str, upload: str, number: int, body: bytes) -> str:
        sent = self._again(
            lambda: self._client.upload_part(
                **self._at(name), UploadId=upload, PartNumber=number, Body=body, ContentMD5=_sum(body)
            )
        )
        return str(sent["ETag"])

    def _begun(self, name: str) -> str | None:
        """The upload of this name that broke off, if any."""
        key = self.place.key(name)
        found = self._again(lambda: self._client.list_multipart_uploads(Bucket=self.place.bucket, Prefix=key))
        return next((one["UploadId"] for one in found.get("Uploads", ()) if one["Key"] == key), None)

    def _parts(self, name: str, upload: str) -> dict[int, str]:
        pages = self._client.get_paginator("list_parts").paginate(**self._at(name), UploadId=upload)
        return {one["PartNumber"]: one["ETag"] for page in pages for one in page.get("Parts", ())}

    def _again(self, ask: Callable[[], T]) -> T:
        """Try, and try again after a while: a store that is away for half a minute costs nothing but time."""
        from botocore.exceptions import BotoCoreError, ClientError

        for wait in self._waits:
            try:
                return ask()
            except BotoCoreError:
                time.sleep(wait)
            except ClientError as error:
                if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) < 500:
                    raise
                time.sleep(wait)
        return ask()

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "?")
            raise StoreFault(f"异地存储没有答应（{code}），看看桶、密钥和权限。") from error
        except BotoCoreError as error:
            raise StoreFault(f"异地存储连不上（{type(error).__name__}）。") from error
        except (OSError, ValueError) as error:
            raise StoreFault(f"送异地时出了错：{error}") from error


def _sum(body: bytes) -> str:
    return base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
