"""What the ledger calls the events of this app."""

WORDS = {
    "audits.inspection_planned": "実施状況確認を始めた",
    "audits.inspection_concluded": "実施状況確認を終えた",
    "audits.correction_reported": "是正報告を記録した",
    "audits.correction_verified": "是正を確認した",
    "audits.reports_scheduled": "定期報告の予定を定めた",
    "audits.report_received": "定期報告を受けた",
    "audits.disposal_reported": "返還・消去・廃棄の報告を記録した",
    "audits.disposal_verified": "返還・消去・廃棄を市が確認した",
}
