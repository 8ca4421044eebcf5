"""Where the site listens, whom it believes, its certificate, and whether it answers."""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import http.client
import ipaddress
import os
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from sixianghui.common import wire
from sixianghui.project.config import Config
from sixianghui.project.ground.said import BAD, OK, UNASKED, WARN, Said, gettext_noop

#: A certificate that ends within so many days is to be renewed.
SOON = 14
#: How long the running site has to answer.
PATIENCE = 5.0
#: The sockets of the apps and of the fronts of this machine.
_APPS, _FRONTS = "app-*.socket", "front-*.control"


def exposure(config: Config) -> Iterator[Said]:
    """Whether passwords travel in clear, and whether anybody may say where a request came from."""
    if config.insecure:
        yield Said(
            WARN,
            gettext_noop("监听的 %(host)s 不是本机地址，又没有证书或可信的反向代理，登录信息会明文传输。"),
            gettext_noop("设置 SIXIANGHUI_TLS_CERT 和 SIXIANGHUI_TLS_KEY，或者 SIXIANGHUI_TRUSTED_PROXIES。"),
            {"host": config.host},
        )
    for network in config.trusted_proxies:
        if ipaddress.ip_network(network).prefixlen == 0:
            yield Said(
                BAD,
                gettext_noop(
                    "SIXIANGHUI_TRUSTED_PROXIES 里的 %(network)s 是所有人，谁都能冒充任何来源地址。"
                ),
                gettext_noop("只写反向代理自己的地址，如 127.0.0.1/32。"),
                {"network": network},
            )
    host = urlsplit(config.site_url or "").hostname
    if host and host not in {"localhost", "127.0.0.1", "::1"} and not _allowed(host, config.allowed_hosts):
        yield Said(
            BAD,
            gettext_noop(
                "SIXIANGHUI_SITE_URL 的域名 %(host)s 不在 SIXIANGHUI_ALLOWED_HOSTS 里，读者打开会看到 400。"
            ),
            gettext_noop("把它写进 SIXIANGHUI_ALLOWED_HOSTS。"),
            {"host": host},
        )


def _allowed(host: str, names: tuple[str, ...]) -> bool:
    return any(
        name in ("*", host) or (name.startswith(".") and (host == name[1:] or host.endswith(name)))
        for name in names
    )


def certificate(config: Config) -> Iterator[Said]:
    """Whether the certificate can be read, fits its key, and holds for a while yet."""
    if not config.tls_cert:
        yield Said(OK, gettext_noop("不由 front 出示证书。"))
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(config.tls_cert, config.tls_key)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            yield Said(
                BAD,
                gettext_noop("证书和私钥对不上。"),
                gettext_noop("SIXIANGHUI_TLS_CERT 和 SIXIANGHUI_TLS_KEY 要是一起签发的那一对。"),
            )
        else:
            yield Said(
                BAD,
                gettext_noop("证书或私钥读不懂。"),
                gettext_noop("两个文件都要是 PEM 格式，私钥不带口令。"),
            )
        return
    except OSError as error:
        yield Said(
            BAD,
            gettext_noop("证书或私钥打不开：%(fault)s。"),
            gettext_noop("让运行思享汇的用户读得到这两个文件。"),
            {"fault": os.strerror(error.errno or errno.EIO)},
        )
        return
    yield from _ends(config.tls_cert)


def _ends(path: Path) -> Iterator[Said]:
    from cryptography import x509

    ends = x509.load_pem_x509_certificates(path.read_bytes())[0].not_valid_after_utc
    days = (ends - dt.datetime.now(dt.UTC)) / dt.timedelta(days=1)
    values = {"day": ends.date().isoformat(), "days": max(0, int(days))}
    advice = gettext_noop("换上新的证书，再重新启动。")
    if days <= 0:
        yield Said(BAD, gettext_noop("证书在 %(day)s 过期了，浏览器不让人进来。"), advice, values)
    elif days < SOON:
        yield Said(WARN, gettext_noop("证书还有 %(days)s 天过期（%(day)s）。"), advice, values)
    else:
        yield Said(OK, gettext_noop("证书有效到 %(day)s。"), "", values)


def port(config: Config) -> Iterator[Said]:
    """Whether the port can be had, while the site does not run."""
    if runs(config.run) or config.port == 0:
        return
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    values = {"port": config.port, "host": config.host}
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
            probe.listen(1)
        except OSError as error:
            yield _no_port(error, values)
            return
    yield Said(OK, gettext_noop("%(port)s 空着。"), "", values)


