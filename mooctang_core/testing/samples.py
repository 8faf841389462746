"""Answers that a schema would take, made from the schema itself, so that the kit can play two hundred students."""

import colander


def sample_fields(schema, number=1):
    """Form fields for the required parts of a schema; `number` tells one student's answer from another's."""
    fields = {}
    for child in schema().children:
        if child.required:
            fields[child.name] = sample_value(child, number)
    return fields


def sample_value(node, number):
    validators = list(flat(node.validator))
    for validator in validators:
        if isinstance(validator, colander.OneOf):
            choices = list(validator.choices)
            return str(choices[number % len(choices)])
    kind = type(node.typ)
    if kind in (colander.Integer, colander.Float, colander.Decimal):
        ranges = [v.min for v in validators if isinstance(v, colander.Range) and v.min is not None]
        return str(ranges[0] if ranges else number)
    if kind is colander.Boolean:
        return "true" if number % 2 else "false"
    return {colander.Date: "2026-09-07", colander.DateTime: "2026-09-07T10:00:00"}.get(kind, f"回答 {number}")


def flat(validator):
    if isinstance(validator, colander.All):
        for one in validator.validators:
            yield from flat(one)
    elif validator is not None:
        yield validator
