"""A kind of file that people bring in. What an importer must be able to do is said by whoever reads files."""

from mooctang_core.api import hookimpl


class Lines:
    """A text file with one question a line."""

    word = "lines"
    title = "每行一题的文本"
    endings = (".txt",)

    def read(self, text):
        return [{"text": line.strip()} for line in text.splitlines() if line.strip()]


@hookimpl
def importers():
    return [Lines]


def test_others_find_it(campus):
    with campus.reading() as school:
        assert campus.host.classes(school, "importers")[0]().read("甲\n\n乙\n") == [{"text": "甲"}, {"text": "乙"}]
