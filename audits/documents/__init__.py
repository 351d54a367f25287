"""The documents of this app: D15 inspections, D16D demands, D20 the report, D21 the end of a
contract, D23 the register."""

from audits.documents import contract_register, demand, inspection, report, termination

__all__ = ["contract_register", "demand", "inspection", "report", "termination"]
