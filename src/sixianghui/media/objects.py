"""The same in an S3-type store: checked bytes under names of our own. Live pictures and what is made of films stay on disk.

Nobody but this product reads the bucket: what is sent goes through the view that asks whether it may be, byte by byte.
The store has a write on its disks before it says yes, and the row comes after that, as with the folder.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.base import File as DjangoFile
from django.core.files.storage import Storage
from django.utils.encoding import filepath_to_uri
from django.utils.translation import gettext as _

from sixianghui.common.errors import HouseError
from sixianghui.common.s3 import S3Place
from sixianghui.media.storage import Checked, mark_fit

log = logging.getLogger(__name__)
#: What is held in memory of an object that is opened; beyond that it lies in a temporary file.
IN_MEMORY = 4 * 1024 * 1024
_CHUNK = 256 * 1024


class StoreAway(HouseError):
    """The store does not answer."""

    status = 503

    def __init__(self) -> None:
        super().__init__(_("存文件的地方暂时连不上，请过一会儿再试。"))


@contextlib.contextmanager
def _asking(name: str) -> Iterator[None]:
    """What the store says, in our words: `FileNotFoundError` for what is not there, `StoreAway` for anything else."""
    from boto3.exceptions import S3UploadFailedError
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
            raise FileNotFoundError(name) from error
        log.error("the store refused: %s", error.response.get("Error", {}).get("Code"))
        raise StoreAway from error
    except (BotoCoreError, S3UploadFailedError) as error:
        log.error("the store does not answer: %s", type(error).__name__)
        raise StoreAway from error


class InStore(Checked, Storage):
    """A bucket, or what begins with a prefix in one."""

    def __init__(self, **place: Any) -> None:
        self.place = S3Place.at(**place)

    @functools.cached_property
    def _client(self) -> Any:
        return self.place.client(attempts=3)

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self.place.bucket, "Key": self.place.key(name.replace("\\", "/"))}

    def _open(self, name: str, mode: str = "rb") -> Any:
        """A copy to read. What was kept was checked, so it may be kept again under another name."""
        copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        for part in self.parts(name)[1]:
            copy.write(part)
        copy.seek(0)
        opened: Any = DjangoFile(copy, name=name)
        mark_fit(opened)
        return opened

    def _save(self, name: str, content: Any) -> str:
        self.refuse_unchecked(name, content)
        content.seek(0)
        with _asking(name):
            # Something with `read` and nothing else, so that what the client does with it leaves the upload open.
            self._client.upload_fileobj(_Reader(content), **self._at(name))
        return name

    def parts(self, name: str) -> tuple[int, Iterator[bytes]]:
        """How many bytes there are, and they themselves. Raises `FileNotFoundError`."""
        with _asking(name):
            found = self._client.get_object(**self._at(name))
        return int(found["ContentLength"]), _read(found["Body"], name)

    @contextlib.contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """The object as a file of this machine, for programs that want a path; gone afterwards."""
        with tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as copy:
            for part in self.parts(name)[1]:
                copy.write(part)
            copy.flush()
            yield Path(copy.name)

    def _head(self, name: str) -> Any:
        with _asking(name):
            return self._client.head_object(**self._at(name))

    def exists(self, name: str) -> bool:
        """Whether there is such an object."""
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        """In bytes."""
        return int(self._head(name)["ContentLength"])

    def get_modified_time(self, name: str) -> dt.datetime:
        """When it was kept."""
        moment: dt.datetime = self._head(name)["LastModified"]
        return moment

    def delete(self, name: str) -> None:
        """Gone; nothing happens when it was not there."""
        with _asking(name):
            self._client.delete_object(**self._at(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The folders and the files that lie straight in a folder; of one that is not there, none."""
        start, folders, files = self.place.key(f"{path.strip('/')}/"), set[str](), list[str]()
        with _asking(path):
            for page in self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.place.bucket, Prefix=start
            ):
                for one in page.get("Contents", ()):
                    name, deeper, _rest = str(one["Key"]).removeprefix(start).partition("/")
                    folders.add(name) if deeper else files.append(name)
        return sorted(folders), files

    def url(self, name: str | None) -> str:
        """Our own address for it, as with the folder: nothing is fetched from the store by readers."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name) or "")


class _Reader:
    def __init__(self, content: Any) -> None:
        self._content = getattr(content, "file", content)

    def read(self, size: int = -1) -> bytes:
        part: bytes = self._content.read(size)
        return part


def _read(body: Any, name: str) -> Iterator[bytes]:
    with contextlib.closing(body), _asking(name):
        yield from body.iter_chunks(_CHUNK)
