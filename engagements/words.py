"""What the ledger calls the events of this app."""

WORDS = {
    "engagements.created": "案件を登録した",
    "engagements.updated": "案件の内容を変えた",
    "engagements.edition_chosen": "版と確認表の型を選んだ",
    "engagements.edition_decided": "新しい版への対応を決めた",
    "engagements.scope_answered": "前提質問に答えた",
    "engagements.tailoring_decided": "条項の適用・除外・変更を決めた",
    "engagements.tailoring_answered": "条項の除外・変更に答えた",
    "engagements.vendor_registered": "事業者を登録した",
    "engagements.vendor_updated": "事業者の内容を変えた",
    "engagements.bid_registered": "応募者を登録した",
    "engagements.bid_withdrawn": "応募者の辞退を記録した",
    "engagements.alternative_proposed": "代替措置を決めた",
    "engagements.alternative_answered": "代替措置に答えた",
    "engagements.selection_decided": "委託先を選んだ",
    "engagements.contract_registered": "契約を登録した",
    "engagements.contract_updated": "契約の内容を変えた",
    "engagements.contract_fixed": "契約と特記仕様書を確定した",
}
