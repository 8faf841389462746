"""Reading what students send: which fields a list of questions has, and the answers in them; the order each student sees."""

import random

import colander

from .base import ANSWER_MAX, OPTIONS_MAX
from .standard import Gone, types


def field_name(question, part="", prefix=""):
    """The name of a field of the answering form: the question's id, and behind a dot what belongs to it."""
    return f"{prefix}{question['id']}.{part}" if part else f"{prefix}{question['id']}"


def kinds_of(host, school, questions):
    """[(type, question)]"""
    known = types(host, school)
    return [(known.get(question.get("type")) or Gone(question.get("type", "")), question) for question in questions]


def answer_schema(host, school, questions):
    """What `Answer` of an activity can be: a schema with a field for everything these questions ask, none of it compulsory."""

    def made():
        schema = colander.MappingSchema()
        for kind, question in kinds_of(host, school, questions):
            for part, several in kind.fields(question).items():
                schema.add(answer_node(field_name(question, part), several))
        return schema

    return made


def answer_node(name, several):
    if several:
        return colander.SchemaNode(colander.Set(), name=name, missing=colander.drop, validator=colander.Length(max=OPTIONS_MAX * 5))
    return colander.SchemaNode(colander.String(), name=name, missing=colander.drop, validator=colander.Length(max=ANSWER_MAX))


def read_answers(host, school, questions, fields, prefix=""):
    """{question id: answer} of what was sent. `fields` is a posted form, or what `answer_schema` made of it."""
    found = {}
    for kind, question in kinds_of(host, school, questions):
        own = {part: texts_of(fields, field_name(question, part, prefix)) for part in kind.fields(question)}
        answer = kind.read(question, own)
        if answer is not None:
            found[question["id"]] = answer
    return found


def texts_of(fields, name):
    if hasattr(fields, "getall"):
        value = fields.getall(name)
    else:
        value = fields.get(name, ())
    texts = (value,) if isinstance(value, str) else sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
    return [text for text in texts or () if isinstance(text, str)]


def shuffled(questions, seed, order=True, options=False, host=None, school=None):
    """The questions in an order that belongs to `seed` (say activity.secret + person_id): the same seed, the same order.

    With `options` the options within each question are shuffled too. Ids stay, so keys and answers stay right.
    """
    found = list(questions)
    if options:
        found = [kind.shuffle(question, random.Random(f"{seed}:{question['id']}")) for kind, question in kinds_of(host, school, found)]
    if order:
        random.Random(f"{seed}").shuffle(found)
    return found
