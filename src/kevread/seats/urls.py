from django.urls import path

from kevread.seats.views import bodies, delegations, designation, fill, mandates, network, papers, people, roles, team
from kevread.ui.spreadsheet import files

app_name = "seats"
urlpatterns = [
    path("qui-peut-quoi", roles.roles, name="roles"),
    path("personnes/<uuid:key>", people.person_anywhere, name="person"),
    path("<slug:scale>/reseau/ouvrir", network.openings, name="openings"),
    path("<slug:scale>/reseau/ouvrir/autre", network.open_unlisted, name="open_unlisted"),
    path("<slug:scale>/reseau/fermer", network.close_organisation, name="close_organisation"),
    path("<slug:scale>/instances", bodies.bodies, name="bodies"),
    path("<slug:scale>/instances/creer", bodies.create_body, name="create_body"),
    path("<slug:scale>/instances/dirigeants.pdf", papers.officers, name="officers_pdf"),
    path("<slug:scale>/instances/<slug:body>", bodies.body, name="body"),
    path("<slug:scale>/instances/<slug:body>/ajouter-un-siege", bodies.add_seat, name="add_seat"),
    path("<slug:scale>/instances/<slug:body>/fermer", bodies.close_body, name="close_body"),
    path("<slug:scale>/instances/<slug:body>/<slug:seat>/confier", fill.fill, name="fill"),
    path("<slug:scale>/instances/<slug:body>/<slug:seat>/qui-designe", designation.designation, name="designation"),
    path("<slug:scale>/instances/<slug:body>/<slug:seat>/constater", fill.record, name="record"),
    path("<slug:scale>/mandats", mandates.mandates, name="mandates"),
    *files("<slug:scale>/mandats", mandates.mandates_file, "mandates"),
    path("<slug:scale>/mandats/echeances", mandates.forecast, name="forecast"),
    *files("<slug:scale>/mandats/echeances", mandates.forecast_file, "forecast"),
    path("<slug:scale>/mandats/<uuid:key>", mandates.mandate, name="mandate"),
    path("<slug:scale>/mandats/<uuid:key>/fin", mandates.end, name="end"),
    path("<slug:scale>/mandats/<uuid:key>/corriger", mandates.correct, name="correct"),
    path("<slug:scale>/mandats/<uuid:key>/annuler", mandates.annul, name="annul"),
    *files("<slug:scale>/personnes", people.people_file, "people"),
    path("<slug:scale>/personnes/<uuid:key>", people.person, name="person"),
    path("<slug:scale>/personnes/<uuid:key>/qui-voit", people.who_sees, name="who_sees"),
    path("<slug:scale>/qui-lit", people.who_reads, name="who_reads"),
    path("<slug:scale>/equipe", team.team, name="team"),
    path("<slug:scale>/equipe/organigramme.pdf", papers.chart, name="chart_pdf"),
    path("<slug:scale>/equipe/<slug:code>/referent", team.lead, name="lead"),
    path("<slug:scale>/references/<uuid:key>/fin", team.end_lead, name="end_lead"),
    path("<slug:scale>/secretariat", delegations.secretariat, name="secretariat"),
    path("<slug:scale>/secretariat/<uuid:key>/accepter", delegations.accept, name="accept"),
    path("<slug:scale>/secretariat/<uuid:key>/fin", delegations.revoke, name="revoke"),
]
