from django.urls import path

from kevread.membership.views import instructing, joining, members
from kevread.ui.spreadsheet import files

app_name = "membership"
ADMISSION = "<slug:scale>/membres/demandes/<uuid:key>"
urlpatterns = [
    path("ou-adherer", joining.where, name="where"),
    path("adhesion/<str:token>", joining.mine, name="mine"),
    path("<slug:scale>/adherer", joining.apply, name="apply"),
    path("<slug:scale>/adherer/envoyee", joining.sent, name="sent"),
    path("<slug:scale>/membres", members.members, name="members"),
    *files("<slug:scale>/membres", members.members_file, "members"),
    path("<slug:scale>/membres/liste-electorale", members.roll, name="roll"),
    *files("<slug:scale>/membres/liste-electorale", members.roll_file, "roll"),
    path("<slug:scale>/membres/effectif", members.headcount, name="headcount"),
    path("<slug:scale>/membres/sans-demande", members.unasked, name="unasked"),
    path("<slug:scale>/membres/demandes", instructing.admissions, name="admissions"),
    *files("<slug:scale>/membres/demandes", instructing.admissions_file, "admissions"),
    path("<slug:scale>/membres/demandes/inscrire", instructing.enter, name="enter"),
    path(ADMISSION, instructing.admission, name="admission"),
    path(f"{ADMISSION}/annuler", instructing.reopen, name="reopen"),
    path("<slug:scale>/membres/<uuid:key>", members.member, name="member"),
    path("<slug:scale>/membres/<uuid:key>/<slug:gesture>", members.change, name="change"),
    path("<slug:scale>/membres/declarations/<uuid:key>/retirer", members.take_back, name="take_back"),
    path("<slug:scale>/membres/etapes/<uuid:key>/<slug:gesture>", members.change_step, name="change_step"),
    path("<slug:scale>/decisions/<uuid:key>/radiation", members.remove, name="remove"),
    path("<slug:scale>/decisions/<uuid:key>/demande", instructing.decide, name="decide"),
]
