"""A questionnaire without a database, for the tests of files."""

from dataclasses import replace

from checklists.replies.questionnaire import Asked, GivenAnswer, Questionnaire

PEOPLE = ("情報管理部　主任　港　一郎", "令和8年4月1日", "情報管理部長　港　二郎")


def questionnaire(lines: int = 12, **more: object) -> Questionnaire:
    """So many questions, two to a clause."""
    asked = tuple(
        Asked(
            code=f"K{number:03d}",
            level="必須" if number % 3 else "推奨",
            label=f"第{number // 2 + 1}条",
            caption="個人情報の管理",
            prompt=f"個人情報を保管する場所{number}に、施錠して記録を残すことができますか。",
            ok_when="施錠できる保管庫があり、貸出しの記録がある。",
            evidence="鍵の貸出簿、保管庫の写真",
        )
        for number in range(1, lines + 1)
    )
    made = Questionnaire(
        municipality="特記市",
        case="令和8年度市民税納税通知書印刷封入業務委託",
        number="R8-税務-0001",
        edition="個人情報の取扱いに関する特記仕様書　第1版",
        edition_sha256="a" * 64,
        phase="pre",
        lines=asked,
        deadline="令和8年4月15日 17時00分",
        contact="税務課　電話 000-000-0000",
        respondent="株式会社つばめ印刷",
        reference="T12",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def all_yes(asked: Questionnaire) -> dict[str, GivenAnswer]:
    """Every question answered 対応可."""
    return {line.code: GivenAnswer(line.code, "yes", "", "規程") for line in asked.lines}
