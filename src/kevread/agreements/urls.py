from django.urls import path

from kevread.agreements.views import alike, amending, happening, owing, preparing, register, signing, taking
from kevread.ui.spreadsheet import files

app_name = "agreements"
ALL = "<slug:scale>/conventions"
ONE = f"{ALL}/<uuid:key>"
ITS = f"{ONE}/avenants/<int:number>"
urlpatterns = [
    path(ALL, register.agreements, name="agreements"),
    *files(ALL, register.agreements_file, "agreements"),
    path(f"{ALL}/preparer", preparing.open_agreement, name="open_agreement"),
    path(f"{ALL}/deposer", preparing.deposit, name="deposit"),
    path(f"{ALL}/decisions/<uuid:key>", signing.consent, name="consent"),
    path(f"{ALL}/signature", signing.to_signature, name="to_signature"),
    path(f"{ALL}/clauses/<uuid:key>", preparing.write_clause, name="write_clause"),
    path(f"{ALL}/accords", alike.approve_several, name="approve_several"),
    path(f"{ALL}/accords/<uuid:key>", preparing.approve, name="approve"),
    path(f"{ALL}/accords/<uuid:key>/retirer", preparing.take_back, name="take_back"),
    path(f"{ALL}/accords/<uuid:key>/habilitation", preparing.tell_authority, name="tell_authority"),
    path(f"{ALL}/accords/<uuid:key>/contester", happening.deny_signature, name="deny_signature"),
    path(f"{ALL}/accords/<uuid:key>/reconnaitre", happening.own_signature, name="own_signature"),
    path(f"{ALL}/evenements/<uuid:key>/accepter", happening.agree_end, name="agree_end"),
    path(f"{ALL}/evenements/<uuid:key>/annuler", happening.undo_event, name="undo_event"),
    path(f"{ALL}/engagements/<uuid:key>/<slug:gesture>", owing.oblige, name="oblige"),
    path(f"{ALL}/engagements/occasions/<uuid:key>/annuler", owing.undo_occasion, name="undo_occasion"),
    path(f"{ALL}/engagements/tenus/<uuid:key>/contester", owing.contest, name="contest"),
    path(f"{ALL}/engagements/reports/<uuid:key>/accepter", owing.agree, name="agree"),
    path(f"{ONE}/engagements/inscrire", owing.owe, name="owe"),
    path(ONE, register.agreement, name="agreement"),
    path(f"{ONE}/document", register.agreement_document, name="agreement_document"),
    path(f"{ONE}/texte.pdf", register.agreement_text, name="agreement_text"),
    path(f"{ONE}/bilan/<int:number>.pdf", register.agreement_review, name="agreement_review"),
    path(f"{ONE}/avec-d-autres", alike.open_alike, name="open_alike"),
    path(f"{ONE}/modele", taking.take_up, name="take_up"),
    path(f"{ONE}/negocier", preparing.start_talks, name="start_talks"),
    path(f"{ONE}/annuler", happening.annul, name="annul"),
    path(f"{ONE}/texte/<slug:gesture>", preparing.prepare, name="prepare"),
    path(f"{ONE}/clauses/<slug:slug>/inscrire", preparing.enter_clause, name="enter_clause"),
    path(f"{ONE}/versions", amending.versions, name="versions"),
    path(f"{ONE}/avenants/proposer", amending.amend, name="amend"),
    path(f"{ONE}/avenants/deposer", amending.deposit_amendment, name="deposit_amendment"),
    path(ITS, amending.amendment, name="amendment"),
    path(f"{ITS}/clause", amending.amend_clause, name="amend_clause"),
    path(f"{ITS}/avenant.pdf", amending.amendment_text, name="amendment_text"),
    path(f"{ITS}/document", register.agreement_document, name="amendment_document"),
    path(f"{ITS}/texte/<slug:gesture>", preparing.prepare, name="prepare_amendment"),
    path(f"{ALL}/clauses/<uuid:key>/laisser", amending.leave_clause, name="leave_clause"),
    path(f"{ONE}/<slug:gesture>", happening.happen, name="happen"),
]
