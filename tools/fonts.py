"""The Chinese fonts that ship with the product, cut to the characters it needs.

python tools/fonts.py FOLDER    cut them anew from the full fonts in FOLDER
python tools/fonts.py FOLDER body.ttf    only that one
python tools/fonts.py --check   exit 1 when a character of the demo's pictures has no glyph

The full fonts are `NotoSerifSC_600SemiBold.ttf`, `NotoSerifSC_400Regular.ttf` and `NotoSansSC_400Regular.ttf` of the
npm packages `@expo-google-fonts/noto-serif-sc` and `@expo-google-fonts/noto-sans-sc` (`npm pack`, then unpack);
anything below FOLDER is searched. A cut font holds both levels of GB 2312, its punctuation, Latin, digits, and every
character that stands in the demo's sources and articles; that of documents also characters of people's names that
GB 2312 left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TO = ROOT / "src" / "sixianghui" / "documents" / "fonts"
#: The file that ships, and the one it is cut from.
CUTS = {
    "serif.ttf": "NotoSerifSC_600SemiBold.ttf",
    "body.ttf": "NotoSerifSC_400Regular.ttf",
    "sans.ttf": "NotoSansSC_400Regular.ttf",
}
LARGEST = 3_200_000
#: Characters that people are called by and GB 2312 does not have.
NAMES = (
    "喆堃镕犇珺玥祎赟垚淼焱鑫骉昇昉旸暐瑀玹珅珣珩琎琤琯瑄瑢瑨璟璠璿瓅甡睿祐禤笪筠粲翀翊翃菡萱蓥蘅衎谞谡逄邈郗鄢酆钘钜铄铠锜锟"
    "镠闫阚颀颋颢馚骁骐骙骧麴龑韡韫頔顗飏骎鹍麒曌曈暄晞晟昺昳旻旼旴斓敩撝抃恺怿忻弢廙峣岍嶷嵘屾尧媞婠婳姝妤妍奭夲堉坤圳哿咏"
    "勍劼勖凇冏偲倓侁佺伋亶丕炆炘炜烜焘焜煊煜煦熠燊燚爔珏玘玙玚玠玢玮珂珈珙珑珞珧珮琚琛琦琨琬琮琰瑗瑛瑜瑭瑱瑷璋璐璘璨璪瓒"
    "祺禛禩穂竑竣笙筱簃綦缦罡羿翎翯聿胤脩臻芃芊芮苡苒茀茜荻莀莙菁葳蒽蓁蓓薇蘭袆諟譞豳贇赪跻轩辚逯遹邡郄郏郜郦鄞釉鋆鎏钊钰铎铖"
    "铮锃锴镔镗镛閎闿阗隽霁霈霖靖鞠韬韵顼颉颐馗馥驷骅骊骏骞鸢鸾鹂黛黻鼐啓喬芔沄沅沚沨泓泠洺浡浥浠涟淏淇淯淳湜湉湛溁滢滟漪漾潇"
    "潞潼澄澍澔澹濛瀚瀛瀞灏亳邕燾晔"
)
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


def wanted_in(name: str) -> set[str]:
    """What the file of that name must hold."""
    return characters() | set(NAMES) if name == "body.ttf" else characters()


def missing(font: Path, wanted: set[str]) -> set[str]:
    """Characters without a glyph in a font."""
    from fontTools.ttLib import TTFont

    held = TTFont(font, lazy=True).getBestCmap()
    return {one for one in wanted if ord(one) not in held}


def cut(source: Path, target: Path, wanted: set[str]) -> None:
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
    cutter.populate(unicodes=[ord(one) for one in wanted])
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
    folder, only = Path(sys.argv[1]), sys.argv[2:]
    for name, source in CUTS.items():
        if only and name not in only:
            continue
        cut(next(folder.rglob(source)), TO / name, wanted_in(name))
        size = (TO / name).stat().st_size
        print(f"{name}: {size:,} bytes")
        if size > LARGEST:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
