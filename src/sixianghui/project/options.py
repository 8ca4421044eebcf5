"""Every setting once: its name, how it is read, its default, and its meaning in both languages. Imports no Django."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether an address to listen on can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _path(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise ValueError(f"要一个 {low} 到 {high} 之间的整数 / a whole number from {low} to {high}")
        return number

    return parse


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _networks(text: str) -> tuple[str, ...]:
    for word in _words(text):
        ipaddress.ip_network(word)
    return _words(text)


def _site_url(text: str) -> str:
    url = urlsplit(text)
    if url.scheme not in {"http", "https"} or not url.hostname or url.path.strip("/") or url.query:
        raise ValueError("要 https://域名，后面不带路径 / https://host, without a path")
    return f"{url.scheme}://{url.netloc}"


def _gateway(text: str) -> str:
    url = urlsplit(text)
    host = url.hostname or ""
    if not host or not (url.scheme == "https" or (url.scheme == "http" and is_loopback(host))):
        raise ValueError("要 https:// 的地址 / an https:// address")
    return text


def _sender(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+", text):
        raise ValueError("要一个邮件地址 / an address such as notice@sxh.example.cn")
    return text


def _database(text: str) -> str:
    if urlsplit(text).scheme not in {"sqlite", "postgresql"}:
        raise ValueError("要 sqlite:///路径 或 postgresql://… / sqlite:///path or postgresql://…")
    return text


def _redis(text: str) -> str:
    url = urlsplit(text)
    if url.scheme not in {"redis", "rediss", "unix"} or not (url.hostname or url.path):
        raise ValueError(
            "要 redis://主机/0、rediss://… 或 unix:///路径 / redis://host/0, rediss://… or unix:///path"
        )
    if find_spec("redis") is None:
        raise ValueError("要先装上 redis：pip install 'sixianghui[redis]' / install sixianghui[redis] first")
    return text


def _base(text: str) -> str:
    """A base address: HTTPS, or HTTP to this machine alone; the host and perhaps a path, nothing else."""
    url = urlsplit(text)
    bare = url.hostname and not (url.username or url.password or url.query or url.fragment)
    if not bare or not (url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname or ""))):
        raise ValueError("要 https://… 的地址，不带参数 / an https:// address without query")
    return text


def _daemon(text: str) -> str:
    """A socket of this machine, or a host and a port."""
    if text.startswith("/") and len(text) > 1:
        return text
    host, _colon, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("要套接字的路径或 主机:端口 / a socket's path or host:port")
    return text


def _choice(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"只能是 {'、'.join(allowed)} / one of {', '.join(allowed)}")
        return text

    return parse


@dataclass(frozen=True)
class Setting:
    """One setting: its name without the prefix, how it is read, its default, and its meaning."""

    name: str
    parse: Callable[[str], Any]
    default: str
    zh: str
    en: str


def _providers() -> Iterator[Setting]:
    """Ways to sign in by a provider; each is off until its identifier is set. Their secrets are files."""
    yield Setting(
        "PROVIDER_SECRETS",
        _path,
        "",
        "第三方登录的密钥文件所在目录，文件名如 wecom_secret；默认是数据目录里的 secrets",
        "The folder of the providers' secret files, such as wecom_secret; by default secrets in the data folder",
    )
    yield Setting(
        "OIDC_ISSUER",
        _base,
        "",
        "统一身份认证（OpenID Connect）的签发者地址",
        "The issuer of OpenID Connect",
    )
    yield Setting("OIDC_CLIENT_ID", str, "", "在它那里登记的应用编号", "Our client id there")
    yield Setting("OIDC_NAME", str, "统一身份", "登录按钮上怎么称呼它", "What its button is called")
    for name, zh, en in (
        ("WEIXIN_APP_ID", "微信网站应用的 AppID（电脑上扫码）", "AppID of the WeChat website app (QR page)"),
        (
            "WEIXIN_INSIDE_APP_ID",
            "微信服务号的 AppID（在微信里打开时）",
            "AppID of the WeChat service account (inside WeChat)",
        ),
        ("WECOM_CORP_ID", "企业微信的企业 ID", "WeCom corporation id"),
        ("WECOM_AGENT_ID", "企业微信自建应用的 AgentId", "AgentId of the WeCom app"),
        ("DINGTALK_CLIENT_ID", "钉钉应用的 Client ID", "Client ID of the DingTalk app"),
        ("FEISHU_APP_ID", "飞书应用的 App ID", "App ID of the Feishu app"),
    ):
        yield Setting(name, str, "", zh, en)
    for name, zh, en in (
        ("WEIXIN", "微信", "WeChat"),
        ("WECOM", "企业微信", "WeCom"),
        ("DINGTALK", "钉钉", "DingTalk"),
        ("FEISHU", "飞书", "Feishu"),
    ):
        yield Setting(
            f"{name}_BASE_URL",
            _base,
            "",
            f"{zh}的地址，私有部署或试用时才设；默认是官方的",
            f"The address of {en}, for a private installation or a trial; by default the official ones",
        )


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "DATA",
        _path,
        "data",
        "数据目录：数据库、文件、密钥、套接字都在里面",
        "The data folder: database, files, secrets and sockets live in it",
    ),
    Setting("HOST", str, "127.0.0.1", "监听的地址", "The address to listen on"),
    Setting(
        "PORT",
        _whole(0, 65535),
        "8000",
        "监听的端口；被占用时顺延到下一个空闲端口",
        "The port to listen on; a taken one gives the next free one",
    ),
    Setting(
        "DATABASE_URL",
        _database,
        "sqlite:///",
        "数据库；默认是数据目录里的 SQLite",
        "The database; by default SQLite in the data folder",
    ),
    Setting(
        "ALLOWED_HOSTS",
        _words,
        "",
        "站点的域名，逗号分开；本机地址总是允许",
        "The site's host names, comma separated; loopback is always allowed",
    ),
    Setting(
        "TLS_CERT",
        _path,
        "",
        "证书文件（PEM）；与 TLS_KEY 一起设置后由 front 直接提供 HTTPS",
        "Certificate file (PEM); with TLS_KEY, front serves HTTPS itself",
    ),
    Setting("TLS_KEY", _path, "", "私钥文件（PEM）", "Private key file (PEM)"),
    Setting(
        "TRUSTED_PROXIES",
        _networks,
        "",
        "前面的反向代理网段，逗号分开；只相信它们给出的来源地址和协议",
        "Networks of reverse proxies whose forwarded address and scheme are believed",
    ),
    Setting(
        "METRICS_NETWORKS",
        _networks,
        "127.0.0.0/8,::1/128",
        "可以读取 /metrics 的网段",
        "Networks that may read /metrics",
    ),
    Setting("APP_PROCESSES", _whole(1, 16), "1", "app 进程数", "How many app processes"),
    Setting("APP_THREADS", _whole(1, 64), "4", "每个 app 进程的线程数", "Threads in each app process"),
    Setting("FRONT_PROCESSES", _whole(1, 16), "1", "front 进程数", "How many front processes"),
    Setting(
        "REDIS_URL",
        _redis,
        "",
        "几台机器一起服务时，各个 front 由它得到消息，如 redis://主机/0；一台机器不用设",
        "Where the fronts of several machines are told what changed, such as redis://host/0; one machine needs none",
    ),
    Setting(
        "CACHE_MB",
        _whole(8, 65536),
        "256",
        "每个 front 页面缓存的上限（MB）",
        "Page cache of each front, in MB",
    ),
    Setting(
        "STREAMS",
        _whole(1, 1_000_000),
        "",
        "每个 front 同时保持的实时连接的上限；默认由打开文件数的上限决定",
        "Most event streams that each front holds; by default as many as the limit of open files allows",
    ),
    Setting("MAX_UPLOAD_MB", _whole(1, 65536), "512", "一次上传的上限（MB）", "Largest request body, in MB"),
    *_providers(),
    Setting(
        "ROSTER_PHONE",
        _choice("off", "on"),
        "off",
        "名册收不收手机号：off 时带这一列的文件整个不收，on 时加密保存",
        "Whether rosters take mobile numbers: with off, a file with that column is not kept; with on, they are stored encrypted",
    ),
    Setting(
        "ROSTER_ID_NUMBER",
        _choice("off", "on"),
        "off",
        "名册收不收身份证号：off 时带这一列的文件整个不收，on 时加密保存",
        "Whether rosters take identity numbers: with off, a file with that column is not kept; with on, they are stored encrypted",
    ),
    Setting(
        "CIPHER",
        _choice("aes", "sm4"),
        "aes",
        "新加密的内容用什么算法：aes（AES-256-GCM）或 sm4（SM4-GCM）；已经存下的照旧能读。换了以后用 sixianghui vault rotate 重新加密",
        "What new values are encrypted with: aes (AES-256-GCM) or sm4 (SM4-GCM); stored ones stay readable. Re-encrypt with sixianghui vault rotate",
    ),
    Setting(
        "SITE_URL",
        _site_url,
        "",
        "读者在外面看到的网址，写在邮件和短信的链接里，如 https://sxh.example.cn；不设就用第一个域名",
        "The site's address as readers see it, for links in mail, such as https://sxh.example.cn; by default the first host name",
    ),
    Setting(
        "MAIL_HOST",
        str,
        "",
        "发信的 SMTP 服务器；不设就不发邮件，信留在本机",
        "The SMTP server that sends mail; without it no mail is sent and letters stay on this machine",
    ),
    Setting("MAIL_PORT", _whole(1, 65535), "587", "SMTP 端口", "Its port"),
    Setting(
        "MAIL_TLS",
        _choice("starttls", "tls", "none"),
        "starttls",
        "与 SMTP 服务器的加密：starttls、tls（多为 465 端口）；none 只许用于本机",
        "Encryption towards it: starttls, tls (mostly port 465); none is for this machine only",
    ),
    Setting("MAIL_USER", str, "", "SMTP 用户名", "The user name there"),
    Setting("MAIL_PASSWORD_FILE", _path, "", "存着 SMTP 密码的文件", "The file that holds its password"),
    Setting(
        "MAIL_SENDER",
        _sender,
        "",
        "发信人地址，如 notice@sxh.example.cn；设了 MAIL_HOST 就必须有",
        "The sender's address, such as notice@sxh.example.cn; required with MAIL_HOST",
    ),
    Setting(
        "SMS_URL",
        _gateway,
        "",
        "短信网关的 HTTPS 地址，收发格式见 docs/guide/notices.md；不设就不发短信",
        "The HTTPS address of a text message gateway (docs/guide/notices.md says what it is sent); without it no texts are sent",
    ),
    Setting(
        "SMS_TOKEN_FILE",
        _path,
        "",
        "存着短信网关令牌的文件",
        "The file that holds the gateway's token",
    ),
    Setting(
        "SECURITY_PROFILE",
        _choice("standard", "djbh"),
        "standard",
        "密码规则：standard 只要长而难猜；djbh 另要求工作人员的密码有三种字符、九十天一换（等保测评用）",
        "Password rules: standard asks for long and hard to guess; djbh also asks staff for three kinds of characters and a change every ninety days",
    ),
    Setting(
        "BREACHED_PASSWORDS",
        _path,
        "",
        "泄露过的密码：一个按顺序排好的 SHA-1 清单文件，一行一个；设了就不收里面的密码",
        "A file of SHA-1 sums of leaked passwords, one a line, in order; those are then refused",
    ),
    Setting(
        "STAFF_NETWORKS",
        _networks,
        "",
        "只让这些网段打开工作人员和管理员的页面，逗号分开；不设就不限",
        "Only these networks may open the pages of staff and administrators; unset means anywhere",
    ),
    Setting(
        "FFMPEG",
        _path,
        "",
        "ffmpeg 程序的路径；不设就用随 Python 包装好的那个，再没有就用系统里的",
        "The ffmpeg program; unset, the one that came with the Python packages is used, else the system's",
    ),
    Setting(
        "CLAMD",
        _daemon,
        "",
        "查病毒的 clamd：套接字的路径，如 /run/clamav/clamd.ctl，或 主机:端口；不设就不查，编辑会看到“没有查过病毒”",
        "The clamd that scans uploads: a socket such as /run/clamav/clamd.ctl, or host:port; unset, nothing is scanned and editors are told so",
    ),
    Setting(
        "PROOF_WORDS",
        _path,
        "",
        "三校另外要看的词：一个 UTF-8 文本文件，一行一个，要换成什么隔一个制表符写在后面；平台不带",
        "Words that the proofs look for besides: a UTF-8 file, one a line, with what to write instead behind a tab; none ships",
    ),
    Setting(
        "LOG_LEVEL",
        _choice("DEBUG", "INFO", "WARNING", "ERROR"),
        "WARNING",
        "日志的详细程度",
        "How much is logged",
    ),
)
