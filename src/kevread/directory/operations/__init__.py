"""The verbs of the directory. One function, one transaction, one act."""

from .attachments import affiliate, cover_zone, end_affiliation, end_coverage
from .confirming import confirm_attachments, confirm_memberships
from .listings import list_organisation, unlist_organisation
from .network import load_network
from .opening import Entry, alike_name, leave, proposed, unlisted
from .organisations import (
    Entered,
    add_capacity,
    amend_organisation,
    end_capacity,
    register_organisation,
    register_organisations,
    rename,
    tell_reach,
)
from .people import agree, amend_person, open_access, register_person, tie_account, withdraw

__all__ = [
    "Entered",
    "Entry",
    "add_capacity",
    "affiliate",
    "agree",
    "alike_name",
    "amend_organisation",
    "amend_person",
    "confirm_attachments",
    "confirm_memberships",
    "cover_zone",
    "end_affiliation",
    "end_capacity",
    "end_coverage",
    "leave",
    "list_organisation",
    "load_network",
    "open_access",
    "proposed",
    "register_organisation",
    "register_organisations",
    "register_person",
    "rename",
    "tell_reach",
    "tie_account",
    "unlist_organisation",
    "unlisted",
    "withdraw",
]
