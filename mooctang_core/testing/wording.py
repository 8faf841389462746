"""Where the messages are: in the Python, the templates and the scripts of a package; and which words no catalogue can reach."""
import ast
import html
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from ..words import in_context

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
# A message of places and full-width signs only, ${title}（${note}）, wants English too.
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")
CALL = re.compile(r"(?<![\w.])_\(")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Data, not words for people: names of the people in the demo, headings looked for in files of others, patterns of pasted tests.
# The demo greets in both languages at once, before anybody has chosen one; a new plugin gets a title to be changed.
DATA_FILES = ("*/cli/demonstrating.py", "*/cli/authoring.py", "*/demo.py", "*/demo/*", "*/testing/*", "*/tests/*", "*/questions/reading/lines.py")
DATA_NAMES = re.compile(r"(ALIASES|SAMPLES?)\Z")


class Package(NamedTuple):
    """A package and everything that speaks in its translation domain."""

    name: str
    folder: Path
    themed: tuple[Path, ...]

    @property
    def po(self):
        return self.folder / "locale" / "en" / "LC_MESSAGES" / f"{self.name}.po"

    def files(self, ending):
        return sorted(path for folder in (self.folder, *self.themed) for path in folder.rglob(f"*{ending}"))


def packages(root=ROOT):
    found = [root / "mooctang_core"]
    found += [path for place in ("plugins", "examples") for path in sorted(root.glob(f"{place}/*/mooctang_*")) if path.is_dir()]
    return [Package(path.name, path, tuple(sorted(root.glob(f"themes/*/{path.name}"))))
            for path in found if path.is_dir() and not path.name.endswith((".egg-info", ".dist-info"))]


class Finds:
    """What was found in some files: messages with where they are, and complaints."""

    def __init__(self, root=ROOT):
        self.root, self.messages, self.complaints = root, {}, []

    def message(self, text, path):
        if CHINESE.search(text):
            self.messages.setdefault(text, set()).add(self._name(path))

    def complain(self, path, line, what):
        self.complaints.append(f"{self._name(path)}:{line}: {what}")

    def _name(self, path):
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name


def search(package, root=ROOT):
    """All the messages of a package, and its words that no catalogue can reach."""
    finds = Finds(root)
    for path in package.files(".py"):
        if not any(path.match(pattern) for pattern in DATA_FILES):
            PythonWords(path, finds).visit(ast.parse(path.read_text("utf-8")))
    for path in package.files(".pt"):
        TemplateWords(path, finds).read()
    for path in package.files(".js"):
        _search_script(path, finds)
    return finds


def _search_script(path, finds):
    if "vendor" in path.parts or path.name.endswith(".min.js"):
        return
    code = re.sub(r"/\*.*?\*/", lambda match: "\n" * match.group().count("\n"), path.read_text("utf-8"), flags=re.DOTALL)
    for line, text in enumerate(code.split("\n"), 1):
        if HAN.search(re.sub(r"(^|\s)//.*", "", text)):
            finds.complain(path, line, "words in a script; give them to it in a data- attribute of the page")


class PythonWords(ast.NodeVisitor):
    """Messages are the first argument of `_()`; other Chinese strings are complaints, but for docstrings and data."""

    def __init__(self, path, finds):
        self.path, self.finds = path, finds

    def visit_Expr(self, node):
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Assign(self, node):
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if not any(DATA_NAMES.search(name) for name in names):
            self.generic_visit(node)

    def visit_AnnAssign(self, node):
        if not (isinstance(node.target, ast.Name) and DATA_NAMES.search(node.target.id)):
            self.generic_visit(node)

    def visit_Call(self, node):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        arguments = list(node.args)
        if name == "_" and arguments:
            for message in _choices(arguments.pop(0)):
                if isinstance(message, ast.Constant) and isinstance(message.value, str):
                    self.finds.message(in_context(_context_of(node), message.value), self.path)
                elif isinstance(message, (ast.JoinedStr, ast.BinOp)):
                    self.finds.complain(self.path, node.lineno, "a message put together at run time; use ${name}")
                else:
                    self.visit(message)
        else:
            self.visit(node.func)
        for child in (*arguments, *node.keywords):
            self.visit(child)

    def visit_Constant(self, node):
        if isinstance(node.value, str) and HAN.search(node.value):
            self.finds.complain(self.path, node.lineno, f"words outside _(): {node.value.strip()[:30]}")


