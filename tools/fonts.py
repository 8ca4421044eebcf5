"""The Chinese fonts that ship with the product, cut to the characters it needs.

python tools/fonts.py FOLDER    cut them anew from the full fonts in FOLDER
python tools/fonts.py --check   exit 1 when a character of the demo's pictures has no glyph

The full fonts are `NotoSerifSC_600SemiBold.ttf` and `NotoSansSC_400Regular.ttf` of the npm packages
`@expo-google-fonts/noto-serif-sc` and `@expo-google-fonts/noto-sans-sc` (`npm pack`, then unpack); anything below
FOLDER is searched. A cut font holds both levels of GB 2312, its punctuation, Latin, digits, and every character
that stands in the demo's sources and articles.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TO = ROOT / "src" / "sixianghui" / "media" / "fonts"
#: The file that ships, and the one it is cut from.
CUTS = {"serif.ttf": "NotoSerifSC_600SemiBold.ttf", "sans.ttf": "NotoSansSC_400Regular.ttf"}
LARGEST = 3_000_000
_DEMO = ROOT / "src" / "sixianghui" / "project"


def national() -> set[str]:
    """The 6,763 characters (rows 16 to 87) and the punctuation (rows 1 to 3) of GB 2312: names need its second level too."""
    found = set()
    for row in (1, 2, 3, *range(16, 88)):
        for cell in range(1, 95):
            try:
                found.add(bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def demo() -> set[str]:
    """Every printable character in the demo's own sources."""
    paths = sorted(path for path in _DEMO.rglob("*") if path.suffix in (".py", ".md", ".txt"))
    texts = (path.read_text(encoding="utf-8") for path in paths)
    return {one for text in texts for one in text if one.isprintable()}


def characters() -> set[str]:
    """What a font that ships must hold."""
    latin = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))}
    marks = set("—…‘’“”·•–‰′″℃→←↑↓×÷±≈≤≥①②③④⑤⑥⑦⑧⑨⑩〇「」『』【】〔〕、。《》！（），．：；？￥－～")
    return national() | latin | marks | demo()


def missing(font: Path, wanted: set[str]) -> set[str]:
    """Characters without a glyph in a font."""
    from fontTools.ttLib import TTFont

    held = TTFont(font, lazy=True).getBestCmap()
    return {one for one in wanted if ord(one) not in held}


def cut(source: Path, target: Path) -> None:
    """One font with only what is needed: no hints (drawn large), no vertical forms, dated as its source."""
    from fontTools import subset

    options = subset.Options()
    options.hinting = False
    options.layout_features = ["kern"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "STAT"]
    options.recalc_timestamp = False
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(one) for one in characters()])
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def main() -> int:
    """Cut, or check."""
    if "--check" in sys.argv[1:]:
        holes = {name: missing(TO / name, demo()) for name in CUTS}
        for name, lost in holes.items():
            if lost:
                print(f"{name} has no glyph for: {''.join(sorted(lost))}; run tools/fonts.py FOLDER")
        return any(holes.values())
    folder = Path(sys.argv[1])
    for name, source in CUTS.items():
        cut(next(folder.rglob(source)), TO / name)
        size = (TO / name).stat().st_size
        print(f"{name}: {size:,} bytes")
        if size > LARGEST:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