def _no_port(error: OSError, values: dict[str, object]) -> Said:
    if error.errno == errno.EADDRINUSE:
        return Said(
            WARN,
            gettext_noop("端口 %(port)s 正被别的程序用着，启动时会改用后面一个空闲的。"),
            gettext_noop("停掉那个程序，或者用 SIXIANGHUI_PORT 换一个端口。"),
            values,
        )
    if error.errno == errno.EACCES:
        return Said(
            BAD,
            gettext_noop("没有权限打开端口 %(port)s。"),
            gettext_noop("1024 以下的端口要系统授权：用 deploy/ 里的 systemd 单元，或者换一个端口。"),
            values,
        )
    return Said(
        BAD,
        gettext_noop("这台机器不能监听 %(host)s。"),
        gettext_noop("SIXIANGHUI_HOST 要是这台机器自己的地址，或者 0.0.0.0。"),
        values,
    )


def runs(run: Path) -> bool:
    """Whether the site runs on this data folder: below one `serve`, or as processes that were started apart."""
    return held(run) or runs_apart(run)


def held(run: Path) -> bool:
    """Whether a `serve` runs on this data folder. Takes nothing and makes nothing."""
    path = run / "lock"
    if not path.exists():
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        return False


def runs_apart(run: Path) -> bool:
    """Whether an app or a front is at work here, whoever started it."""
    return any(listens(one) for kind in (_APPS, _FRONTS) for one in run.glob(kind))


def listens(path: Path) -> bool:
    """Whether a process is behind this socket; one that was killed leaves it lying about."""
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(2)
        try:
            link.connect(str(path))
        except OSError:
            return False
    return True


def running(config: Config) -> Iterator[Said]:
    """Whether the site that runs here says that it can answer."""
    if not runs(config.run):
        yield Said(
            UNASKED,
            gettext_noop("没有在运行，它答不答得上来没有问。"),
            gettext_noop("该开着的话就启动它：systemctl start sixianghui，或者 sixianghui serve。"),
        )
        return
    path = config.run / "address"
    if not held(config.run):
        status = _apart(config.run)
    elif path.exists():
        status = _asked(path.read_text().strip())
    else:
        yield Said(
            WARN, gettext_noop("正在启动，还没有好。"), gettext_noop("过一分钟再看；一直这样就看日志。")
        )
        return
    if status == 200 and (elsewhere := _elsewhere(config)):
        yield Said(
            WARN,
            gettext_noop("在运行，可是在端口 %(there)s 上，设的是 %(port)s：反向代理问不到它。"),
            gettext_noop("停掉占着 %(port)s 的程序，再重新启动。"),
            {"there": elsewhere, "port": config.port},
        )
    elif status == 200:
        yield Said(OK, gettext_noop("在运行，答得上来。"))
    elif status == 0:
        yield Said(
            BAD,
            gettext_noop("进程在，可是 front 不回答。"),
            gettext_noop("看日志里 front 为什么起不来；重新启动一次。"),
        )
    else:
        yield Said(
            BAD,
            gettext_noop("front 在，可是 app 答不上来（/servingz 是 %(status)s）。"),
            gettext_noop("看日志里 app 为什么起不来；重新启动一次。"),
            {"status": status},
        )


def _elsewhere(config: Config) -> int:
    """The port where a site behind a proxy listens, when its own was taken at the start and it has another; else 0."""
    if not held(config.run) or not config.trusted_proxies or config.port == 0:
        return 0
    there = urlsplit((config.run / "address").read_text().strip()).port or 0
    return 0 if there == config.port else there


def _apart(run: Path) -> int:
    """What a site of processes started apart answers. Where its fronts listen is in their units; its apps are asked here."""
    if not any(map(listens, run.glob(_FRONTS))):
        return 0
    return 200 if any(app_status(one) == 200 for one in run.glob(_APPS)) else 503


def app_status(path: Path) -> int:
    """The status of /servingz of the app at this socket, which needs no healthy database; 0 when nobody answers."""
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(PATIENCE)
            link.connect(str(path))
            # Not /readyz: an old backup is no reason to keep old code.
            link.sendall(
                f"GET {wire.SERVING} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
            )
            answer = http.client.HTTPResponse(link)
            answer.begin()
            return answer.status
    except (OSError, http.client.HTTPException):
        return 0


def _asked(address: str) -> int:
    """The status of /servingz (backups have a check of their own); 0 when nobody answers."""
    url = urlsplit(address)
    if not url.hostname:
        return 0
    if url.scheme == "https":
        context = ssl._create_unverified_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            url.hostname, url.port, timeout=PATIENCE, context=context
        )
    else:
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=PATIENCE)
    try:
        connection.request("GET", wire.SERVING, headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
