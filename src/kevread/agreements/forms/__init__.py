"""What is typed about agreements. The verbs check again, and say what is wrong on the field."""

from .amending import AmendClauseForm, AmendForm, DepositAmendmentForm, spec_clauses
from .happening import EventForm, KeptForm, MediationForm, NoticeForm, OweForm, PostponeForm, TogetherForm
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
    ToldForm,
    approving,
    kinds_open_to,
    usual,
)
from .signing import ConsentForm, ToSignForm

__all__ = [
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
    "NoticeForm",
    "OpenForm",
    "OweForm",
    "PostponeForm",
    "ReasonForm",
    "SignedForm",
    "TermsForm",
    "ToSignForm",
    "TogetherForm",
    "ToldForm",
    "approving",
    "kinds_open_to",
    "spec_clauses",
    "usual",
]
