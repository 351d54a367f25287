"""回答用ページ: what a firm without an account sees and does, through the link of its bid.

Everything here starts from the link in the session (`access`), reaches one check table, and
shows of each check item only what `checklists.replies.questionnaire.Asked` lets out.
"""
