"""追加の承認: what the answers make the contractor ask for, and who at the municipality answers.

Sources: the clause named by `clause` (C06 取扱区域, C09 再委託, C14 複写・持出し, C16 クラウド,
C17 国外, C26 生成AI of the shipped master), which makes the approval a duty of the contract;
個人番号: 番号法第10条第1項 (許諾 of the first principal at every step of sub-contracting). `who`
says who should look first: a default of this product after the verifiers of the check items,
never a claim about the law. Who signs is for the municipality's own 決裁規程.
"""

from collections.abc import Collection
from dataclasses import dataclass

from engagements.questions import NO, UNKNOWN
from engagements.scope import Facts

POLICY = "情報政策部門"
OWNER = "業務主管課の長"
PRIVACY = "情報政策部門及び個人情報保護の担当課"


@dataclass(frozen=True)
class Approval:
    """One approval. `questions` must all be answered yes, or not be known; `clause` is the key
    of the clause that asks for it."""

    questions: tuple[str, ...]
    clause: str
    name: str
    what: str
    who: str

    @property
    def sentence(self) -> str:
        """What to expect, as one line."""
        return f"{self.what}（確かめる所の目安：{self.who}）"


APPROVALS = (
    Approval(
        ("subcontract",),
        "subcontracting",
        "再委託",
        "再委託は、着手の前に申請を受け、書面で承認します。",
        OWNER,
    ),
    Approval(
        ("my_number", "subcontract"),
        "my-number",
        "個人番号を含む再委託",
        "個人番号を含む再委託は、何段階目でも、番号法第10条の許諾として決裁します。",
        OWNER,
    ),
    Approval(
        ("outside_disposal",),
        "subcontracting",
        "廃棄を頼まれる業者",
        "廃棄を頼まれる業者も、再委託として承認します。",
        OWNER,
    ),
    Approval(
        ("offshore",),
        "offshore-handling",
        "国外での取扱い",
        "国外での取扱いは、国名、理由、その国の制度及び追加の措置を確かめて、事前に承認します。",
        PRIVACY,
    ),
    Approval(
        ("cloud",),
        "cloud-services",
        "クラウドサービス",
        "クラウドサービスは、サービス名、提供会社及び保存する国の届出を受け、使う前に承認します。",
        POLICY,
    ),
    Approval(
        ("ai",),
        "generative-ai",
        "生成AIなどへの入力",
        "生成AIなどへの入力は禁止し、必要なときは、事前の申請を受けて承認します。",
        POLICY,
    ),
    Approval(
        ("telework",),
        "handling-areas",
        "在宅での取扱い",
        "在宅での取扱いは、場所、機器及び条件の届出を受け、事前に承認します。",
        POLICY,
    ),
    Approval(
        ("transport",),
        "copying-and-removal",
        "区域の外への持出し",
        "届け出た区域の外への持出しは、そのつど申請を受けて承認します。",
        OWNER,
    ),
)


def approvals_for(facts: Facts, kept: Collection[str]) -> list[Approval]:
    """The approvals that the answers bring about under the clauses `kept` (keys)."""
    return [
        approval
        for approval in APPROVALS
        if approval.clause in kept
        and all(facts.get(key, UNKNOWN) != NO for key in approval.questions)
    ]
