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
    ScopeForm,
    TailoringForm,
)
from engagements.forms.register import (
    CertificationForm,
    EndingForm,
    LiftingForm,
    MergeForm,
    SuspensionForm,
    VendorForm,
)
from engagements.forms.selecting import (
    AlternativeForm,
    DeadlineForm,
    FirmsFileForm,
    SelectionForm,
    WithdrawalForm,
)

__all__ = [
    "AlternativeForm",
    "AnswerForm",
    "CertificationForm",
    "ContractForm",
    "CriteriaForm",
    "DeadlineForm",
    "EndingForm",
    "EngagementCreateForm",
    "EngagementForm",
    "FirmsFileForm",
    "LiftingForm",
    "MergeForm",
    "ScopeForm",
    "SelectionForm",
    "SuspensionForm",
    "TailoringForm",
    "VendorForm",
    "WithdrawalForm",
]
