"""The proofs of every verb, room by room. A new room adds its module here."""

from . import (
    of_agreements,
    of_charter,
    of_concord,
    of_decisions,
    of_delegations,
    of_directory,
    of_documents,
    of_dues,
    of_equalisation,
    of_filings,
    of_finance,
    of_imports,
    of_ledgers,
    of_meetings,
    of_membership,
    of_privacy,
    of_seats,
    of_sittings,
    of_staff,
    of_statutes,
)
from .asking import GUARDED

ROOMS = (
    of_agreements,
    of_charter,
    of_concord,
    of_decisions,
    of_delegations,
    of_directory,
    of_documents,
    of_dues,
    of_equalisation,
    of_filings,
    of_finance,
    of_imports,
    of_ledgers,
    of_meetings,
    of_membership,
    of_privacy,
    of_seats,
    of_sittings,
    of_staff,
    of_statutes,
)
PROOFS = GUARDED
