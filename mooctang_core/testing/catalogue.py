"""A package's English catalogue held against what the package says: what is missing, unused or different."""
import re

from babel.messages.pofile import read_po

from ..words import in_context
from .wording import CHINESE, ROOT, search

PLACE = re.compile(r"\$\{([A-Za-z_][\w-]*)(?:\|[^|}]*\|[^}]*)?\}")


def entries(path):
    """msgid (behind its context) -> Message of a .po file, the parts beside it included."""
    found = {}
    for po in (*sorted(path.parent.glob("parts/*.po")), path):
        if po.is_file():
            with open(po, "rb") as stream:
                found.update({key: entry for entry in read_po(stream) if entry.id
                              and ((key := in_context(entry.context, entry.id)) not in found or entry.string)})
    return found


def complaints(package, root=ROOT):
    """Everything wrong with the words of a package, a line each."""
    finds, known = search(package, root), entries(package.po)
    wrong = list(finds.complaints)
    for msgid, names in sorted(finds.messages.items()):
        said = known[msgid].string if msgid in known else ""
        if not said:
            wrong.append(f"{min(names)}: no English for {msgid!r}")
        elif set(PLACE.findall(msgid)) != set(PLACE.findall(said)):
            wrong.append(f"{package.po.name}: other ${{places}} in the English of {msgid!r}")
        elif CHINESE.search(said):
            wrong.append(f"{package.po.name}: still Chinese in the English of {msgid!r}")
    wrong += [f"{package.po.name}: unused {msgid!r}" for msgid in sorted(set(known) - set(finds.messages))]
    wrong += [f"{package.po.name}: fuzzy {msgid!r}" for msgid in sorted(known) if known[msgid].fuzzy]
    return wrong
