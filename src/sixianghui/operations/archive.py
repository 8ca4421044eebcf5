"""The archive: one file, a header in the clear and a sealed tar of the database, the files and, at its end, the manifest.

It is read and written from beginning to end, whatever its size, in little memory. What is being written is called
`.part`; it gets its name when it is on the disk.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import struct
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sixianghui.operations import keys
from sixianghui.operations.rules import UNFINISHED
from sixianghui.operations.sealing import Damaged, SealedReader, SealedWriter

FORMAT = 1
MAGIC = b"SXHBACKUP\n"
MANIFEST = "manifest.json"
DATABASE = "database"
FILES = "files/"
_HEAD = struct.Struct(">I")
_LONGEST_HEAD = 64 * 1024
_BLOCK = 1024 * 1024


@dataclass
class Content:
    """What went into an archive, or came out of it: digests of files by their path below the data folder."""

    files: dict[str, list[Any]] = field(default_factory=dict)
    database: str = ""
    manifest: dict[str, Any] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """Of the files."""
        return sum(size for size, _digest in self.files.values())


class _Measured(io.RawIOBase):
    """Exactly so many bytes of a file, hashed as they pass; what a file that shrank no longer has is made up by zeros."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self._source, self._left = source, size
        self.sum, self.is_torn = hashlib.sha256(), False

    def read(self, count: int = -1) -> bytes:
        wanted = self._left if count < 0 else min(count, self._left)
        data = self._source.read(wanted)
        if len(data) < wanted:
            self.is_torn = True
            data += bytes(wanted - len(data))
        self._left -= len(data)
        self.sum.update(data)
        return data


