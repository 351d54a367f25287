"""The whole Act as a person would paste it: every article, paragraph, item and sentence."""

from lxml import etree

from specs.text.importing import understand
from specs.text.importing.fidelity import fold
from specs.text.render import Printer
from tests.specs.imports import FOLDER

ACT = FOLDER.parent / "laws" / "appi.xml"
BELOW = ("Item", "Subitem1", "Subitem2", "Subitem3")


def words(element) -> str:
    columns = element.findall("Column") or [element]
    return "　".join("".join("".join(s.itertext()) for s in c.iter("Sentence")) for c in columns)


def as_pasted() -> tuple[list[str], list[str]]:
    """The lines of the main provisions in the government's style, and every sentence in order."""
    root = etree.parse(ACT).getroot()
    lines: list[str] = []
    sentences: list[str] = []

    def put(mark: str, element) -> None:
        sentences.append(words(element))
        lines.append(f"{mark}　{sentences[-1]}")

    def below(element) -> None:
        for child in element:
            if child.tag in BELOW:
                put(child.findtext(f"{child.tag}Title"), child.find(f"{child.tag}Sentence"))
                below(child)

    for element in root.find(".//MainProvision").iter():
        if element.tag in ("ChapterTitle", "SectionTitle"):
            lines.append("".join(element.itertext()))
        if element.tag == "Article":
            if (caption := element.find("ArticleCaption")) is not None:
                lines.append("".join(caption.itertext()))
            for index, paragraph in enumerate(element.findall("Paragraph")):
                number = paragraph.findtext("ParagraphNum") or ""
                mark = number if index else element.findtext("ArticleTitle")
                put(mark, paragraph.find("ParagraphSentence"))
                below(paragraph)
    return lines, sentences


def test_the_act_pasted_as_text_loses_nothing():
    lines, sentences = as_pasted()
    found = understand("\n".join(lines))
    counts = found.counts
    assert (counts.articles, counts.paragraphs, counts.items, counts.subitems) == (
        185,
        417,
        249,
        16,
    )
    assert {aside.kind for aside in found.asides} == {"carried"}
    printer = Printer(found.document, found.skin)
    printed = [line.words for a in found.document.articles for line in printer.lines(a)]
    # イロハ of the law prints as アイウ, which is told line by line; nothing else differs.
    told = {mend.line: mend.what for mend in found.mended}
    numbers = [trace.line for trace in found.traces if trace.role == "text"]
    for line, one, other in zip(numbers, printed, sentences, strict=True):
        if fold(one) != fold(other):
            assert "イロハ" in told[line]
            pairs = zip(fold(one), fold(other), strict=True)
            assert all(a == b or b in "イロハニホヘト" for a, b in pairs)
