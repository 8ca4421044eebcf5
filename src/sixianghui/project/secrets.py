"""Secrets live in files of mode 0600 in the data folder, made at the first start, never in the repository."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path


def read_or_make(folder: Path, name: str, octets: int = 48) -> str:
    """The secret called `name`; made at the first call. Refuses one shorter than 32 characters."""
    path = folder / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, fresh = tempfile.mkstemp(dir=path.parent)  # of mode 0600
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(octets))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # the first one wins when two processes start together
        except FileExistsError:
            pass
        finally:
            Path(fresh).unlink()
    secret = path.read_text().strip()
    if len(secret) < 32:
        raise RuntimeError(f"密钥文件 {path} 太短。请删掉它，下次启动会生成新的。")
    return secret
