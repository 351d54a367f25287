"""様式: what the contractor files during the work (dossier §4, D5 to D19).

`base` is the paper they share; one module for each time of the work declares its forms.
"""

from engagements.documents.forms import before_work, during_work, end_of_work, trouble

__all__ = ["before_work", "during_work", "end_of_work", "trouble"]
