"""Every word for people is in both languages, in every package, and no word hides where no catalogue can reach it."""
import sys
from pathlib import Path

import pytest

from mooctang_core.testing import wording as words_found
from mooctang_core.testing.catalogue import complaints

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import words as tool


@pytest.mark.parametrize("package", tool.packages(), ids=lambda package: package.name)
def test_every_word_is_in_both_languages(package):
    assert not complaints(package)


@pytest.fixture
def package(tmp_path):
    folder = tmp_path / "plugins" / "mood" / "mooctang_mood"
    folder.mkdir(parents=True)
    return words_found.Package("mooctang_mood", folder, ())


def found(package, name, text, root):
    (package.folder / name).write_text(text, "utf-8")
    return words_found.search(package, root)


@pytest.mark.parametrize("template, message", [
    ('<p i18n:translate="">你好</p>', "你好"),
    ('<p i18n:translate="">共\n <b i18n:name="n">${n}</b> 人</p>', "共 ${n} 人"),
    ('<p><tal:x i18n:translate="">共 <tal:n i18n:name="n">${n}</tal:n></tal:x></p>', "共 ${n}"),
    ('<tal:x i18n:translate="">你好<br i18n:name="br"/>世界</tal:x>', "你好${br}世界"),
    ('<i18n:x translate="">你好</i18n:x>', "你好"),
    ('<p i18n:translate="">甲 &amp; 乙</p>', "甲 &amp; 乙"),
    ('<input title="提示" i18n:attributes="title">', "提示"),
    ('<p title="${_(\'提示\')}">x</p>', "提示"),
    ('<p tal:content="_(\'共 ${n} 人\', n=len(rows))">x</p>', "共 ${n} 人"),
    ("${post('submit', _('抢！'), right='yes')}", "抢！"),
    ("${post('close', _('结束'), busy=_('正在结束'))}", "正在结束"),
    ("<b tal:content=\"_('开' if on else '关')\">x</b>", "关"),
])
def test_messages_of_a_template_are_found(package, tmp_path, template, message):
    finds = found(package, "a.pt", template, tmp_path)
    assert message in finds.messages and not finds.complaints


@pytest.mark.parametrize("template, complaint", [
    ("<p>你好</p>", "outside i18n:translate"),
    ('<p title="提示">x</p>', "attribute title"),
    ('<p tal:content="\'你好\'">x</p>', "attribute tal:content"),
    ('<p i18n:translate="">共 ${n} 人</p>', "never found"),
    ('<p i18n:translate="">共 <b>3</b> 人</p>', "needs i18n:name"),
    ('<p title="第 ${n} 页" i18n:attributes="title">x</p>', "translated attribute"),
    ("${_('你好' + name)}", "at run time"),
    ("${post('submit', '抢！')}", "outside i18n:translate"),
])
def test_words_of_a_template_no_catalogue_can_reach_are_told(package, tmp_path, template, complaint):
    assert complaint in found(package, "a.pt", template, tmp_path).complaints[0]


def test_the_name_of_a_language_is_left_alone(package, tmp_path):
    assert not found(package, "a.pt", '<a lang="zh" translate="no">中文</a>', tmp_path).complaints


def test_the_order_of_places_in_a_nested_message_is_kept(package, tmp_path):
    finds = found(package, "a.pt", '<p i18n:translate="">去 <a i18n:name="link"><i i18n:translate="">首页</i></a> 看</p>', tmp_path)
    assert set(finds.messages) == {"去 ${link} 看", "首页"}


def test_python_messages_and_strays(package, tmp_path):
    finds = found(package, "a.py", '"""说明。"""\nA = _("好", n=_("里"))\nB = _("甲" if x else "乙")\nC = "裸"\nD = _(f"拼{x}")\n'
                                   'NAME_ALIASES = ("学号",)\n', tmp_path)
    assert set(finds.messages) == {"好", "里", "甲", "乙"}
    assert [line.split(":")[1] for line in finds.complaints] == ["4", "5"]


def test_one_message_in_two_contexts_is_two_entries(package, tmp_path):
    found(package, "a.pt", "<p>${_('签到')} ${_('签到', context='status')}</p>", tmp_path)
    found(package, "a.py", 'A = _("签到", context="deed")\n', tmp_path)
    tool.merge(package, tmp_path)
    assert len(complaints(package, tmp_path)) == 3
    for context, said in (('msgctxt "status"\n', "Present"), ('msgctxt "deed"\n', "Checking in"), ("", "Check-in")):
        entry = f'{context}msgid "签到"\nmsgstr ""'
        assert entry in package.po.read_text("utf-8")
        package.po.write_text(package.po.read_text("utf-8").replace(entry, entry[:-1] + said + '"', 1), "utf-8")
    tool.merge(package, tmp_path)
    assert not complaints(package, tmp_path) and all(f'msgstr "{said}"' in package.po.read_text("utf-8") for said in ("Present", "Checking in", "Check-in"))


def test_words_in_a_script_are_told_but_not_its_comments(package, tmp_path):
    finds = found(package, "a.js", '// 说明\n/* 多行\n说明 */\nalert("好")\n', tmp_path)
    assert [line.split(":")[1] for line in finds.complaints] == ["4"]


def test_a_catalogue_is_merged_and_its_faults_are_told(package, tmp_path):
    found(package, "a.py", 'A = _("共 ${n} 人")\nB = _("新")\nC = _("旧")\n', tmp_path)
    package.po.parent.mkdir(parents=True)
    package.po.write_text('msgid "共 ${n} 人"\nmsgstr "${m} people"\n\nmsgid "旧"\nmsgstr "旧 old"\n\n'
                          '#, fuzzy\nmsgid "没用"\nmsgstr "x"\n', "utf-8")
    told = "\n".join(complaints(package, tmp_path))
    for part in ("no English for '新'", "other ${places}", "still Chinese", "unused '没用'", "fuzzy '没用'"):
        assert part in told
    tool.merge(package, tmp_path)
    assert len(complaints(package, tmp_path)) == 3
    assert "没用" not in package.po.read_text("utf-8")


def test_parts_written_by_others_are_taken_in(package, tmp_path):
    found(package, "a.py", 'A = _("新")\n', tmp_path)
    part = package.po.parent / "parts" / "mine.po"
    part.parent.mkdir(parents=True)
    part.write_text('msgid "新"\nmsgstr "New"\n', "utf-8")
    tool.merge(package, tmp_path)
    assert not complaints(package, tmp_path) and 'msgstr "New"' in package.po.read_text("utf-8")
