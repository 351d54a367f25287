"""回答票: a check table that leaves as a file (a workbook, a PDF form) and comes back filled.

`questionnaire` says what is asked, `reply` what came back. Writers turn the one into bytes,
readers turn bytes into the other or refuse them with every fault and its place.
"""
