"""How a form looks: label, help, error beside the field. `{{ form }}` and `{{ form.name.as_field_group }}` both use it."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
