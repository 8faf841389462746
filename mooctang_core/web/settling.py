"""What a plugin's own page of settings owes the school: who changes them has just shown who they are, and the log says what was done."""

from urllib.parse import urlsplit

from ..flows import auditing


def log_settings(request, plugin, before, after, server=""):
    """Write down which settings of a plugin differ now; `server` is the address that it calls, of which the log keeps the host alone.

    The values themselves are not written: they may be secrets, and the log is for ever.
    """
    if not after:
        return auditing.log(request.school, request.aid, "plugin-cleared", plugin, request.now) if before else None
    fields = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    if fields:
        auditing.log(request.school, request.aid, "plugin-settings", plugin, request.now, fields=fields, server=urlsplit(server).hostname or "")
    return None


def log_secret(request, plugin):
    """Write down that a plugin's secret is another one now."""
    auditing.log(request.school, request.aid, "plugin-secret", plugin, request.now)
