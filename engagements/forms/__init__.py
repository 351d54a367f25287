"""Forms of the way to the contract: fields and wording.

cleaned_data is an action's keyword arguments. A hidden `revision` or `seen` says what the user
saw, so that two clerks don't overwrite each other unawares.
"""

from engagements.forms.contracting import ContractForm, SettlementForm
from engagements.forms.criteria import CriteriaForm
from engagements.forms.planning import (
    AnswerForm,
    EngagementCreateForm,
    EngagementForm,
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
from engagements.forms.scope import ScopeForm
from engagements.forms.selecting import (
    AlternativeAnswerForm,
    AlternativeForm,
    DeadlineForm,
    FirmsFileForm,
    SelectionForm,
    UnmetForm,
    WithdrawalForm,
)
from engagements.forms.telling import DeliveryForm, InquiryAnswerForm, InquiryForm

__all__ = [
    "AlternativeAnswerForm",
    "AlternativeForm",
    "AnswerForm",
    "CertificationForm",
    "ContractForm",
    "CriteriaForm",
    "DeadlineForm",
    "DeliveryForm",
    "EndingForm",
    "EngagementCreateForm",
    "EngagementForm",
    "FirmsFileForm",
    "InquiryAnswerForm",
    "InquiryForm",
    "LiftingForm",
    "MergeForm",
    "ScopeForm",
    "SelectionForm",
    "SettlementForm",
    "SuspensionForm",
    "TailoringForm",
    "UnmetForm",
    "VendorForm",
    "WithdrawalForm",
]
