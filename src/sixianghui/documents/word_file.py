"""A finished DOCX as bytes: what the schema asks for, nothing of the library's template, the same bytes each time.

Word refuses a file, or mends it with a frightening question, when properties stand in another order than the schema's
(ECMA-376, 17.3.1.26, 17.3.2.28, 17.4.59, 17.4.69, 17.6.17); so they are put in order at the end, whoever added them.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

_ORDER = {
    "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
        suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid
        spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap
        outlineLvl divId cnfStyle rPr sectPr pPrChange""",
    "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
        webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
        eastAsianLayout specVanish oMath""",
    "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd
        tblBorders shd tblLayout tblCellMar tblLook""",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType
        cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid""",
}
#: Styles of the library's template that stay; its tables, lists and book styles are no clerk's business.
_KEPT = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer", "caption"} | {
    f"heading {level}" for level in range(1, 5)
}
#: Parts of the template that would only make the file large.
_DROPPED = ("stylesWithEffects", "thumbnail", "webSettings", "customXml")


def written(file: Document, ours: set[str]) -> bytes:
    """The file's bytes. `ours` are the names of the styles that were added."""
    _only_styles(file, _KEPT | ours)
    for part in [file.part, *(relation.target_part for relation in _inner(file))]:
        if hasattr(part, "element"):
            _in_order(part.element)
    made, target = io.BytesIO(), io.BytesIO()
    for package_or_part in (file.part.package, file.part):
        for key, relation in list(package_or_part.rels.items()):
            if any(one in str(relation.target_ref) for one in _DROPPED):
                del package_or_part.rels[key]
    file.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w") as to:
        for name in source.namelist():
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            to.writestr(about, source.read(name), compresslevel=6)
    return target.getvalue()


def _inner(file: Document) -> list[Any]:
    return [one for one in file.part.rels.values() if not one.is_external]


def _only_styles(file: Document, kept: set[str]) -> None:
    styles = file.styles.element
    gone = set()
    for style in styles.findall(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None and name.get(qn("w:val")) not in kept:
            gone.add(style.get(qn("w:styleId")))
            styles.remove(style)
    for tag in ("w:link", "w:next", "w:basedOn"):
        for reference in styles.iter(qn(tag)):
            if reference.get(qn("w:val")) in gone:
                reference.set(qn("w:val"), "Normal")
    for link in list(styles.iter(qn("w:link"))):
        if link.get(qn("w:val")) == "Normal":
            link.getparent().remove(link)


def _in_order(root: Any) -> None:
    for name, names in _ORDER.items():
        order = {qn(f"w:{one}"): at for at, one in enumerate(names.split())}
        for element in root.iter(qn(f"w:{name}")):
            children = sorted(element, key=lambda child: order.get(child.tag, len(order)))
            if children != list(element):
                element[:] = children