class TemplateWords(HTMLParser):
    """Messages are i18n:translate, i18n:attributes and `_('…')`; other Chinese text is a complaint."""

    CDATA_CONTENT_ELEMENTS = ("script", "style")
    RCDATA_CONTENT_ELEMENTS = ()

    def __init__(self, path, finds):
        super().__init__(convert_charrefs=False)
        self.path, self.finds, self.open = path, finds, []

    def read(self):
        self.feed(self.path.read_text("utf-8"))
        self.close()

    # -- elements: `gather` collects the text of an i18n:translate, a place stands for a child with i18n:name

    def handle_starttag(self, tag, attrs):
        self._begin(tag, dict(attrs))
        if tag in VOID:
            self._end()

    def handle_startendtag(self, tag, attrs):
        self._begin(tag, dict(attrs))
        self._end()

    def handle_endtag(self, tag):
        if any(element["tag"] == tag for element in self.open):
            while self.open and self._end() != tag:
                pass

    def _begin(self, tag, attrs):
        values = {name.rpartition(":")[2] if tag.startswith(("tal:", "metal:", "i18n:")) else name: value or ""
                  for name, value in attrs.items()}
        translated = attrs.get("i18n:translate", values.get("translate") if tag.startswith("i18n:") else None)
        place = attrs.get("i18n:name", values.get("name") if tag.startswith("i18n:") else None)
        outer = self._gathering()
        if outer is not None:
            if place is None:
                self._complain(f"<{tag}> inside a message needs i18n:name")
            outer.append("${%s}" % (place or "?"))
        quiet = attrs.get("translate") == "no" or bool(self.open and self.open[-1]["quiet"])
        self.open.append({"tag": tag, "gather": [] if translated is not None else None, "id": translated,
                          "place": place is not None, "quiet": quiet, "dynamic": bool({"tal:content", "tal:replace"} & set(attrs))})
        self._attributes(tag, attrs, quiet)

    def _end(self):
        element = self.open.pop()
        if element["gather"] is not None and not element["dynamic"]:
            text = " ".join("".join(element["gather"]).split())
            if element["id"] or text:
                self.finds.message(element["id"] or text, self.path)
        return element["tag"]

    def _gathering(self):
        """The parts of the message we are directly in, if any."""
        for element in reversed(self.open):
            if element["gather"] is not None:
                return element["gather"]
            if element["place"]:
                return None
        return None

    # -- text

    def handle_data(self, data):
        rest = self._calls(data)
        gather = self._gathering()
        if gather is not None:
            if "${" in data:
                self._complain("${…} inside i18n:translate is never found; wrap it in an element with i18n:name")
            gather.append(data)
        elif HAN.search(rest) and not (self.open and self.open[-1]["quiet"]):
            self._complain(f"words outside i18n:translate: {rest.strip()[:30]}")

    def handle_entityref(self, name):
        self._entity(f"&{name};")

    def handle_charref(self, name):
        self._entity(f"&#{name};")

    def _entity(self, text):
        gather = self._gathering()
        if gather is not None:
            gather.append(text)

    # -- attributes

    def _attributes(self, tag, attrs, quiet):
        named = {}
        for spec in filter(None, (part.split() for part in (attrs.get("i18n:attributes") or "").split(";"))):
            named[spec[0].lower()] = spec[1] if len(spec) > 1 else None
        for name, value in attrs.items():
            if name in named:
                if "${" in (value or ""):
                    self._complain(f"${{…}} in the translated attribute {name}; use ${{_('…', n=…)}}")
                self.finds.message(named[name] or value or "", self.path)
            elif HAN.search(self._calls(value or "")) and not quiet:
                self._complain(f"words in the attribute {name} of <{tag}>: {value[:30]}")

    def _calls(self, text):
        """Record the messages of the calls in `text`; give back the text without them."""
        rest = text
        for match in CALL.finditer(text):
            call = _call_at(html.unescape(text[match.start():])) or _call_at(text[match.start():])
            if call is None:
                self._complain(f"cannot read {text[match.start():][:30]}")
                continue
            for message in _choices(call.args[0] if call.args else None):
                if isinstance(message, (ast.JoinedStr, ast.BinOp)):
                    self._complain("a message put together at run time; use ${name}")
                elif isinstance(message, ast.Constant) and isinstance(message.value, str):
                    self.finds.message(in_context(_context_of(call), message.value), self.path)
                    rest = rest.replace(f"'{message.value}'", "").replace(f'"{message.value}"', "")
        return rest

    def _complain(self, what):
        self.finds.complain(self.path, self.getpos()[0], what)


def _choices(node):
    """The messages that `_(a if … else b)` may mean."""
    return [*_choices(node.body), *_choices(node.orelse)] if isinstance(node, ast.IfExp) else [node]


def _context_of(call):
    """What `_(…, context="…")` says."""
    return next((word.value.value for word in call.keywords if word.arg == "context" and isinstance(word.value, ast.Constant)), None)


def _call_at(text):
    """The Python call that `text` begins with, tried at every closing bracket."""
    for end in (match.end() for match in re.finditer(r"\)", text)):
        try:
            return ast.parse(text[:end].replace("\n", " "), mode="eval").body
        except SyntaxError:
            continue
    return None
