"""What comes out the same for many people is drawn once: 2,000 who were in time at 10:02 have the same card."""

from collections import OrderedDict

MOST = 512


class Alike:
    """Drawn texts by everything that they are made of, the ones used last. Any thread may ask; at worst two draw the same."""

    def __init__(self, most=MOST):
        self.most, self._texts = most, OrderedDict()

    def get(self, facts, draw):
        """The text that was drawn for these facts, else what `draw()` makes of them now."""
        text = self._texts.get(facts)
        if text is None:
            text = self._texts[facts] = draw()
            while len(self._texts) > self.most:
                self._texts.popitem(last=False)
        return text


def look_of(request):
    """What every drawing depends on beside its own facts: the address that links begin with, and the reader's language."""
    return request.host, request.script_name, request.house.theme, request.locale_name


def told_by(message):
    """A message as a fact: its words, and what stands in them."""
    return message if type(message) is str else (str(message), getattr(message, "domain", None), tuple(sorted((getattr(message, "mapping", None) or {}).items())))


def is_ours(request, name):
    """Whether the core's own template is drawn here: what a theme's one looks at, nobody knows."""
    templates = request.registry.templates
    return templates.find("mooctang_core", name, request.house.theme) is templates.find("mooctang_core", name)


def furnish(registry):
    registry.alike = Alike()
