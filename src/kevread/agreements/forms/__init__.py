"""What is typed about agreements. The verbs check again, and say what is wrong on the field."""

from .amending import AmendClauseForm, AmendForm, DepositAmendmentForm, spec_clauses
from .approving import ToldForm, approving
from .happening import (
    AgreeForm,
    EventForm,
    KeptForm,
    MediationForm,
    MistakeForm,
    NoticeForm,
    OccasionForm,
    OweForm,
    PostponeForm,
    TogetherForm,
    UponForm,
)
from .preparing import (
    AttachForm,
    ClauseForm,
    DepositForm,
    EnteredForm,
    KindForm,
    OpenForm,
    ReasonForm,
    SignedForm,
    TermsForm,
    kinds_open_to,
    usual,
)
from .signing import ConsentForm, ToSignForm

__all__ = [
    "AgreeForm",
    "AmendClauseForm",
    "AmendForm",
    "AttachForm",
    "ClauseForm",
    "ConsentForm",
    "DepositAmendmentForm",
    "DepositForm",
    "EnteredForm",
    "EventForm",
    "KeptForm",
    "KindForm",
    "MediationForm",
    "MistakeForm",
    "NoticeForm",
    "OccasionForm",
    "OpenForm",
    "OweForm",
    "PostponeForm",
    "ReasonForm",
    "SignedForm",
    "TermsForm",
    "ToSignForm",
    "TogetherForm",
    "ToldForm",
    "UponForm",
    "approving",
    "kinds_open_to",
    "spec_clauses",
    "usual",
]
