"""The settings of backups, and what they come to. Imports no Django."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sixianghui.operations.early import Arrangement, offsite_of
from sixianghui.project.setting import Setting, base, path, whole


def _offsite(text: str) -> str:
    offsite_of(text, endpoint=None, region=None, key_file=None)
    return text


def _keep(text: str) -> tuple[int, ...]:
    parts = text.split(",")
    if len(parts) != 3 or not all(part.strip().isdecimal() for part in parts):
        raise ValueError(
            "要三个整数：几天、几周、几个月，如 7,4,6 / three whole numbers: days, weeks, months"
        )
    return tuple(int(part) for part in parts)


BACKUPS: tuple[Setting, ...] = (
    Setting(
        "BACKUP_DIR",
        path,
        "",
        "备份档案放在哪个目录，最好是另一块盘；设了它（或 OFFSITE_URL）就按时备份，见 docs/guide/backup.md",
        "The folder of backup archives, best on another disk; with it (or OFFSITE_URL) backups are made by themselves",
    ),
    Setting(
        "BACKUP_KEY_FILE",
        path,
        "",
        "备份密钥的文件；默认是数据目录里的 secrets/backup_key，用 sixianghui backup key 做。另存一份到别处",
        "The file of the backup key; by default secrets/backup_key in the data folder. Keep a copy elsewhere",
    ),
    Setting(
        "BACKUP_EVERY_HOURS",
        whole(1, 168),
        "",
        "隔几小时备份一次：出事时最多丢这么久的内容。不设：小站每小时，做得慢、占地方多的隔久些，最久一天",
        "Hours between backups: at most so much is lost. Unset: hourly on a small site, up to a day where one is slow or big",
    ),
    Setting(
        "BACKUP_MAX_AGE_HOURS",
        whole(1, 720),
        "26",
        "最近一份核对过的备份超过这么多小时，/readyz 和运维页就变红；设了异地的，最近一份送到的也照这个数",
        "When the last verified backup, or the last one sent off-site, is older, /readyz and the page of health go red",
    ),
    Setting(
        "BACKUP_KEEP",
        _keep,
        "7,4,6",
        "留多少份：几天、几周、几个月各留最新的一份，一天半以内的都留；删掉的人要等最旧的一份到期才从备份里消失",
        "How many stay: the newest of so many days, weeks and months; all of the last day and a half",
    ),
    Setting(
        "OFFSITE_URL",
        _offsite,
        "",
        "异地的一份放在哪里：s3://桶/前缀，或挂载好的目录 file:///mnt/…",
        "Where the off-site copy goes: s3://bucket/prefix, or a mounted folder file:///mnt/...",
    ),
    Setting(
        "OFFSITE_ENDPOINT", base, "", "异地对象存储的地址；亚马逊的不用设", "Its address; Amazon's needs none"
    ),
    Setting("OFFSITE_REGION", str, "", "它的区域", "Its region"),
    Setting(
        "OFFSITE_KEY_FILE",
        path,
        "",
        "存着它的访问密钥的文件，两行：编号、密钥；不要给它删除旧版本的权限",
        "A file with its access key in two lines: id, secret; it should not be allowed to delete old versions",
    ),
)


def arrangement(values: dict[str, Any] | Any) -> Arrangement:
    """How backups are arranged, by the settings that were read."""
    data: Path = values["DATA"]
    offsite = None
    if values["OFFSITE_URL"]:
        offsite = offsite_of(
            values["OFFSITE_URL"],
            endpoint=values["OFFSITE_ENDPOINT"],
            region=values["OFFSITE_REGION"],
            key_file=values["OFFSITE_KEY_FILE"],
        )
    return Arrangement(
        data=data,
        folder=values["BACKUP_DIR"] or (data / "backups" if offsite is not None else None),
        key_file=values["BACKUP_KEY_FILE"] or data / "secrets" / "backup_key",
        every_hours=values["BACKUP_EVERY_HOURS"],
        max_age_hours=values["BACKUP_MAX_AGE_HOURS"],
        keep=values["BACKUP_KEEP"],
        offsite=offsite,
    )
