from django.urls import path

from kevread.membership.views import instructing, joining
from kevread.ui.spreadsheet import files

app_name = "membership"
ADMISSION = "<slug:scale>/membres/demandes/<uuid:key>"
urlpatterns = [
    path("ou-adherer", joining.where, name="where"),
    path("adhesion/<str:token>", joining.mine, name="mine"),
    path("<slug:scale>/adherer", joining.apply, name="apply"),
    path("<slug:scale>/adherer/envoyee", joining.sent, name="sent"),
    path("<slug:scale>/membres/demandes", instructing.admissions, name="admissions"),
    *files("<slug:scale>/membres/demandes", instructing.admissions_file, "admissions"),
    path("<slug:scale>/membres/demandes/inscrire", instructing.enter, name="enter"),
    path(ADMISSION, instructing.admission, name="admission"),
    path(f"{ADMISSION}/annuler", instructing.reopen, name="reopen"),
    path("<slug:scale>/decisions/<uuid:key>/demande", instructing.decide, name="decide"),
]
