"""The English catalogue: extracted from code and templates, kept sorted, compiled. Needs Babel, not GNU gettext.

`python -m sixianghui.project.catalogue compile` needs no settings; `sixianghui manage messages` brings the catalogue up
to date and says what still lacks its English.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
LOCALES = PACKAGE / "locale"
ENGLISH = LOCALES / "en" / "LC_MESSAGES" / "django.po"

Key = tuple[str | None, str | tuple[str, ...]]
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "translate"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
#: They would change with every run and say nothing.
_DATED = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To):.*\n',
    re.M,
)
_PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@dataclass
class Report:
    """How the catalogue on disk compares with the code."""

    current: bool
    missing: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return self.current and not self.missing and not self.broken


def extracted() -> Iterator[Key]:
    """(context, message or its forms) of everything that is marked for translation."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _messages(path.read_bytes())
    for path in sorted(PACKAGE.glob("*/templates/**/*")):
        if path.is_file():
            yield from _messages(_as_python(path).encode())


def _as_python(template: Path) -> str:
    from django.utils.translation.template import templatize

    made = templatize(template.read_text(encoding="utf-8"), origin=str(template))
    # Left-over indentation would be read as Python's.
    return "\n".join(line.strip() for line in made.splitlines())


def _messages(source: bytes) -> Iterator[Key]:
    found = extract("python", io.BytesIO(source), keywords=_KEYWORDS, options={"encoding": "utf-8"})
    for _line, message, _comments, context in found:
        yield context, message


def on_disk(path: Path = ENGLISH) -> Catalog:
    """The catalogue as it is; an empty one where there is none."""
    if not path.exists():
        return Catalog(locale="en", domain="django")
    with path.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def merged(old: Catalog) -> Catalog:
    """A catalogue with exactly what is in the code, and the translations that `old` has for it."""
    fresh = Catalog(locale="en", domain="django", project="sixianghui", fuzzy=False)
    for context, message in extracted():
        before = old.get(message if isinstance(message, str) else message[0], context)
        kept = (
            before.string if before is not None and not before.fuzzy and _same_form(before, message) else None
        )
        fresh.add(message, string=kept, context=context)
    return fresh


def _same_form(before: Message, message: str | tuple[str, ...]) -> bool:
    return isinstance(before.id, str) == isinstance(message, str)


def written(catalogue: Catalog) -> str:
    """The catalogue as text: sorted, without line numbers and dates."""
    out = io.BytesIO()
    write_po(out, catalogue, no_location=True, sort_output=True, ignore_obsolete=True, width=0)
    text = _DATED.sub("", out.getvalue().decode())
    return (
        "# 思享汇 in English. Made by `sixianghui manage messages`; only the msgstr are written by hand.\n"
        + text[text.index('msgid ""') :]
    )


def update() -> Report:
    """Bring the catalogue on disk up to date; report what lacks its English."""
    fresh = merged(on_disk())
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_text(written(fresh), encoding="utf-8")
    return Report(True, *_faults(fresh))


def check() -> Report:
    """Compare without writing."""
    fresh = merged(on_disk())
    current = ENGLISH.exists() and ENGLISH.read_text(encoding="utf-8") == written(fresh)
    return Report(current, *_faults(fresh))


def _faults(catalogue: Catalog) -> tuple[list[str], list[str]]:
    missing, broken = [], []
    for message in catalogue:
        if not message.id:
            continue
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ("",))
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        if not all(strings):
            missing.append(ids[0])
        elif any(set(_PLACE.findall(text)) - set(_PLACE.findall("".join(ids))) for text in strings) or (
            isinstance(message.id, str) and set(_PLACE.findall(ids[0])) != set(_PLACE.findall(strings[0]))
        ):
            broken.append(ids[0])
    return missing, broken


def compile_catalogues() -> list[Path]:
    """Write a .mo beside every .po that is newer; return those written."""
    done = []
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name.replace("-", "_"))
        fresh = target.with_suffix(".new")
        with fresh.open("wb") as out:
            write_mo(out, catalogue)
        fresh.replace(target)
        done.append(target)
    return done


if __name__ == "__main__":
    if sys.argv[1:] != ["compile"]:
        sys.exit("usage: python -m sixianghui.project.catalogue compile")
    compile_catalogues()
