from django.urls import path

from kevread.equalisation.views import contesting, deciding, laboratory, measuring, paying, rounds
from kevread.ui.spreadsheet import files

app_name = "equalisation"
ROUND = "<slug:scale>/perequation/<uuid:key>"
urlpatterns = [
    path("<slug:scale>/perequation", rounds.fund, name="fund"),
    *files("<slug:scale>/perequation/annees", rounds.years_file, "fund"),
    path("perequation/verifier.py", laboratory.checker, name="checker"),
    path("<slug:scale>/perequation/ouvrir", rounds.open_round, name="open"),
    path("<slug:scale>/perequation/poids/annuler", deciding.undo_weights, name="undo_weights"),
    path(ROUND, rounds.campaign, name="campaign"),
    *files(f"{ROUND}/donnees", rounds.measures_file, "campaign"),
    path(f"{ROUND}/valeurs", measuring.measures, name="measures"),
    path(f"{ROUND}/laboratoire", laboratory.laboratory, name="laboratory"),
    *files(f"{ROUND}/laboratoire", laboratory.laboratory_file, "laboratory"),
    path(f"{ROUND}/laboratoire/garder", laboratory.keep, name="keep"),
    path(f"{ROUND}/certificat.json", laboratory.certificate, name="certificate"),
    path(f"{ROUND}/avis", deciding.opinion, name="opinion"),
    *files(f"{ROUND}/versements", paying.payments_file, "pay"),
    path(f"{ROUND}/versements/<slug:gesture>", paying.pay, name="pay"),
    path(f"{ROUND}/ma-part", paying.share, name="share"),
    path(f"{ROUND}/ma-part.pdf", paying.share_pdf, name="share_pdf"),
    path(f"{ROUND}/ma-part.json", paying.share_certificate, name="share_certificate"),
    path(f"{ROUND}/ma-part/recue", paying.receive, name="receive"),
    path(f"{ROUND}/ma-part/<slug:gesture>", contesting.own, name="own"),
    path("<slug:scale>/decisions/<uuid:key>/perequation", deciding.decide, name="decide"),
    path("<slug:scale>/decisions/<uuid:key>/poids", deciding.weights, name="weights"),
    path(f"{ROUND}/<slug:gesture>", rounds.change, name="change"),
]
