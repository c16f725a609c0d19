from django.urls import path

from kevread.dues.views import calling, letters, lines, ours, receipts, receiving, tariffs
from kevread.ui.spreadsheet import files

app_name = "dues"
HERE = "<slug:scale>/cotisations"
urlpatterns = [
    path("paiement/<str:token>", receiving.claim, name="claim"),
    path("notre-adhesion/<str:token>", letters.mine, name="mine"),
    path("notre-adhesion/<str:token>/<int:number>.pdf", letters.my_certificate, name="my_certificate"),
    path("notre-adhesion/<str:token>/recu-<int:number>.pdf", letters.my_receipt, name="my_receipt"),
    path(HERE, lines.dues, name="dues"),
    *files(HERE, lines.dues_file, "dues"),
    path("<slug:scale>/notre-adhesion", ours.our_memberships, name="ours"),
    path("<slug:scale>/notre-adhesion/<uuid:key>/dire", ours.tell_measure, name="tell_measure"),
    path("<slug:scale>/notre-adhesion/<uuid:key>/<int:number>.pdf", ours.our_certificate, name="our_certificate"),
    path("<slug:scale>/notre-adhesion/<uuid:key>/recu-<int:number>.pdf", ours.our_receipt, name="our_receipt"),
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
    path(f"{HERE}/recus", receipts.receipts, name="receipts"),
    *files(f"{HERE}/recus", receipts.receipts_file, "receipts"),
    path(f"{HERE}/recus/dire", receipts.say, name="say_eligibility"),
    path(f"{HERE}/recus/dit/<uuid:key>/annuler", receipts.undo_eligibility, name="undo_eligibility"),
    path(f"{HERE}/recus/<uuid:key>.pdf", receipts.receipt_file, name="receipt"),
    path(f"{HERE}/recus/<uuid:key>/annuler", receipts.annul, name="annul_receipt"),
    path(f"{HERE}/<uuid:key>", lines.due, name="due"),
    path(f"{HERE}/<uuid:key>/attestation.pdf", lines.certificate_file, name="certificate"),
    path(f"{HERE}/<uuid:key>/<slug:gesture>", lines.change, name="change"),
    path("<slug:scale>/decisions/<uuid:key>/bareme", tariffs.propose, name="propose"),
]
