from django.urls import path

from kevread.ui.spreadsheet import files

from .views import circles, documents, keeping, on_paper, signing, together, verifying

app_name = "documents"
urlpatterns = [
    path("verifier-un-document/", verifying.verify, name="verify"),
    path("verifier-un-document/autorite.pem", verifying.certificate, name="authority"),
    path("<slug:scale>/documents", documents.documents, name="documents"),
    *files("<slug:scale>/documents", documents.documents_file, "documents"),
    path("<slug:scale>/documents/terme-passe", keeping.past_documents, name="past"),
    *files("<slug:scale>/documents/terme-passe", keeping.past_file, "past"),
    path("<slug:scale>/documents/<uuid:key>/garde", keeping.sort, name="sort"),
    path("<slug:scale>/documents/conserver", documents.keep, name="keep"),
    path("<slug:scale>/documents/demander-des-signatures", circles.ask, name="ask"),
    path("<slug:scale>/documents/signatures-demandees", circles.circles, name="circles"),
    *files("<slug:scale>/documents/signatures-demandees", circles.circles_file, "circles"),
    path("<slug:scale>/documents/signatures-demandees/plusieurs/remplacer", together.replace, name="replace_several"),
    path("<slug:scale>/documents/signatures-demandees/plusieurs/<slug:gesture>", together.several, name="several"),
    path("<slug:scale>/documents/a-signer", together.sign, name="to_sign_several"),
    path("<slug:scale>/documents/<uuid:key>/signatures-demandees", circles.circle, name="circle"),
    path("<slug:scale>/documents/<uuid:key>/a-signer", circles.to_sign, name="to_sign"),
    path("<slug:scale>/documents/<uuid:key>", documents.document, name="document"),
    path("<slug:scale>/documents/<uuid:key>/signature-sur-papier", on_paper.tell, name="tell_on_paper"),
    path("<slug:scale>/documents/signatures-sur-papier/<uuid:key>/<slug:gesture>", on_paper.follow, name="on_paper"),
    path("<slug:scale>/documents/<uuid:key>/nouvelle-version", documents.replace, name="replace"),
    path("<slug:scale>/documents/<uuid:key>/<int:number>", documents.file, name="file"),
    path("<slug:scale>/documents/<uuid:key>/<int:number>/signatures", documents.signatures, name="signatures"),
    path("<slug:scale>/documents/<uuid:key>/<int:number>/preuve.pdf", documents.evidence, name="evidence"),
    path("<slug:scale>/documents/<uuid:key>/<int:number>/preuve.json", documents.evidence_data, name="evidence_data"),
    path("<slug:scale>/documents/<uuid:key>/<int:number>/exemplaire-signe", documents.signed, name="signed"),
    path("<slug:scale>/documents/<uuid:key>/<int:number>/signe", documents.sealed, name="sealed"),
    path("<slug:scale>/documents/<uuid:key>/<int:number>/code", signing.send_code, name="send_code"),
    path("<slug:scale>/documents/<uuid:key>/<int:number>/signer", signing.sign, name="sign"),
]
