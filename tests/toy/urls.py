from django.urls import include, path

from config.urls import urlpatterns as house

from . import views

toy = ([path("<slug:scale>/cadeaux", views.presents, name="presents")], "toy")
urlpatterns = [path("", include(toy)), *house]
