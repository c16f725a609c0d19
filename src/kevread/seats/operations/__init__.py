"""The verbs of seats: one function, one transaction, one act.

`access` tells how to come in those who were seated or convened, or all who sit somewhere;
`bodies` loads, creates and closes; `mandates` fills, records, ends and corrects; `annulment` takes back what never was;
`cascade` says what an end entails; `designation` writes to those who designate elsewhere;
`entering` enters what a federation brings in its files;
`first_secretary` seats the first person; `network` opens and closes the groupings and
pôles;
`pleas` asks those who may, and answers;
`substitutes` asks somebody to stand in for some days, accepts, takes back;
`zones` names who is the reference of an EPCI; `secretariat` entrusts, accepts and revokes.
"""

from .access import invite, offering_access
from .annulment import annul_mandate
from .bodies import add_seat, close_body, create_body, load_bodies, say_places
from .cascade import Cascade, Proposal, cascade_of, end_consequences, resting_on
from .designation import ask_designation
from .ending import require_ground
from .entering import enter_mandate, enter_organisation
from .first_secretary import seat_first_secretary
from .mandates import correct_mandate, end_mandate, fill_seat, record_existing
from .network import (
    annul_closing,
    close_organisation,
    open_organisation,
    open_organisations,
    open_unlisted_organisation,
)
from .pleas import answer_plea, ask_somebody
from .secretariat import accept_secretariat, entrust_secretariat, revoke_secretariat
from .substitutes import accept_substitution, ask_substitute, withdraw_substitution
from .zones import end_zone_lead, lead_zone

__all__ = [
    "Cascade",
    "Proposal",
    "accept_secretariat",
    "accept_substitution",
    "add_seat",
    "annul_closing",
    "annul_mandate",
    "answer_plea",
    "ask_designation",
    "ask_somebody",
    "ask_substitute",
    "cascade_of",
    "close_body",
    "close_organisation",
    "correct_mandate",
    "create_body",
    "end_consequences",
    "end_mandate",
    "end_zone_lead",
    "enter_mandate",
    "enter_organisation",
    "entrust_secretariat",
    "fill_seat",
    "invite",
    "lead_zone",
    "load_bodies",
    "offering_access",
    "open_organisation",
    "open_organisations",
    "open_unlisted_organisation",
    "record_existing",
    "require_ground",
    "resting_on",
    "revoke_secretariat",
    "say_places",
    "seat_first_secretary",
    "withdraw_substitution",
]
