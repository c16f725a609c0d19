from django.urls import path

from kevread.ui.spreadsheet import files

from .views import citizens, decisions, front, legal, listing

app_name = "publishing"
urlpatterns = [
    path("", front.front, name="front"),
    path("qui-me-represente", citizens.represents, name="represents"),
    path("annuaire", listing.directory, name="directory"),
    *files("annuaire", listing.directory_file, "directory"),
    path("<slug:scale>/communaute", listing.community, name="community"),
    path("reunions-publiques", citizens.agenda, name="agenda"),
    path("<slug:scale>/presentation", front.territory, name="territory"),
    path("<slug:scale>/reunions-publiques", citizens.agenda, name="agenda_of"),
    path("<slug:scale>/reunions-publiques/<uuid:key>", citizens.event, name="event"),
    path("<slug:scale>/ecrire", citizens.contact, name="contact"),
    path("ce-qui-est-decide/", front.decided, name="decided"),
    *files("ce-qui-est-decide/liste", front.decided_file, "decided"),
    path("decisions-publiques/", decisions.decisions, name="decisions"),
    *files("decisions-publiques/liste", decisions.decisions_file, "decisions"),
    path("<slug:scale>/decisions/<uuid:key>/publier", decisions.publish, name="publish"),
    path("mentions-legales/", legal.legal, name="legal"),
    path("accessibilite/", legal.accessibility, name="accessibility"),
    path("donnees-personnelles/", legal.privacy, name="privacy"),
    path("code-source/", legal.source, name="source"),
]

# Included after all the others: an address that was cut after the organisation.
trimmed = [
    path("<slug:trimmed>", front.trimmed, name="trimmed"),
    path("<slug:trimmed>/", front.trimmed, name="trimmed"),
]
