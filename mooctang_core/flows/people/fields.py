"""What a school knows of a student or a teacher: each field with its title, its other names in files, and how it is read."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from ...identity.login import phone_method
from ...words import translator

_ = translator("mooctang_core")

TEXT_MAX = 100
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_LETTERS = "10X98765432"
FORMULA_SIGNS = "=+-@"
NUMBER = re.compile(r"[0-9A-Z]{1,32}\Z", re.ASCII)
EMAIL = re.compile(r"[^@\s,;<>\"']{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}\Z", re.ASCII)
PASSPORT = re.compile(r"[A-Z][A-Z0-9]{5,16}\Z", re.ASCII)
BIRTH_ALIASES = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?\Z", re.ASCII)
YEAR_ALIASES = ("年", "级")
SEX_ALIASES = {"男": "男", "女": "女", "m": "男", "f": "女", "male": "男", "female": "女"}

PROBLEMS = {
    "missing": _("这一格是必填的，请填上。"),
    "long": _("太长了，最多 ${most} 个字。"),
    "formula": _("这一格是公式。请把它换成写明的内容（复制以后“选择性粘贴 → 数值”）。"),
    "formula_sign": _("不能以 = + - @ 开头。"),
    "rounded": _("这个数有 15 位以上，表格软件已经把后面的数字改掉了。请把这一列的格式设成“文本”，重新填一次。"),
    "scientific": _("这个数被写成了科学计数法，后面的数字已经没有了。请把这一列的格式设成“文本”，重新填一次。"),
    "number": _("只能用数字和英文字母，最多 32 位。"),
    "unit": _("单位代码要和本校的一样：${unit}。"),
    "email": _("不是完整的邮箱地址，例如 li@example.edu.cn。"),
    "phone": _("不是 11 位的手机号。"),
    "id": _("身份证号要 18 位，最后一位可以是 X；护照写字母和数字。"),
    "id_check": _("身份证号的校验位不对，请核对有没有输错。"),
    "birth": _("出生年月要写成 8 位，例如 19901012。"),
    "birth_id": _("和身份证号里的出生日期不一样。"),
    "sex": _("性别只能填“男”或“女”。"),
    "year": _("入学年份要写成 4 位，例如 2016。"),
    "length": _("学制要写年数，1 到 10。"),
    "code": _("认证码只能用数字和英文字母，最多 32 位。"),
    "code_weak": _("认证码太容易猜到：至少 ${n} 位，不要用学号、身份证号或生日里的数字。"),
    "double": _("重复了：第 ${row} 行也是 ${value}。"),
    "double_secret": _("重复了：第 ${row} 行是同一个号码。"),
    "held": _("这个号码已经是学校里另一个人的：${number}。"),
    "role": _("这个号码在学校里已经有人用了，而且身份不同。"),
    "login": _("联盟里已经有人用这个号码登录。请核对；如果没错，请联系联盟的运营人员。"),
    "login_name": _("已有账号用它登录，但姓名和这里写的不一样。请核对。"),
    "reach": _("手机号、邮箱和工号至少要填一个。"),
    "class_slash": _("班级名称里不能有斜线。"),
    "picture": _("没有收到这张图片。请和表格一起上传，文件名要一样。"),
}
"""What can be wrong with one cell, each with its sentence."""


class Bad(ValueError):
    """A cell cannot be taken; the word of a problem and what belongs to its sentence."""

    def __init__(self, word, **facts):
        super().__init__(word)
        self.word, self.facts = word, facts


HEADING_SAMPLES = {
    "number": "学号", "email": "邮箱", "nickname": "昵称", "name": "真实姓名", "id_number": "身份证号", "birth": "出生年月", "sex": "性别", "entry_year": "入学年份",
    "length": "学制", "cohort": "所属班级", "major": "所属专业", "code": "认证码", "unit": "单位代码", "phone": "手机号", "intro": "教师简介", "picture": "图片",
    "staff": "工号",
}
"""What a column of the template is called, in every language: files are read again."""
HEADING_ALIASES = {
    "number": ("学生学号", "studentnumber", "number"), "email": ("电子邮箱", "email"), "nickname": ("nickname",), "name": ("姓名", "学生姓名", "教师姓名", "name", "realname"),
    "id_number": ("身份证", "证件号", "证件号码", "idnumber"), "birth": ("出生日期", "生日", "birth", "dateofbirth"), "sex": ("sex", "gender"),
    "entry_year": ("入学年", "年级", "entryyear"), "length": ("length",), "cohort": ("班级", "行政班", "class"), "major": ("专业", "major"), "code": ("code",),
    "unit": ("unit",), "phone": ("手机", "电话", "联系电话", "phone"), "intro": ("简介", "intro", "introduction"), "picture": ("照片", "photo", "picture"),
    "staff": ("教工号", "职工号", "staffnumber"),
}
"""What it may be called besides."""
EXAMPLE_SAMPLES = {
    "student": {"number": "20260001", "email": "li@example.edu.cn", "nickname": "小李", "name": "李同学", "birth": "19901012", "sex": "女", "entry_year": "2026",
                "length": "5", "cohort": "临床 2026-1 班", "major": "临床医学"},
    "teacher": {"name": "王老师", "phone": "13800000000", "email": "wang@example.edu.cn", "number": "T0001"},
}


class Field(NamedTuple):
    """One column."""

    word: str
    title: Any
    read: Callable
    needed: bool = False
    secret: bool = False
    column: str = ""
    """Its heading, when that is not the one of its word."""

    @property
    def sample(self):
        return HEADING_SAMPLES[self.column or self.word]

    @property
    def aliases(self):
        return (self.sample, *HEADING_ALIASES[self.column or self.word])


def plain_text(text, most=TEXT_MAX):
    """Half-width, without marks that nobody sees, single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if not text.isprintable():
        text = "".join(mark if unicodedata.category(mark)[0] != "C" else " " if mark in "\t\r\n" else "" for mark in text)
    text = " ".join(text.split())
    if len(text) > most:
        raise Bad("long", most=most)
    return text


