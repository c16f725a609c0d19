"""The verbs of the rhythm: addresses that calendars follow, and the assemblies of a year opened together."""

from .feeds import make_feed, renew_feed, revoke_feed
from .renewals import plan_renewals, take_back

__all__ = ["make_feed", "plan_renewals", "renew_feed", "revoke_feed", "take_back"]
