"""Forms of the way to the contract: fields and wording.

cleaned_data is an action's keyword arguments. A hidden `revision` or `seen` says what the user
saw, so that two clerks don't overwrite each other unawares.
"""

from engagements.forms.contracting import ContractForm
from engagements.forms.criteria import CriteriaForm
from engagements.forms.planning import (
    AnswerForm,
    EngagementCreateForm,
    EngagementForm,
    TailoringForm,
)
from engagements.forms.scope import ScopeForm
from engagements.forms.selecting import (
    AlternativeForm,
    DeadlineForm,
    FirmsFileForm,
    SelectionForm,
    VendorForm,
    WithdrawalForm,
)

__all__ = [
    "AlternativeForm",
    "AnswerForm",
    "ContractForm",
    "CriteriaForm",
    "DeadlineForm",
    "EngagementCreateForm",
    "EngagementForm",
    "FirmsFileForm",
    "ScopeForm",
    "SelectionForm",
    "TailoringForm",
    "VendorForm",
    "WithdrawalForm",
]
