"""Signing in: the page with name and password."""

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import LoginView
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.signing_in import steps
from portal.signing_in.forms import SignInForm
from portal.signing_in.second_step import factor_page
from portal.signing_in.typed_before import bring_back, carried_fields

TOO_MANY = 429


class SignInView(LoginView):
    """Asks for name and password; what follows is decided in `steps`. Answers 429 to an attempt that is held back."""

    authentication_form = SignInForm
    template_name = "admin/signing_in/sign_in.html"
    next_page = "admin:index"

    def form_valid(self, form):
        request, user, carried = self.request, form.get_user(), carried_fields(self.request)
        answer = steps.after_password(request, user, self.get_redirect_url())
        if not carried:
            return answer
        if request.user.is_authenticated:
            return bring_back(admin.site, request, answer, carried)
        return factor_page(admin.site, request, user) if steps.pending(request, steps.SHOW) else answer

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if form.wait:
            response.status_code = TOO_MANY
            response.headers["Retry-After"] = str(form.wait)
        return response


def sign_in(site, request, extra_context=None):
    """Answer the sign-in page of the admin."""
    if request.method == "GET" and site.has_permission(request):
        return HttpResponseRedirect(reverse(f"{site.name}:index"))
    context = {
        **site.each_context(request),
        "title": _("Log in"),
        "subtitle": None,
        "app_path": request.get_full_path(),
        "username": request.user.get_username(),
        "carried": carried_fields(request),
        **(extra_context or {}),
    }
    if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
        context[REDIRECT_FIELD_NAME] = reverse(f"{site.name}:index")
    request.current_app = site.name
    return SignInView.as_view(extra_context=context)(request)


def ask_to_sign_in(site, request, sent):
    """Answer a form whose session has ended with the sign-in page, which carries along what was sent."""
    where = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    context = {
        **site.each_context(request),
        "title": _("Log in"),
        "subtitle": None,
        "app_path": f"{reverse('admin:login')}?{where}",
        "form": SignInForm(request),
        "carried": sent,
    }
    request.current_app = site.name
    return TemplateResponse(request, SignInView.template_name, context)