class Writer:
    """Adds to an archive that is being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar, self.content = tar, Content()

    def add_database(self, path: Path) -> None:
        """The snapshot of the database."""
        self.content.database = self._add(path, DATABASE)[1]

    def add_file(self, path: Path, name: str) -> int:
        """A file of the data folder; how many bytes. One that is gone, or shrinks meanwhile, was never there."""
        try:
            size, digest = self._add(path, FILES + name)
        except (FileNotFoundError, NotADirectoryError):
            return 0
        if digest:
            self.content.files[name] = [size, digest]
        return size

    def add_manifest(self, manifest: dict[str, Any]) -> None:
        """Last of all: what has to be found in it."""
        text = json.dumps(
            {**manifest, "database_digest": self.content.database, "files": self.content.files},
            ensure_ascii=False,
        ).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(text)
        self._tar.addfile(info, io.BytesIO(text))

    def _add(self, path: Path, name: str) -> tuple[int, str]:
        with path.open("rb") as source:
            info = tarfile.TarInfo(name)
            info.size, info.mode = os.fstat(source.fileno()).st_size, 0o600
            measured = _Measured(source, info.size)
            self._tar.addfile(info, measured)
        return info.size, "" if measured.is_torn else measured.sum.hexdigest()


@contextmanager
def writing(target: Path, key_file: Path, about: dict[str, Any]) -> Iterator[Writer]:
    """Write an archive: whole and on the disk under its name when the block ends well, else nothing of it is left."""
    part, data_key = target.with_name(target.name + UNFINISHED), secrets.token_bytes(32)
    plain = {"format": FORMAT, **about}
    name, wrapped = keys.wrap(key_file, data_key, _bound(plain))
    head = json.dumps({**plain, "key": name, "wrapped": wrapped}, sort_keys=True).encode()
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(MAGIC + _HEAD.pack(len(head)) + head)
            sealed = SealedWriter(file, data_key, hashlib.sha256(head).digest())
            with tarfile.open(fileobj=sealed, mode="w|", bufsize=_BLOCK, format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            sealed.finish()
            file.flush()
            os.fsync(file.fileno())
        name_for_good(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def name_for_good(path: Path, target: Path) -> None:
    """Give it its name, which it has after a power cut, too."""
    path.rename(target)
    _settle(target.parent)


class _OnDisk(io.FileIO):
    """An archive where it lies. What its disk does not give back is damaged; what a disk does not take is another matter."""

    def readinto(self, buffer: Any, /) -> int:
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise Damaged(f"档案从盘上读不回来：{error.strerror or type(error).__name__}。") from error


def header_of(source: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """What an archive says of itself in the clear, and what its chunks are bound to. Raises `Damaged`."""
    if source.read(len(MAGIC)) != MAGIC:
        raise Damaged("这个文件不是思享汇的备份。")
    length = source.read(_HEAD.size)
    size = _HEAD.unpack(length)[0] if len(length) == _HEAD.size else _LONGEST_HEAD + 1
    head = source.read(size) if size <= _LONGEST_HEAD else b""
    try:
        found = json.loads(head)
        if len(head) < size or not isinstance(found, dict):
            raise ValueError(size)
    except ValueError as error:
        raise Damaged("档案的开头坏了，或者没有写完。") from error
    if found.get("format") != FORMAT:
        raise Damaged("这份备份来自更新的版本，请先升级思享汇再恢复。")
    return found, hashlib.sha256(head).digest()


@contextmanager
def reading(path: Path, key_file: Path) -> Iterator[tuple[dict[str, Any], SealedReader]]:
    """An archive opened with its key: its header, and what is sealed in it. Raises `Damaged` or `KeyFault`."""
    with io.BufferedReader(_OnDisk(path)) as source:
        head, bound = header_of(source)
        plain = {key: value for key, value in head.items() if key not in {"key", "wrapped"}}
        data_key = keys.unwrap(key_file, str(head.get("key")), str(head.get("wrapped")), _bound(plain))
        yield head, SealedReader(source, data_key, bound)


def unpack(
    path: Path,
    key_file: Path,
    *,
    database: Path,
    files: Path | None,
    tell: Callable[[int], None] | None = None,
) -> Content:
    """Open an archive, prove every byte, and write what is in it: the database to `database`, the files below `files`.

    files: None reads and proves them without writing. tell: is told of bytes as they pass. Raises `Damaged`, `KeyFault`.
    """
    content = Content()
    with reading(path, key_file) as (_head, sealed):
        try:
            with tarfile.open(fileobj=sealed, mode="r|", bufsize=_BLOCK) as tar:
                for info in tar:
                    source = tar.extractfile(info)
                    assert source is not None
                    _take(content, info, source, database, files)
                    if tell is not None:
                        tell(info.size)
        except tarfile.TarError as error:
            raise Damaged("档案里的内容读不出来。") from error
        sealed.drain()
    if not content.manifest:
        raise Damaged("档案里没有清单，它没有写完。")
    for torn in _compare(content):
        if files is not None:
            (files / torn).unlink()
    return content


def _take(
    content: Content, info: tarfile.TarInfo, source: IO[bytes], database: Path, files: Path | None
) -> None:
    if info.name == MANIFEST:
        content.manifest = json.loads(source.read())
    elif info.name == DATABASE:
        content.database = _copied(source, database)
    elif info.name.startswith(FILES):
        name = info.name.removeprefix(FILES)
        if not _is_safe(name):
            raise Damaged(f"档案里有不该有的路径：{name}")
        target = files / name if files is not None else None
        content.files[name] = [info.size, _copied(source, target)]


def _compare(content: Content) -> set[str]:
    """What came out is what the manifest says. Files that changed while they were read are not in it: these names."""
    listed = content.manifest["files"]
    for name, wanted in listed.items():
        if content.files.get(name) != wanted:
            raise Damaged(f"档案里的文件和清单对不上：{name}")
    if content.database != content.manifest["database_digest"]:
        raise Damaged("档案里的数据库和清单对不上。")
    torn = set(content.files) - set(listed)
    content.files = {name: content.files[name] for name in listed}
    return torn


def _copied(source: IO[bytes], target: Path | None) -> str:
    digest, file = hashlib.sha256(), None
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
    try:
        while block := source.read(_BLOCK):
            digest.update(block)
            if file is not None:
                file.write(block)
        if file is not None:
            file.flush()
            os.fsync(file.fileno())
    finally:
        if file is not None:
            file.close()
    return digest.hexdigest()


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and bool(path.parts)


def _bound(about: dict[str, Any]) -> bytes:
    return json.dumps(about, sort_keys=True).encode()


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
