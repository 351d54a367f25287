"""Why a file was not taken, told to who sent it: what it is, and what to do."""

from common.errors import Refused

CHOOSE = (
    "PDF、画像（PNG・JPEG）、Word・Excel・PowerPoint（マクロのないもの）、"
    "テキスト又はCSVのファイルを選んでください。"
)
_AS_PDF = "PDFに保存し直して、選んでください。"
_SENTENCES = {
    "empty": "ファイルが空です。内容のあるファイルを選んでください。",
    "broken": "ファイルが壊れていて開けません。元のアプリで開けるか確かめ、保存し直してください。",
    "heavy": (
        "ファイルの作りが複雑すぎて、安全を確かめられませんでした。"
        "必要なページだけを印刷し、PDFに保存し直してください。"
    ),
    "pixels": "画像の縦横が大きすぎます（8,000万画素まで）。縮小して保存し直してください。",
    "unknown": f"種類を確かめられないファイルです。{CHOOSE}",
    "encoding": (
        "文字の種類（文字コード）を確かめられません。"
        "UTF-8又はShift_JISのテキストに保存し直してください。"
    ),
    "program": "プログラム（実行できるファイル）は受け付けていません。" + CHOOSE,
    "html": (
        "HTML・SVGなど、ウェブページとして開かれるファイルは受け付けていません。"
        "画面に表示して印刷し、" + _AS_PDF
    ),
    "zip": (
        "圧縮ファイル（ZIP）は、中身を確かめられないため受け付けていません。"
        "展開して、中のファイルを1つずつ選んでください。"
    ),
    "ole": (
        "古い形式のファイル（.doc、.xls、.ppt、.msgなど）は受け付けていません。"
        "新しい形式（.docx、.xlsx、.pptx）かPDFに保存し直してください。"
    ),
    "odf": (
        "OpenDocument形式のファイルは受け付けていません。"
        "Word・Excel・PowerPointの形式かPDFに保存し直してください。"
    ),
    "template": (
        "Word・Excel・PowerPointのうち、この形式は受け付けていません。"
        "「.docx」「.xlsx」「.pptx」のいずれかの形式で保存し直してください。"
    ),
    "rtf": "リッチテキスト（.rtf）は受け付けていません。「.docx」の形式かPDFに保存し直してください。",
    "macros": (
        "マクロ（自動で動くプログラム）を含むファイルは受け付けていません。"
        "マクロを含まない形式（.docx、.xlsx、.pptx）かPDFに保存し直してください。"
    ),
    "password": (
        "パスワードの付いたファイルは、中身を確かめられないため受け付けていません。"
        "パスワードを外して保存し直してください。"
    ),
    "restricted": (
        "PDFにパスワード又は印刷・編集の制限が付いています。"
        "パスワードと制限を外して保存し直してください。"
    ),
    "active": (
        "PDFに、開くと動く仕掛け（スクリプト、添付ファイルなど）が入っています。"
        "「印刷」からPDFに保存し直したものを選んでください。"
    ),
    "embedded": (
        "文書の中に、別のファイルや部品（オブジェクト）が埋め込まれています。"
        "取り除いて保存し直すか、" + _AS_PDF
    ),
    "remote": ("開くと外部から別のファイルを読み込む設定が入っています。" + _AS_PDF),
    "bomb": "ファイルの中身が大きすぎます。必要な部分だけにして、保存し直してください。",
    "doctype": f"文書の作りに、受け付けられない宣言（DOCTYPE）が含まれています。{_AS_PDF}",
    "mixed": (
        "ファイルの中に、別の種類のデータが混ざっています。"
        "元のアプリで開き、保存し直したものを選んでください。"
    ),
    "formula": (
        "CSVの中に、開くと外部のプログラムを動かす式が入っています。"
        "式を取り除いて保存し直してください。"
    ),
    "infected": (
        "ウイルス対策ソフトが、このファイルを危険と判定しました。受け付けていません。"
        "お使いのパソコンを点検し、情報システムの担当に連絡してください。"
    ),
    "unscanned": (
        "ウイルスの検査ができないため、いまは受け付けられません。"
        "しばらくしてから、もう一度お試しください。続く場合は、担当課に連絡してください。"
    ),
    "full": (
        "保存先の空きが足りないため、ファイルを保存できませんでした。担当課に連絡してください。"
    ),
}
_STATUS = {"unscanned": 503, "full": 507}


class EvidenceRefused(Refused):
    """No file was kept. `reasons` say why and what to do.

    `code` is for logs and tests; `status` is the HTTP status that fits.
    """

    def __init__(self, reason: str, *, code: str, status: int = 422) -> None:
        super().__init__(reason)
        self.code = code
        self.status = status


def refusal(code: str) -> EvidenceRefused:
    """The refusal of a code. Raises KeyError for a code that has no sentence."""
    return EvidenceRefused(_SENTENCES[code], code=code, status=_STATUS.get(code, 422))


def too_large(limit: int) -> EvidenceRefused:
    """The refusal of a file of more than `limit` bytes, with status 413."""
    return EvidenceRefused(
        f"ファイルが大きすぎます（{limit / 1_000_000:,.3g}MBまで）。"
        "必要なページだけにするか、画像を縮小して、選び直してください。",
        code="large",
        status=413,
    )


def not_taken(label: str) -> EvidenceRefused:
    """The refusal of a file that is known, but isn't taken."""
    advice = "PNG、JPEG又はPDFに保存し直してください。" if "画像" in label else CHOOSE
    return EvidenceRefused(f"{label}は受け付けていません。{advice}", code="kind")


def misnamed(extension: str, label: str, right: str) -> EvidenceRefused:
    """The refusal of a name that says something else than the content."""
    if not extension:
        reason = (
            f"ファイル名の末尾（拡張子）がありません。中身は{label}です。"
            f"名前の末尾に「.{right}」を付けてください。"
        )
    else:
        reason = (
            f"ファイル名の末尾は「.{extension}」ですが、中身は{label}です。"
            f"名前の末尾を「.{right}」に直すか、正しいファイルを選んでください。"
        )
    return EvidenceRefused(reason, code="name")
