"""Where a second factor is demanded: of operators as the setting says, of a school's administrators if the school wants it."""

from pyramid.httpexceptions import HTTPSeeOther

from ..identity import totp
from ..model.alliance import Alliance
from ..permissions import MANAGE, OPERATE


def second_factor(request):
    """Whether the login of this device was lately proved by a second factor."""
    return request.device is not None and totp.proved(*request.device, request.now)


def wants_second_factor(request, permission):
    """Whether this person must show one before they use this permission here."""
    if permission not in (MANAGE, OPERATE) or request.aid is None:
        return False
    if isinstance(request.root, Alliance) or permission == OPERATE:
        return request.aid in request.alliance.operators and operators_need(request.registry.settings_)
    return request.aid in request.root.managers and request.root.second_factor


def operators_need(settings):
    return settings.operator_second_factor == "yes" or (settings.operator_second_factor == "auto" and settings.public_scheme == "https")


def gate(view, info):
    """A view that asks for `manage` or `operate` leads to the second factor first, where one is demanded."""
    permission = info.options.get("permission")
    if permission not in (MANAGE, OPERATE) or info.exception_only:
        return view

    def asked(context, request):
        if wants_second_factor(request, permission) and not request.second_factor:
            return HTTPSeeOther(request.route_path("prove_second", _query={"next": request.path_qs if request.method == "GET" else request.path}))
        return view(context, request)

    return asked


gate.options = ("permission",)


def includeme(config):
    config.add_view_deriver(gate, name="second_factor", under="csrf_view", over="texts_only")
    config.add_request_method(second_factor, reify=True)
    config.add_request_method(wants_second_factor)
