"""The names of a template behave as Chameleon's own do, and every page is drawn with them."""

import pytest
from chameleon import PageTemplate, template
from chameleon.utils import Scope

from mooctang_core.web.scopes import Names

PAGE = """<div><p metal:define-macro="row" tal:define="b a + 1; global seen b">${b}<i metal:define-slot="more"/></p>
<tal:each repeat="a (1, 2)"><p metal:use-macro="template.macros['row']"><i metal:fill-slot="more">${a}/${b}/${seen}</i></p></tal:each>${seen}${missing|'-'}</div>"""


@pytest.fixture(params=[Scope, Names])
def names(request, monkeypatch):
    monkeypatch.setattr(template, "Scope", request.param)
    return request.param


def test_a_page_comes_out_the_same(names):
    drawn = " ".join(PageTemplate(PAGE).render(a=0).split())
    assert drawn == "<div><p>1<i/></p> <p>2<i>1/2/2</i></p><p>3<i>2/3/3</i></p>3-</div>"


def test_a_copy_is_its_own_and_sees_what_is_set_for_the_whole_page(names):
    whole = names(a=1)
    copy = whole.copy()
    copy["a"], copy["b"] = 2, 3
    whole.set_global("c", 4)
    copy.set_global("d", 5)
    assert (whole["a"], copy["a"], copy["c"], copy.copy()["d"], whole["d"], copy.get("x", 6)) == (1, 2, 4, 5, 5, 6)
    assert "b" not in whole and "c" in copy
    for ask in (lambda: copy["x"], lambda: whole["x"]):
        with pytest.raises(KeyError):
            ask()
    with pytest.raises(NameError):
        copy.get_name("x")


def test_what_stands_alone_is_copied_with_what_it_knows():
    assert type(Names(a=1).copy()) is Names and template.Scope is Names
