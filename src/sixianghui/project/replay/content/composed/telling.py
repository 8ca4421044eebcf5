"""Let an event speak in the form of its article."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sixianghui.project.replay.content.composed.chronicle import UNITS, Event, Topic, marked, spoken
from sixianghui.project.replay.content.drafts import Block, BlockKind, Draft

#: A body shorter than this gets one more sentence; a guide's steps count beside its body.
SHORT = 158
#: Forms whose first sentence stands alone.
ALONE = frozenset({"question", "stop", "book"})
#: Forms that explain something take what fits an explanation.
MORE = dict.fromkeys(("tip", "word", "term", "how", "chart"), "note")
#: What stands above the title of a form.
KICKERS = {
    "access": "无障碍", "book": "读书角", "caravan": "大篷车", "chart": "看图", "contest": "比一比", "fix": "更正与说明",
    "how": "我们怎样做", "lecture": "课堂记录", "night": "夜班日记", "outing": "短讯", "question": "来信答复",
    "repair": "义务维修", "session": "短讯", "stop": "全景一站", "study": "学习会", "term": "党务词条", "tip": "顺手一招",
    "village": "扶贫课堂", "visit": "志愿", "word": "一词一释",
}  # fmt: skip


class Frames:
    """The first and last sentences; each is taken when it has been used least, so that few articles share one."""

    def __init__(self, pools: dict[str, tuple[str, ...]]) -> None:
        self._pools = pools
        self._used: Counter[str] = Counter()

    def has(self, name: str) -> bool:
        """Whether there is such a pool."""
        return name in self._pools

    def take(self, name: str, seed: int, *beside: str) -> str:
        """A sentence of the pool, or nothing where the form has none. `beside`: those it stands in an article with."""
        pool = self._pools.get(name, ())
        if not pool:
            return ""
        start = seed % len(pool)
        turned = (*pool[start:], *pool[:start])
        found = min(
            turned,
            key=lambda sentence: (
                sum(self._used[other + sentence] for other in beside),
                self._used[sentence],
            ),
        )
        self._used.update([found, *(other + found for other in beside)])
        return found


def tell(event: Event, frames: Frames) -> Draft:
    """The article of an event."""
    topic = event.topic
    slug, unit = UNITS[topic.unit]
    opening, closing = _frame(topic, frames)
    seen: set[str] = set()
    blocks = _framed(topic.form, topic.blocks, opening, closing)
    return Draft(
        key=topic.key,
        column=topic.column,
        title=_filled(topic.title, event),
        summary=marked(_filled(topic.summary, event), set()),
        at=event.at,
        body=tuple(
            replace(
                block,
                words=marked(_filled(block.words, event), seen),
                items=tuple(marked(_filled(item, event), seen) for item in block.items),
            )
            for block in blocks
        ),
        kicker=topic.kicker or KICKERS.get(topic.form, ""),
        unit=slug,
        source=unit,
        picture=topic.picture,
        occurs_on=topic.occurs_on or (event.day if topic.column == "congress" else None),
        quote=_filled(topic.quote, event),
        person=marked(topic.person, set()),
        role=topic.role,
        needs=topic.needs,
        steps=topic.steps,
    )


def _frame(topic: Topic, frames: Frames) -> tuple[str, str]:
    """The form's first and last words for a topic: one sentence each, and more at the end of what is short."""
    opening = frames.take(f"{topic.form}.open", topic.seed)
    last = [frames.take(f"{topic.form}.close", topic.seed // 7, opening)]
    more = f"{MORE.get(topic.form, topic.form)}.more"
    more = more if frames.has(more) else "desk.more"
    written = sum(len(block.words) for block in topic.blocks) + sum(
        len(step.title + step.text) for step in topic.steps
    )
    while written + len(opening) + sum(map(len, last)) < SHORT and len(last) < 4:
        last.append(frames.take(more, topic.seed // 11, opening, *last))
    return opening, "".join(last)


def _framed(form: str, blocks: tuple[Block, ...], opening: str, closing: str) -> tuple[Block, ...]:
    """The written blocks with the form's first sentence before the first paragraph, its last as a paragraph behind."""
    told = list(blocks)
    if opening and form in ALONE:
        told.insert(0, Block(BlockKind.TEXT, opening))
    elif opening:
        first = next(n for n, block in enumerate(told) if block.kind is BlockKind.TEXT)
        told[first] = replace(told[first], words=opening + told[first].words)
    if closing:
        told.append(Block(BlockKind.TEXT, closing))
    return tuple(told)


def _filled(text: str, event: Event) -> str:
    """The text with what the event knows."""
    if "{" not in text:
        return text
    unit = UNITS[event.topic.unit][1] if event.topic.unit != "-" else "行业党委编辑部"
    return (
        text.replace("{d}", spoken(event.day))
        .replace("{place}", event.place)
        .replace("{n}", str(event.present))
        .replace("{u}", unit)
    )
