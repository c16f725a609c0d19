from django.urls import path

from kevread.meetings.views import answer, convene, enclosures, follow, papers, prepare
from kevread.ui.spreadsheet import files

app_name = "meetings"
urlpatterns = [
    path("reponse/<str:token>", answer.answer, name="answer"),
    path("reponse/<str:token>/pouvoir", answer.answer_proxy, name="answer_proxy"),
    path("reponse/<str:token>/pouvoir.pdf", papers.linked_proxy_form, name="linked_proxy_form"),
    path("reponse/<str:token>/convocation/<int:number>.pdf", papers.linked_notice_copy, name="linked_notice_copy"),
    path("dates/<str:token>", answer.answer_dates, name="answer_dates"),
    path("<slug:scale>/reunions/preparer", prepare.draft, name="draft"),
    path("<slug:scale>/reunions/preparer/delai", prepare.deadline, name="deadline"),
    path("<slug:scale>/reunions/<uuid:key>/repondre/<uuid:entry>", answer.reply, name="reply"),
    path("<slug:scale>/reunions/<uuid:key>/pouvoir/<uuid:entry>", answer.proxy, name="proxy"),
    path("<slug:scale>/reunions/<uuid:key>/ordre-du-jour", prepare.agenda, name="agenda_of"),
    path("<slug:scale>/reunions/<uuid:key>/ordre-du-jour.pdf", papers.agenda, name="agenda_pdf"),
    path("<slug:scale>/reunions/<uuid:key>/pouvoir.pdf", papers.proxy_form, name="proxy_form"),
    path("<slug:scale>/reunions/<uuid:key>/pouvoir/<uuid:entry>.pdf", papers.named_proxy_form, name="named_proxy_form"),
    path("<slug:scale>/reunions/<uuid:key>/points/ajouter", prepare.add, name="add_item"),
    path("<slug:scale>/reunions/<uuid:key>/points/<uuid:item>", prepare.item, name="item"),
    path("<slug:scale>/reunions/<uuid:key>/points/<uuid:item>/porter", prepare.forward, name="forward"),
    path("<slug:scale>/reunions/<uuid:key>/pieces", enclosures.enclosures, name="enclosures"),
    path("<slug:scale>/reunions/<uuid:key>/dossier.pdf", enclosures.pack, name="pack"),
    path("<slug:scale>/reunions/<uuid:key>/modifier", prepare.amend, name="amend"),
    path("<slug:scale>/reunions/<uuid:key>/date", prepare.move, name="move"),
    path("<slug:scale>/reunions/<uuid:key>/dates", prepare.dates, name="dates"),
    path("<slug:scale>/reunions/<uuid:key>/convoquer", convene.convene, name="convene"),
    path(
        "<slug:scale>/reunions/<uuid:key>/convocation/<uuid:entry>/<int:number>.pdf",
        papers.notice_copy,
        name="notice_copy",
    ),
    path("<slug:scale>/reunions/<uuid:key>/envois", convene.notices, name="notices"),
    path("<slug:scale>/reunions/<uuid:key>/annuler", convene.cancel, name="cancel"),
    path("<slug:scale>/reunions/<uuid:key>/seconde-convocation", convene.call_again, name="second_call"),
    path("<slug:scale>/reunions/<uuid:key>/reponses", follow.answers, name="answers"),
    *files("<slug:scale>/reunions/<uuid:key>/liste-electorale", follow.answers_file, "answers"),
    path("<slug:scale>/reunions/<uuid:key>/pouvoirs", follow.paper_proxy, name="paper_proxy"),
]
