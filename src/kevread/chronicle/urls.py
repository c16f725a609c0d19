from django.urls import path

from kevread.chronicle import views

app_name = "chronicle"
urlpatterns = [
    path("<slug:scale>/journal", views.journal, name="journal"),
    path("<slug:scale>/journal/<uuid:key>", views.act, name="act"),
]
