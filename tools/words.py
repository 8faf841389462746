"""Find every message in the packages, keep `locale/en/LC_MESSAGES/<package>.po` in step, and say what is missing.

    python tools/words.py [package …]          report
    python tools/words.py merge [package …]    write the .po files: new messages added empty, unused ones dropped
"""
import re
import sys

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from words_found import CHINESE, ROOT, packages, search

PLACE = re.compile(r"\$\{([A-Za-z_][\w-]*)(?:\|[^|}]*\|[^}]*)?\}")


def entries(path):
    """msgid -> Message of a .po file, the parts beside it included."""
    found = {}
    for po in (*sorted(path.parent.glob("parts/*.po")), path):
        if po.is_file():
            with open(po, "rb") as stream:
                found.update({entry.id: entry for entry in read_po(stream) if entry.id and (entry.string or entry.id not in found)})
    return found


def merge(package, root=ROOT):
    """Write the package's English catalogue: what is used, with what was already said in it."""
    known, finds = entries(package.po), search(package, root)
    catalogue = Catalog(locale="en", domain=package.name, fuzzy=False)
    for msgid in sorted(finds.messages):
        places = [(name, None) for name in sorted(finds.messages[msgid])]
        entry = catalogue.add(msgid, known[msgid].string if msgid in known else "", locations=places)
        entry.flags.clear()
    package.po.parent.mkdir(parents=True, exist_ok=True)
    with open(package.po, "wb") as out:
        write_po(out, catalogue, width=120, omit_header=True, include_lineno=False)


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


def main(arguments):
    merging, wanted = arguments[:1] == ["merge"], set(arguments) - {"merge"}
    wrong = []
    for package in packages():
        if not wanted or package.name in wanted:
            if merging:
                merge(package)
            wrong += complaints(package)
    print("\n".join([*wrong, f"{len(wrong)} complaints"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
