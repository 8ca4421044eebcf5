"""Names: spelled two ways within a piece, or one character off a unit's. Pure; it knows nobody but whom the piece names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pypinyin import Style, lazy_pinyin

from sixianghui.channel.proofing.text import Around, Finding, Kind, Part, Passage, Severity, at

_SAMPLE = re.compile(r"([\u4e00-\u9fff]{2,4})（示例）")
_ROLE = "书记|副书记|委员|组织委员|宣传委员|主任|副主任|校长|院长|经理|总经理|董事长|工程师|老师|教授|师傅|记者|同志|医生|律师|队长|班长|组长|所长|处长"
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕罗毕郝"
    "邬安常乐于时傅卞齐康伍余元顾孟黄穆萧尹姚邵汪祁毛狄米贝臧计成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍"
    "虞万支柯管卢莫房解应宗丁宣邓郁单洪包诸左石崔吉龚程邢裴陆荣翁甄曲封储靳松段富乌焦巴谷车侯班秋仲宁甘武刘景詹龙叶印郜黎蒲池乔胥能苍闻党翟谭劳姬申"
    "扶冉郦桑桂牛寿通边扈燕冀尚农温庄晏柴瞿阎充连习艾容向古易廖耿满匡国文寇广欧沃利越师巩聂晁勾敖冷辛阚简饶曾关游商岳"
)
_TITLED = re.compile(
    rf"(?:{_ROLE})([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=说|表示|介绍|告诉|认为|讲|（|[，。、]|和)"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*")
#: Where two names differ by one of these they are two things, not one name misspelled.
_COUNTS = frozenset(
    "一二三四五六七八九十〇零0123456789ABCDEFG甲乙丙丁东西南北中上下前后左右大小新老正副男女总分省市县区州"
)
_SHORTEST_UNIT = 5


def find(passages: Sequence[Passage], around: Around) -> Iterator[Finding]:
    """Everything about names."""
    yield from _people(passages)
    yield from _units(passages, around.units)
    yield from _latin(passages)


def names_in(passages: Sequence[Passage]) -> Counter[str]:
    """The people a piece itself names, as far as it says that they are people, and how often."""
    found: Counter[str] = Counter()
    for passage in passages:
        found.update(_SAMPLE.findall(passage.text))
        found.update(_TITLED.findall(passage.text))
        if passage.part is Part.PERSON and re.fullmatch(r"[\u4e00-\u9fff]{2,4}", passage.text.strip()):
            found[passage.text.strip()] += 1
    clean: Counter[str] = Counter()
    for name, times in found.items():
        clean[_trimmed(name)] += times
    return +Counter({name: times for name, times in clean.items() if 2 <= len(name) <= 4})


def _trimmed(name: str) -> str:
    """The name at the end of what stood before （示例）: from its surname on, the longest that makes sense."""
    for length in (3, 2):
        tail = name[-length:]
        if len(name) >= length and tail[0] in _SURNAMES:
            return tail
    return name if name[0] in _SURNAMES else ""


def _people(passages: Sequence[Passage]) -> Iterator[Finding]:
    names = names_in(passages)
    whole = "\n".join(passage.text for passage in passages)
    told: set[frozenset[str]] = set()
    for name in sorted(names, key=lambda one: (-whole.count(one), one)):
        for other in _variants(name, whole, names):
            pair = frozenset((name, other))
            if pair in told:
                continue
            told.add(pair)
            rare, usual = sorted((name, other), key=lambda one: (whole.count(one), one == name))
            place = next((passage for passage in passages if rare in passage.text), None)
            if place is None:  # It runs over two paragraphs, so it is no name.
                continue
            start = place.text.index(rare)
            severity = Severity.MUST if _sounds(name) == _sounds(other) else Severity.HINT
            yield at(
                place, Kind.NAME_TWO_WAYS, severity, start, start + len(rare), instead=usual, detail=usual
            )


def _variants(name: str, whole: str, names: Counter[str]) -> Iterator[str]:
    """What in the text is this name but for one character: another name given, or the same sound written otherwise."""
    for other in names:
        if other != name and len(other) == len(name) and other[0] == name[0] and _differ(name, other) == 1:
            yield other
    if len(name) < 3:
        return
    for found in re.finditer(f"{name[0]}(?:{name[1]}[\u4e00-\u9fff]|[\u4e00-\u9fff]{name[2]})", whole):
        other = found.group()
        if other != name and other not in names and _sounds(other) == _sounds(name):
            yield other


def _differ(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _sounds(name: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(name, style=Style.NORMAL))


def _units(passages: Sequence[Passage], units: Sequence[str]) -> Iterator[Finding]:
    known = frozenset(units)
    for unit in units:
        if len(unit) < _SHORTEST_UNIT:
            continue
        head, tail = unit[: len(unit) // 2], unit[len(unit) // 2 :]
        for passage in passages:
            for start in _starts(passage.text, unit, head, tail):
                yield from _near(passage, unit, start, known)


def _starts(text: str, unit: str, head: str, tail: str) -> Iterator[int]:
    """Where something might stand that is almost this unit: one of its halves does."""
    where = text.find(head)
    while where >= 0:
        if not text.startswith(unit, where):
            yield where
        where = text.find(head, where + 1)
    where = text.find(tail)
    while where >= 0:
        for shift in (len(head), len(head) - 1, len(head) + 1):
            if where >= shift and not text.startswith(head, where - len(head)):
                yield where - shift
        where = text.find(tail, where + 1)


def _near(passage: Passage, unit: str, start: int, known: frozenset[str]) -> Iterator[Finding]:
    text, size = passage.text, len(unit)
    written = text[start : start + size]
    if len(written) == size and written[-1] == unit[-1] and written[0] == unit[0]:
        wrong = [(a, b) for a, b in zip(written, unit, strict=True) if a != b]
        if len(wrong) == 1 and not ({*wrong[0]} & _COUNTS) and written not in known:
            if "\u4e00" <= wrong[0][0] <= "\u9fff":
                yield at(
                    passage, Kind.UNIT_NAME, Severity.MUST, start, start + size, instead=unit, detail=unit
                )
            return
    for length in (size - 1, size + 1):
        written = text[start : start + length]
        if (
            len(written) == length and written not in known and written[0] == unit[0] and written[-2:] == unit[-2:]
            and (gone := _one_missing(*sorted((written, unit), key=len))) is not None and gone not in _COUNTS
        ):  # fmt: skip
            yield at(passage, Kind.UNIT_NAME, Severity.HINT, start, start + length, instead=unit, detail=unit)
            return


def _one_missing(short: str, long: str) -> str | None:
    """The one character by which `long` is more than `short`; None when they differ otherwise."""
    for index, sign in enumerate(long):
        if short[index : index + 1] != sign:
            return sign if short[index:] == long[index + 1 :] else None
    return None


def _latin(passages: Sequence[Passage]) -> Iterator[Finding]:
    forms: dict[str, Counter[str]] = {}
    first: dict[str, tuple[Passage, int]] = {}
    for passage in passages:
        # Addresses are left out; what remains keeps its place.
        text = re.sub(r"https?://\S+|[^\s@]{1,64}@\S+", lambda found: " " * len(found[0]), passage.text)
        for found in _LATIN.finditer(text):
            word = found[0]
            if len(word) > 1:
                forms.setdefault(word.lower(), Counter())[word] += 1
                first.setdefault(word, (passage, found.start()))
    for written in forms.values():
        if len(written) < 2:
            continue
        (usual, _times), *others = sorted(written.items(), key=lambda one: (-one[1], one[0]))
        for other, _times in others:
            place, start = first[other]
            yield at(
                place,
                Kind.LATIN_TWO_WAYS,
                Severity.HINT,
                start,
                start + len(other),
                instead=usual,
                detail=usual,
            )
