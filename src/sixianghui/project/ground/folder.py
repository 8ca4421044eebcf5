"""The data folder and the secrets in it."""

from __future__ import annotations

import errno
import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sixianghui.project.config import Config
from sixianghui.project.ground.said import BAD, OK, WARN, Said, gettext_noop

MIB = 1024 * 1024
#: File systems of other machines: SQLite's locks and shared memory do not hold there.
REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "glusterfs", "fuse.glusterfs"}
)
SHORTEST_SECRET = 32


def data(config: Config) -> Iterator[Said]:
    """Whether the folder can be written, whose it is, on which kind of disk, and how much is left there."""
    folder: Path = config.data
    values = {"path": folder}
    if folder.exists() and not folder.is_dir():
        yield Said(
            BAD,
            gettext_noop("数据目录 %(path)s 是一个文件，不是目录。"),
            gettext_noop("把它移开，或者用 --data、SIXIANGHUI_DATA 换一个目录。"),
            values,
        )
        return
    if not folder.exists():
        yield from _not_there_yet(folder)
        return
    fault = _write_fault(folder)
    if fault:
        yield Said(
            BAD,
            gettext_noop("写不进数据目录 %(path)s：%(fault)s。"),
            gettext_noop("让它属于运行思享汇的用户（chown、chmod），或者换一个目录；磁盘满了先腾地方。"),
            {**values, "fault": fault},
        )
    yield from _owner(folder)
    yield from _place(config, folder)
    yield from _room(config, folder)


def _not_there_yet(folder: Path) -> Iterator[Said]:
    above = next(one for one in folder.parents if one.exists())
    if above.is_dir() and os.access(above, os.W_OK | os.X_OK):
        yield Said(OK, gettext_noop("数据目录 %(path)s 还没有，第一次启动时会建。"), "", {"path": folder})
        return
    yield Said(
        BAD,
        gettext_noop("数据目录 %(path)s 还没有，也没有权限建它。"),
        gettext_noop("先把目录建好，让它属于运行思享汇的用户。"),
        {"path": folder},
    )


def _write_fault(folder: Path) -> str:
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return os.strerror(error.errno or errno.EIO)
    return ""


def _owner(folder: Path) -> Iterator[Said]:
    owner, me = folder.stat().st_uid, os.geteuid()
    if owner != me:
        yield Said(
            WARN,
            gettext_noop("数据目录属于用户 %(owner)s，现在是用户 %(me)s 在看。"),
            gettext_noop("用运行思享汇的那个用户来运行命令，免得新建的文件它打不开。"),
            {"owner": _name_of(owner), "me": _name_of(me)},
        )


def _name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _place(config: Config, folder: Path) -> Iterator[Said]:
    mounts = Path("/proc/self/mountinfo")
    kind = kind_of(folder.resolve(), mounts.read_text()) if mounts.exists() else ""
    if config.is_sqlite and kind in REMOTE:
        yield Said(
            BAD,
            gettext_noop("数据目录在网络磁盘上（%(kind)s），SQLite 在那里会坏。"),
            gettext_noop("把数据目录放在本机的磁盘上，或者用 SIXIANGHUI_DATABASE_URL 改用 PostgreSQL。"),
            {"kind": kind},
        )


def kind_of(path: Path, mounts: str) -> str:
    """The file system that holds a path, by the text of /proc/self/mountinfo; nothing where it does not say."""
    best, kind = "", ""
    for line in mounts.splitlines():
        left, _dash, right = line.partition(" - ")
        fields = left.split()
        if len(fields) < 5 or not right:
            continue
        point = fields[4].replace("\\040", " ")
        if (path == Path(point) or Path(point) in path.parents) and len(point) >= len(best):
            best, kind = point, right.split()[0]
    return kind


def _room(config: Config, folder: Path) -> Iterator[Said]:
    free, floor = shutil.disk_usage(folder).free // MIB, int(config.disk_floor_mb)
    values = {"free": f"{free:,}", "floor": f"{floor:,}"}
    if free < floor:
        yield Said(
            BAD,
            gettext_noop("磁盘只剩 %(free)s MB，低于 SIXIANGHUI_DISK_FLOOR_MB 的 %(floor)s MB。"),
            gettext_noop("腾出地方，或者换一块大的磁盘。"),
            values,
        )
    elif free < 2 * floor:
        yield Said(
            WARN,
            gettext_noop("磁盘只剩 %(free)s MB 了。"),
            gettext_noop("腾出地方，或者换一块大的磁盘。"),
            values,
        )
    else:
        yield Said(OK, gettext_noop("写得进，磁盘还有 %(free)s MB。"), "", values)


def secrets(config: Config) -> Iterator[Said]:
    """Whether the secrets are nobody else's to read, and long enough."""
    folder = config.data / "secrets"
    if not folder.exists():
        yield Said(OK, gettext_noop("还没有，第一次启动时会生成。"))
        return
    open_ones = [
        one for one in (folder, *sorted(folder.iterdir())) if stat.S_IMODE(one.stat().st_mode) & 0o077
    ]
    for one in open_ones:
        yield Said(
            BAD,
            gettext_noop("别的用户读得到 %(path)s。"),
            gettext_noop("运行 chmod %(mode)s %(path)s；机器上还有别人用，就把里面的密钥换掉。"),
            {"path": one, "mode": "700" if one.is_dir() else "600"},
        )
    short = [
        one
        for one in (folder / "secret_key", folder / "lasting_key")
        if (lines := _lines(one)) is not None and min(map(len, lines or [""])) < SHORTEST_SECRET
    ]
    for one in short:
        yield Said(
            BAD,
            gettext_noop("密钥文件 %(path)s 太短，可能没有写完。"),
            gettext_noop("删掉它，下次启动会生成新的；所有人要重新登录。"),
            {"path": one},
        )
    if not short and len(_lines(folder / "secret_key") or []) > 1:
        yield Said(
            WARN,
            gettext_noop("签名密钥还没有换完。"),
            gettext_noop("运行 sixianghui secret-key status，看做到哪一步、接下来做什么。"),
        )
    if not short and not open_ones:
        yield Said(OK, gettext_noop("只有自己读得到。"))


def _lines(path: Path) -> list[str] | None:
    """The secrets in a file; None where there is none that we may read."""
    readable = path.is_file() and os.access(path, os.R_OK)
    return path.read_text(errors="replace").split() if readable else None
