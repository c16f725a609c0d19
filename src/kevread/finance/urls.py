"""What funds an organisation."""

from django.urls import path

from kevread.finance.views import fundings, requests
from kevread.ui.spreadsheet import files

app_name = "finance"
HERE = "<slug:scale>/financements"
urlpatterns = [
    path(HERE, fundings.fundings, name="fundings"),
    *files(f"{HERE}/liste", fundings.fundings_file, "fundings"),
    *files(f"{HERE}/echeancier", fundings.awaited_file, "awaited"),
    path(f"{HERE}/inscrire", fundings.record, name="record"),
    path(f"{HERE}/demandes/preparer", requests.prepare, name="prepare"),
    path(f"{HERE}/demandes/<uuid:key>", requests.request_page, name="request"),
    path(f"{HERE}/demandes/<uuid:key>/inscrire", requests.answered, name="answered"),
    path(f"{HERE}/demandes/<uuid:key>/<slug:gesture>", requests.change_request, name="change_request"),
    path(f"{HERE}/<uuid:key>", fundings.funding, name="funding"),
    path(f"{HERE}/<uuid:key>/<slug:gesture>", fundings.change_funding, name="change_funding"),
    path(f"{HERE}/versements/<uuid:key>/<slug:gesture>", fundings.change_instalment, name="change_instalment"),
]
