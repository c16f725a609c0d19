from django.urls import path

from kevread.equalisation.views import laboratory, rounds
from kevread.ui.spreadsheet import files

app_name = "equalisation"
ROUND = "<slug:scale>/perequation/<uuid:key>"
urlpatterns = [
    path("<slug:scale>/perequation", rounds.fund, name="fund"),
    path("<slug:scale>/perequation/ouvrir", rounds.open_round, name="open"),
    path(ROUND, rounds.campaign, name="campaign"),
    *files(f"{ROUND}/donnees", rounds.measures_file, "campaign"),
    path(f"{ROUND}/laboratoire", laboratory.laboratory, name="laboratory"),
    *files(f"{ROUND}/laboratoire", laboratory.laboratory_file, "laboratory"),
    path(f"{ROUND}/laboratoire/garder", laboratory.keep, name="keep"),
    path(f"{ROUND}/certificat.json", laboratory.certificate, name="certificate"),
    path(f"{ROUND}/<slug:gesture>", rounds.change, name="change"),
]
