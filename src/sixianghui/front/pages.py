"""The front's own pages: errors, and what they and static files say for safety."""

from __future__ import annotations

from pathlib import Path

from sixianghui.front.entry import status_line

SECURITY = (
    b"X-Content-Type-Options: nosniff\r\n"
    b"Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
    b"Referrer-Policy: same-origin\r\n"
)

#: What a page says when the operator has none of their own. Seconds after which to come back, or 0.
_SENTENCES = {
    400: ("这个请求看不懂。", "This request could not be understood.", 0),
    403: ("别的网站不能读取这里的内容。", "Other sites may not read this.", 0),
    404: ("这里没有这个页面。", "There is no such page here.", 0),
    405: ("这里不能这样提交。", "This method is not allowed here.", 0),
    408: ("等了很久也没收到完整的请求，请再试一次。", "The request took too long. Please try again.", 0),
    413: (
        "内容太大，没有接收。请压缩，或者分几次传。",
        "The content is too large and was not accepted. Make it smaller, or send it in parts.",
        0,
    ),
    416: ("文件里没有这一段。", "The file has no such range.", 0),
    429: ("同时打开的页面太多，请关掉几个再试。", "Too many pages are open. Close some and try again.", 30),
    431: (
        "请求头太大，请清除本站的 Cookie 再试。",
        "The request header is too large. Clear this site’s cookies and try again.",
        0,
    ),
    501: ("不支持这种请求。", "This kind of request is not supported.", 0),
    502: ("处理这个请求时出了问题，请再试一次。", "Something went wrong. Please try again.", 0),
    503: ("现在人有点多，请稍等几秒再试。", "Busy at the moment. Please try again in a few seconds.", 3),
    504: ("处理时间太长，请稍后再试。", "This took too long. Please try again later.", 0),
}


def _plain(status: int) -> bytes:
    chinese, english, _ = _SENTENCES[status]
    return (
        '<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{chinese}</title></head>\n"
        f'<body><p>{chinese}</p><p lang="en">{english}</p></body></html>\n'
    ).encode()


class OwnPages:
    """Error pages, made once. `folder` may hold `<status>.html`; what it lacks is a plain sentence."""

    def __init__(self, folder: Path | None) -> None:
        self._errors: dict[int, tuple[bytes, bytes]] = {}
        for status, (_, _, retry) in _SENTENCES.items():
            page = folder / f"{status}.html" if folder else None
            body = page.read_bytes() if page and page.is_file() else _plain(status)
            extra = b"Retry-After: %d\r\n" % retry if retry else b""
            self._errors[status] = made(status, body, b"text/html; charset=utf-8", extra), body

    def error(self, status: int) -> tuple[bytes, bytes]:
        """Head without its empty line, and body."""
        return self._errors[status]


def made(status: int, body: bytes, content_type: bytes, extra: bytes = b"") -> bytes:
    """The head of a page of the front's own, without the empty line."""
    return b"".join(
        [
            status_line(status),
            b"Content-Type: " + content_type + b"\r\n",
            b"Content-Length: %d\r\n" % len(body),
            b"Cache-Control: no-store\r\n",
            extra,
            SECURITY,
        ]
    )
