"""What memberships hold about people: who asked, on behalf of an organisation. They are no rows of the directory."""

from kevread.common.personal import PLACE, Activity, Held, hold

hold(
    "membership",
    Held(model="membership.unconfirmed", called="Demandes d’adhésion à confirmer", texts=("said",)),
    Held(
        model="membership.admission",
        called="Demandes d’adhésion",
        texts=("given_name", "family_name", "email", "message", "activity", "perimeter_note", "reason"),
        pairs=(("given_name", "family_name"),),
        kind="candidates",
        ends="closed_on",
        over={"state__in": ("refused", "withdrawn")},
        aside={"name": PLACE, "siren": PLACE, "rna": PLACE},
    ),
    Held(model="membership.step", called="Ce qui arrive à une adhésion", texts=("note", "undone_because")),
    activity=Activity.DIRECTORY,
)
