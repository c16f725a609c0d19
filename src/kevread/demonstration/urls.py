from django.urls import path

from .views import mailbox, personae

app_name = "demonstration"
urlpatterns = [
    path("demonstration/", personae.personae, name="personae"),
    path("demonstration/entrer/<slug:slug>/", personae.enter, name="enter"),
    path("demonstration/sortir/", personae.leave, name="leave"),
    path("demonstration/courrier/", mailbox.mailbox, name="mailbox"),
]
