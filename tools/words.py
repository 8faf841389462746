"""Find every message in the packages, keep `locale/en/LC_MESSAGES/<package>.po` in step, and say what is missing.

    python tools/words.py [package …]          report
    python tools/words.py merge [package …]    write the .po files: new messages added empty, unused ones dropped
"""
import sys

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from mooctang_core.testing.catalogue import complaints, entries
from mooctang_core.testing.wording import ROOT, packages, search


def merge(package, root=ROOT):
    """Write the package's English catalogue: what is used, with what was already said in it."""
    known, finds = entries(package.po), search(package, root)
    catalogue = Catalog(locale="en", domain=package.name, fuzzy=False)
    for key in sorted(finds.messages):
        places = [(name, None) for name in sorted(finds.messages[key])]
        context, _between, msgid = key.rpartition("\4")
        entry = catalogue.add(msgid, known[key].string if key in known else "", locations=places, context=context or None)
        entry.flags.clear()
    package.po.parent.mkdir(parents=True, exist_ok=True)
    with open(package.po, "wb") as out:
        write_po(out, catalogue, width=120, omit_header=True, include_lineno=False)


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
