"""Addresses. The scale comes first for what belongs to an organisation: /une-organisation/instances?au=…"""

from django.urls import include, path

from kevread.publishing.urls import trimmed

urlpatterns = [
    path("compte/", include("kevread.accounts.urls")),
    path("", include("kevread.demonstration.urls")),
    path("", include("kevread.ui.urls")),
    path("", include("kevread.publishing.urls")),
    path("", include("kevread.territory.urls")),
    path("", include("kevread.mail.urls")),
    path("", include("kevread.directory.urls")),
    path("", include("kevread.documents.urls")),
    path("", include("kevread.charter.urls")),
    path("", include("kevread.imports.urls")),
    path("", include("kevread.seats.urls")),
    path("", include("kevread.delegations.urls")),
    path("", include("kevread.chronicle.urls")),
    path("", include("kevread.meetings.urls")),
    path("", include("kevread.decisions.urls")),
    path("", include("kevread.concord.urls")),
    path("", include("kevread.rhythm.urls")),
    path("", include("kevread.votes.urls")),
    path("", include("kevread.sittings.urls")),
    path("", include("kevread.statutes.urls")),
    path("", include("kevread.privacy.urls")),
    path("", include("kevread.agreements.urls")),
    path("", include("kevread.finance.urls")),
    path("", include("kevread.allowances.urls")),
    path("", include("kevread.equalisation.urls")),
    path("", include("kevread.membership.urls")),
    path("", include("kevread.supervision.urls")),
    path("", include("kevread.careers.urls")),
    path("", include("kevread.staff.urls")),
    path("", include("kevread.filings.urls")),
    path("", include("kevread.dues.urls")),
    path("", include("kevread.ledgers.urls")),
    path("", include("kevread.home.urls")),
    path("", include((trimmed, "trimmed"))),
]
