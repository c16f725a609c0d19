from django.urls import path

from kevread.decisions.views import annulling, applying, classing, founding, outside, ratifying, recording, streams
from kevread.decisions.views import register as decisions
from kevread.ui.spreadsheet import files

app_name = "decisions"
urlpatterns = [
    path("<slug:scale>/decisions", decisions.decisions, name="decisions"),
    *files("<slug:scale>/decisions", decisions.decisions_file, "decisions"),
    path("<slug:scale>/decisions.pdf", decisions.decisions_pdf, name="decisions_pdf"),
    path("<slug:scale>/decisions/qui-decide", decisions.who_decides, name="who_decides"),
    path("<slug:scale>/decisions/a-appliquer", decisions.waiting, name="waiting"),
    path("<slug:scale>/decisions/a-classer", classing.to_classify, name="to_classify"),
    path("<slug:scale>/decisions/suites", decisions.follow_ups, name="follow_ups"),
    *files("<slug:scale>/decisions/suites", decisions.follow_ups_file, "follow_ups"),
    path("<slug:scale>/decisions/chantiers", streams.works, name="streams"),
    path("<slug:scale>/decisions/chantiers/confier", streams.entrust, name="entrust_stream"),
    path("<slug:scale>/decisions/suites/<uuid:key>", applying.finish, name="finish"),
    path("<slug:scale>/decisions/a-ratifier", ratifying.ratifying, name="ratifying"),
    path("<slug:scale>/decisions/a-porter", ratifying.submitting, name="submitting"),
    path("<slug:scale>/decisions/avis-attendus", ratifying.advising, name="advising"),
    path("<slug:scale>/decisions/a-adopter", ratifying.adopting, name="adopting"),
    path("<slug:scale>/decisions/inscrire", recording.record, name="record_decision"),
    path("<slug:scale>/decisions/avant-le-registre", founding.found, name="found"),
    path("<slug:scale>/decisions/avis", recording.advise, name="give_advice"),
    path("<slug:scale>/decisions/a-appliquer/<uuid:key>", applying.apply, name="apply"),
    path("<slug:scale>/decisions/a-appliquer/<uuid:key>/abandonner", applying.drop, name="drop"),
    path("<slug:scale>/decisions/<uuid:key>", decisions.decision, name="decision"),
    path("<slug:scale>/decisions/<uuid:key>/corriger", recording.correct, name="correct_decision"),
    path("<slug:scale>/decisions/<uuid:key>/annuler", annulling.annul, name="annul_decision"),
    path("<slug:scale>/decisions/<uuid:key>/type", classing.classify, name="classify"),
    path("<slug:scale>/decisions/<uuid:key>/avis", recording.cite, name="cite"),
    path("<slug:scale>/decisions/<uuid:key>/meme", recording.join, name="join"),
    path("<slug:scale>/decisions/<uuid:key>/avis-exterieur", outside.note, name="note_outside_advice"),
    path("<slug:scale>/decisions/avis-exterieurs/<uuid:key>", outside.annul, name="annul_outside_advice"),
    path("<slug:scale>/decisions/liens/<uuid:key>", recording.part, name="part"),
    path("<slug:scale>/decisions/<uuid:key>/ratifier", ratifying.ratify, name="ratify"),
    path("<slug:scale>/decisions/<uuid:key>/porter", ratifying.submit, name="submit"),
    path("<slug:scale>/decisions/ratifications/<uuid:key>", ratifying.annul, name="annul_ratification"),
    path("<slug:scale>/decisions/<uuid:key>/mandat", applying.open_mandate, name="open_mandate"),
    path("<slug:scale>/decisions/<uuid:key>/modalite", applying.fix_setting, name="fix_setting"),
    path("<slug:scale>/decisions/<uuid:key>/derogation", applying.open_derogation, name="open_derogation"),
    path("<slug:scale>/decisions/<uuid:key>/ailleurs", applying.settle, name="settle"),
    path("<slug:scale>/decisions/<uuid:key>/suite", applying.follow, name="follow"),
]
