from django.urls import path

from kevread.delegations.views import dealings, gestures, giving, petitions, register
from kevread.ui.spreadsheet import files

app_name = "delegations"
GRANT = "<slug:scale>/delegations/<uuid:key>"
PETITION = "<slug:scale>/delegations/demandes/<uuid:key>"
urlpatterns = [
    path("mes-delegations", register.mine, name="mine"),
    path("<slug:scale>/delegations", register.register, name="register"),
    *files("<slug:scale>/delegations", register.register_file, "register"),
    path("<slug:scale>/delegations/conventions", dealings.dealings, name="dealings"),
    *files("<slug:scale>/delegations/conventions", dealings.dealings_file, "dealings"),
    path("<slug:scale>/delegations/conventions/rapport", dealings.dealings_pdf, name="dealings_pdf"),
    path("<slug:scale>/delegations/conventions/declarer", dealings.declare, name="declare"),
    path("<slug:scale>/delegations/conventions/dites", dealings.report, name="report"),
    path("<slug:scale>/delegations/conventions/<uuid:key>/annuler", dealings.annul_dealing, name="annul_dealing"),
    path("<slug:scale>/delegations/qui-peut", register.who, name="who"),
    path("<slug:scale>/delegations/donner", giving.give, name="give"),
    path("<slug:scale>/delegations/demander/<slug:act>", petitions.ask, name="ask"),
    path(PETITION, petitions.petition, name="petition"),
    path(f"{PETITION}/retirer", petitions.withdraw, name="withdraw"),
    path(GRANT, register.grant, name="grant"),
    path(f"{GRANT}/papier", register.grant_pdf, name="grant_pdf"),
    path(f"{GRANT}/accepter", gestures.accept, name="accept"),
    path(f"{GRANT}/<slug:gesture>", gestures.change, name="change"),
]
