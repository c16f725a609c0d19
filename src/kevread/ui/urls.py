from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [path("composants/", views.catalogue, name="catalogue")]
