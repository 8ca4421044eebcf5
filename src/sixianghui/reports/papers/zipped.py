"""A ZIP file written again so that the same content always gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

#: openpyxl notes when it wrote a file, whatever it is told.
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def again(content: bytes, moment: dt.datetime) -> bytes:
    """The same parts without the time at which they were written; the file says `moment` of itself."""
    stamp = f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as to:
        for name in source.namelist():
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", part)
            to.writestr(about, part, compresslevel=6)
    return target.getvalue()
