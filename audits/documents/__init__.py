"""The documents of this app: D20 実施状況確認報告書, D23 委託先管理台帳."""

from audits.documents import contract_register, report

__all__ = ["contract_register", "report"]