def words_of(text):
    text = plain_text(text)
    if text[:1] in FORMULA_SIGNS and text:
        raise Bad("formula_sign")
    return text


def story(text):
    return plain_text(text, 2_000)


def class_name(text):
    text = words_of(text)
    if "/" in text or "\\" in text:
        raise Bad("class_slash")
    return text


def number(text):
    text = "".join(plain_text(text).split()).upper()
    if text and not NUMBER.match(text):
        raise Bad("number")
    return text


def code(text):
    text = "".join(plain_text(text).split()).upper()
    if text and not NUMBER.match(text):
        raise Bad("code")
    return text


def email(text):
    text = "".join(plain_text(text, 254).split()).lower()
    if text and not EMAIL.match(text):
        raise Bad("email")
    return text


def phone(text):
    text = "".join(plain_text(text).split())
    if not text:
        return ""
    method = phone_method(text)
    if method is None:
        raise Bad("phone")
    return method.partition(":")[2]


def id_number(text):
    text = "".join(plain_text(text).split()).upper().removeprefix("'")
    if not text or (len(text) == 15 and text.isdigit()) or PASSPORT.match(text):
        return text
    if len(text) != 18 or not text[:17].isdigit():
        raise Bad("id")
    if CHECK_LETTERS[sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS, strict=False)) % 11] != text[17]:
        raise Bad("id_check")
    return text


def birth(text):
    text = plain_text(text).partition(" ")[0]
    if not text:
        return ""
    found = BIRTH_ALIASES.match(text)
    try:
        day = date(*map(int, found.groups()))
    except (AttributeError, ValueError):
        raise Bad("birth") from None
    if not 1900 <= day.year <= 2100:
        raise Bad("birth")
    return day.strftime("%Y%m%d")


def sex(text):
    text = plain_text(text).lower()
    if text and text not in SEX_ALIASES:
        raise Bad("sex")
    return SEX_ALIASES.get(text, "")


def year(text):
    text = plain_text(text).removesuffix(YEAR_ALIASES[0]).removesuffix(YEAR_ALIASES[1])
    if text and not (len(text) == 4 and text.isdigit() and 1950 <= int(text) <= 2100):
        raise Bad("year")
    return text


def length(text):
    text = plain_text(text).removesuffix(YEAR_ALIASES[0])
    if text and not (text.isdigit() and 1 <= int(text) <= 10):
        raise Bad("length")
    return str(int(text)) if text else ""


STUDENT = (
    Field("number", _("学号"), number, True), Field("email", _("邮箱"), email), Field("nickname", _("昵称"), words_of, True), Field("name", _("真实姓名"), words_of, True),
    Field("id_number", _("身份证号"), id_number, secret=True), Field("birth", _("出生年月"), birth), Field("sex", _("性别"), sex),
    Field("entry_year", _("入学年份"), year), Field("length", _("学制"), length), Field("cohort", _("所属班级"), class_name, True), Field("major", _("所属专业"), words_of),
    Field("code", _("认证码"), code, secret=True), Field("unit", _("单位代码"), number),
)
TEACHER = (
    Field("name", _("真实姓名"), words_of, True), Field("id_number", _("身份证号"), id_number, secret=True), Field("phone", _("手机号"), phone), Field("email", _("邮箱"), email),
    Field("intro", _("教师简介"), story), Field("picture", _("图片"), words_of), Field("number", _("工号"), number, column="staff"),
)
KINDS = {"student": STUDENT, "teacher": TEACHER}
KEPT = {"student": ("nickname", "email", "birth", "sex", "entry_year", "length", "major"), "teacher": ("email", "phone", "intro")}
"""What of it lies in an entry's details as it is."""


def fields_of(kind):
    return {field.word: field for field in KINDS[kind]}


def sentence(word, facts):
    """What is wrong with a cell, to be translated."""
    return PROBLEMS[word] % facts if facts else PROBLEMS[word]
