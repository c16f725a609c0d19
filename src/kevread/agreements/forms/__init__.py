"""What is typed about agreements. The verbs check again, and say what is wrong on the field."""

from .happening import EventForm, KeptForm, MediationForm, NoticeForm, OweForm, PostponeForm, TogetherForm
from .preparing import (
    AttachForm,
    ClauseForm,
    DepositForm,
    KindForm,
    OpenForm,
    ReasonForm,
    SignedForm,
    TermsForm,
    approving,
    kinds_open_to,
    usual,
)
from .signing import ConsentForm, ToSignForm

__all__ = [
    "AttachForm",
    "ClauseForm",
    "ConsentForm",
    "DepositForm",
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
    "approving",
    "kinds_open_to",
    "usual",
]
