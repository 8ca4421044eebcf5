"""`sixianghui secret-key`: a new key for signing sessions and links, while the one before it is still accepted."""

from __future__ import annotations

from sixianghui.project import secrets
from sixianghui.project.config import Config

NAME = "secret_key"


def run(what: str, config: Config) -> int:
    """renew: a new key in force. forget: the one before is no longer accepted. 0 done; 3 there is no site here."""
    if not (config.data / "secrets" / NAME).exists():
        print(f"{config.data} 里还没有站。")  # noqa: T201
        return 3
    if what == "renew":
        secrets.renew(config.data, NAME)
        print(  # noqa: T201
            "新的签名密钥写好了，旧的还认。现在运行 sixianghui restart 让它生效；几台机器的，每台都要。\n"
            "过一两周再 sixianghui secret-key forget 并重启，旧的就不认了；这中间没有来过的人要重新登录。\n"
            "密钥泄露了的，马上接着 forget，重启一次就行：所有人重新登录。"
        )
        return 0
    gone = secrets.forget(config.data, NAME)
    print("旧的签名密钥不认了。现在运行 sixianghui restart。" if gone else "没有旧的签名密钥。")  # noqa: T201
    return 0
