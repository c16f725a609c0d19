"""The rhythm of the year, and the calendars that follow it."""

from django.urls import path

from kevread.rhythm.views import feeds, held, renewals, rhythm, year
from kevread.ui.spreadsheet import files

app_name = "rhythm"
urlpatterns = [
    path("mes-agendas", feeds.feeds, name="feeds"),
    path("mes-agendas/<uuid:key>/refaire", feeds.renew, name="renew_feed"),
    path("mes-agendas/<uuid:key>/revoquer", feeds.revoke, name="revoke_feed"),
    path("agenda/<str:token>.ics", feeds.feed, name="feed"),
    path("reunions-publiques.ics", feeds.network_feed, name="network_feed"),
    path("<slug:scale>/reunions-publiques.ics", feeds.public_feed, name="public_feed"),
    path("<slug:scale>/reunions/<uuid:key>.ics", feeds.one_meeting, name="one_meeting"),
    path("<slug:scale>/rythme", rhythm.rhythm, name="rhythm"),
    *files("<slug:scale>/rythme", rhythm.rhythm_file, "rhythm"),
    path("<slug:scale>/rythme.pdf", rhythm.rhythm_pdf, name="rhythm_pdf"),
    path("<slug:scale>/gouvernance", rhythm.governance, name="governance"),
    path("<slug:scale>/instances/gouvernance.pdf", rhythm.governance_pdf, name="governance_pdf"),
    path("<slug:scale>/rythme/dates", rhythm.propose, name="propose"),
    path("<slug:scale>/rythme/toutes", year.whole_year, name="whole_year"),
    *files("<slug:scale>/rythme/toutes", year.whole_year_file, "whole_year"),
    path("<slug:scale>/rythme/toutes.pdf", year.whole_year_pdf, name="whole_year_pdf"),
    path("<slug:scale>/rythme/assemblees", renewals.renewing, name="renewing"),
    *files("<slug:scale>/rythme/assemblees", renewals.renewing_file, "renewing"),
    path("<slug:scale>/rythme/assemblees/<uuid:key>", renewals.opening, name="opening"),
    path("<slug:scale>/rythme/tenue", held.record, name="record_held"),
]
