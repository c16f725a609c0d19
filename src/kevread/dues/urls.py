from django.urls import path

from kevread.dues.views import calling, letters, lines, receiving, tariffs
from kevread.ui.spreadsheet import files

app_name = "dues"
HERE = "<slug:scale>/cotisations"
urlpatterns = [
    path("paiement/<str:token>", receiving.claim, name="claim"),
    path("notre-adhesion/<str:token>", letters.mine, name="mine"),
    path("notre-adhesion/<str:token>/<int:number>.pdf", letters.my_certificate, name="my_certificate"),
    path(HERE, lines.dues, name="dues"),
    *files(HERE, lines.dues_file, "dues"),
    path(f"{HERE}/bareme", tariffs.tariffs, name="tariffs"),
    path(f"{HERE}/bareme/<uuid:key>/annuler", tariffs.undo_tariff, name="undo_tariff"),
    path(f"{HERE}/appeler", calling.call, name="call"),
    path(f"{HERE}/appels/<uuid:key>/annuler", calling.undo_call, name="undo_call"),
    path(f"{HERE}/ecrire", letters.letters, name="letters"),
    path(f"{HERE}/a-rapprocher", receiving.waiting_payments, name="waiting"),
    path(f"{HERE}/a-rapprocher/lire", receiving.receive, name="receive"),
    path(f"{HERE}/a-rapprocher/<uuid:key>", receiving.match, name="match"),
    path(f"{HERE}/declarer/<uuid:key>", calling.measure, name="measure"),
    path(f"{HERE}/paiements/<uuid:key>/<slug:gesture>", lines.change_payment, name="change_payment"),
    path(f"{HERE}/<uuid:key>", lines.due, name="due"),
    path(f"{HERE}/<uuid:key>/attestation.pdf", lines.certificate_file, name="certificate"),
    path(f"{HERE}/<uuid:key>/<slug:gesture>", lines.change, name="change"),
    path("<slug:scale>/decisions/<uuid:key>/bareme", tariffs.propose, name="propose"),
]
