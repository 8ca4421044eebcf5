"""What the text of an article is made of."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from sixianghui.channel.safe_html import clean_stored
from sixianghui.channel.typed_text import as_typed
from sixianghui.ledger.public import UnknownFigure
from sixianghui.ledger.public import get as figure_called

#: What an editor may do inside a paragraph.
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class CleanTextBlock(blocks.RichTextBlock):
    """Paragraphs, of which only what an editor can set is stored, whoever sends them."""

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        sent = data.get(prefix)
        return super().value_from_datadict({prefix: sent and as_typed(sent)}, files, prefix)

    def get_prep_value(self, value: Any) -> str:
        return clean_stored(str(super().get_prep_value(value)))

    def normalize(self, value: Any) -> RichText:
        text = super().normalize(value)
        return RichText(clean_stored(text.source))


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, and whose they are."""

    words = blocks.TextBlock(label=_("原话"), max_length=300)
    who = blocks.CharBlock(label=_("谁说的"), max_length=60, required=False)

    class Meta:
        icon = "openquote"
        label = _("引语")
        template = "channel/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    """A picture and the line below it."""

    picture = ImageChooserBlock(label=_("图片"))
    caption = blocks.CharBlock(label=_("图片说明"), max_length=120, required=False)

    class Meta:
        icon = "image"
        label = _("图片")
        template = "channel/blocks/picture.html"


class FigureBlock(blocks.StructBlock):
    """A sentence with a number that opens to its evidence: {} stands where the number goes."""

    figure = blocks.CharBlock(
        label=_("数字的名字"), max_length=80, help_text=_("例如 channel.articles，名单见“数字”页")
    )
    words = blocks.CharBlock(label=_("句子"), max_length=200, help_text=_("用 {} 标出数字的位置"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            figure_called(cleaned["figure"])
        except UnknownFigure:
            wrong = ValidationError(_("没有叫这个名字的数字，请照“数字”页上的写。"))
            raise blocks.StructBlockValidationError(block_errors={"figure": wrong}) from None
        return cleaned

    class Meta:
        icon = "table"
        label = _("有据的数字")
        template = "channel/blocks/figure.html"


class FileBlock(blocks.StructBlock):
    """Something to download."""

    file = DocumentChooserBlock(label=_("文件"))
    label = blocks.CharBlock(label=_("怎么称呼"), max_length=80, required=False)

    class Meta:
        icon = "doc-full"
        label = _("附件")
        template = "channel/blocks/file.html"


class BodyBlock(blocks.StreamBlock):
    """An article's text."""

    text = CleanTextBlock(label=_("正文"), features=TEXT_FEATURES, template="channel/blocks/text.html")
    heading = blocks.CharBlock(
        label=_("小标题"), max_length=60, icon="title", template="channel/blocks/heading.html"
    )
    quote = QuoteBlock()
    picture = PictureBlock()
    figure = FigureBlock()
    file = FileBlock()


class StepBlock(blocks.StructBlock):
    """One step of a guide. A rule that nobody has confirmed is shown as 待核实."""

    title = blocks.CharBlock(label=_("办什么"), max_length=60)
    text = blocks.TextBlock(label=_("怎么办"), max_length=600)
    who = blocks.CharBlock(label=_("谁来办"), max_length=60)
    how_long = blocks.CharBlock(label=_("多久办完"), max_length=60, required=False)
    rule = blocks.CharBlock(label=_("依据的文件"), max_length=80, required=False)
    article = blocks.CharBlock(label=_("哪一条"), max_length=40, required=False)
    confirmed = blocks.BooleanBlock(label=_("条文已核实"), required=False)

    class Meta:
        icon = "list-ol"
        label = _("一步")
        template = "channel/blocks/step.html"


class StepsBlock(blocks.StreamBlock):
    """The steps of a guide, in their order."""

    step = StepBlock()
