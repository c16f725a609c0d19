from django.urls import path

from kevread.agreements.views import happening, owing, preparing, register, signing
from kevread.ui.spreadsheet import files

app_name = "agreements"
ALL = "<slug:scale>/conventions"
ONE = f"{ALL}/<uuid:key>"
urlpatterns = [
    path(ALL, register.agreements, name="agreements"),
    *files(ALL, register.agreements_file, "agreements"),
    path(f"{ALL}/preparer", preparing.open_agreement, name="open_agreement"),
    path(f"{ALL}/deposer", preparing.deposit, name="deposit"),
    path(f"{ALL}/decisions/<uuid:key>", signing.consent, name="consent"),
    path(f"{ALL}/signature", signing.to_signature, name="to_signature"),
    path(f"{ALL}/clauses/<uuid:key>", preparing.write_clause, name="write_clause"),
    path(f"{ALL}/accords/<uuid:key>", preparing.approve, name="approve"),
    path(f"{ALL}/accords/<uuid:key>/retirer", preparing.take_back, name="take_back"),
    path(f"{ALL}/evenements/<uuid:key>/annuler", happening.undo_event, name="undo_event"),
    path(f"{ALL}/engagements/<uuid:key>/<slug:gesture>", owing.oblige, name="oblige"),
    path(f"{ALL}/engagements/tenus/<uuid:key>/contester", owing.contest, name="contest"),
    path(f"{ALL}/engagements/reports/<uuid:key>/accepter", owing.agree, name="agree"),
    path(f"{ONE}/engagements/inscrire", owing.owe, name="owe"),
    path(ONE, register.agreement, name="agreement"),
    path(f"{ONE}/document", register.agreement_document, name="agreement_document"),
    path(f"{ONE}/texte.pdf", register.agreement_text, name="agreement_text"),
    path(f"{ONE}/negocier", preparing.start_talks, name="start_talks"),
    path(f"{ONE}/annuler", happening.annul, name="annul"),
    path(f"{ONE}/texte/<slug:gesture>", preparing.prepare, name="prepare"),
    path(f"{ONE}/<slug:gesture>", happening.happen, name="happen"),
]
