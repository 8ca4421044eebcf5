"""Read what was written in `texts/`.

A topic begins with `@ form unit picture [when] [| label]`; `when` is a month (`4`), a span of months (`1-2`) or the
very day (`3.12`). Then one line each: `=` title, `~` summary, `#` heading, `>` quote | person, `-` an item of a list,
`n` what a guide needs, `s` title | text | who | how long | rule, `p` person | role of a showcase, `o` the day on the time
line, `k` kicker. Any other line is a paragraph.
"""

from __future__ import annotations

import datetime as dt
from importlib import resources

from sixianghui.project.replay.content.composed.chronicle import Topic
from sixianghui.project.replay.content.drafts import Block, BlockKind, GuideStep

_PACKAGE = "sixianghui.project.replay.content.composed"


def topics() -> list[Topic]:
    """Every topic of every file; the file's name begins with its column."""
    texts = sorted(resources.files(_PACKAGE).joinpath("texts").iterdir(), key=lambda file: file.name)
    return [
        _topic(file.name.split("-")[0], lines)
        for file in texts
        if not file.name.startswith("frames")
        for lines in _paragraphs(file.read_text(encoding="utf-8"))
    ]


def frames() -> dict[str, tuple[str, ...]]:
    """The first and last sentences of the forms: `@ form.open` or `@ form.close`, then a sentence a line."""
    text = resources.files(_PACKAGE).joinpath("texts", "frames.txt").read_text(encoding="utf-8")
    return {lines[0].removeprefix("@").strip(): tuple(lines[1:]) for lines in _paragraphs(text)}


def _paragraphs(text: str) -> list[list[str]]:
    found: list[list[str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("@"):
            found.append([line])
        else:
            found[-1].append(line)
    return found


def _topic(column: str, lines: list[str]) -> Topic:
    head, _, label = lines[0].removeprefix("@").partition("|")
    form, unit, picture, *when = head.split()
    values: dict[str, str] = {}
    blocks: list[Block] = []
    steps: list[GuideStep] = []
    for line in lines[1:]:
        mark, rest = (
            (line[0], line[1:].strip()) if line[0] in "=~#>-nspok" and line[1:2] == " " else ("", line)
        )
        match mark:
            case "":
                blocks.append(Block(BlockKind.TEXT, rest))
            case "#":
                blocks.append(Block(BlockKind.HEADING, rest))
            case ">":
                words, _, who = rest.partition("|")
                blocks.append(Block(BlockKind.QUOTE, f"{words.strip()}——{who.strip()}"))
            case "-":
                before = blocks.pop().items if blocks and blocks[-1].kind is BlockKind.LIST else ()
                blocks.append(Block(BlockKind.LIST, items=(*before, rest)))
            case "s":
                steps.append(_step(rest))
            case _:
                values[mark] = rest
    person, _, role = values.get("p", "").partition("|")
    quote = next((block.words.partition("——")[0] for block in blocks if block.kind is BlockKind.QUOTE), "")
    return Topic(
        column=column,
        form=form,
        unit=unit,
        picture=picture.removeprefix("-"),
        title=values["="],
        summary=values["~"],
        blocks=tuple(blocks),
        label=label.strip(),
        kicker=values.get("k", ""),
        months=_months(when),
        fixed=_fixed(when),
        occurs_on=dt.date.fromisoformat(values["o"]) if "o" in values else None,
        quote=quote if person else "",
        person=person.strip(),
        role=role.strip(),
        needs=tuple(filter(None, values.get("n", "").split("；"))),
        steps=tuple(steps),
    )


def _step(line: str) -> GuideStep:
    title, text, who, *more = (part.strip() for part in line.split("|"))
    how_long, rule, article = (*more, "", "", "")[:3]
    return GuideStep(title, text, who, how_long, rule, article)


def _months(when: list[str]) -> tuple[int, ...]:
    if not when or "." in when[0]:
        return ()
    first, _, last = when[0].partition("-")
    return tuple(range(int(first), int(last or first) + 1))


def _fixed(when: list[str]) -> dt.date | None:
    if not when or "." not in when[0]:
        return None
    month, day = map(int, when[0].split("."))
    return dt.date(2018, month, day)
