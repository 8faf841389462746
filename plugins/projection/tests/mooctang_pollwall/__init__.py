"""A third party's activity type with a face for the wall."""

from mooctang_core.api import Activity, colander, hookimpl


class Poll(Activity):
    kind = "pollwall"
    title = "举手"

    class Settings(colander.MappingSchema):
        question = colander.SchemaNode(colander.String(), missing="心脏有几个腔？")
        fails = colander.SchemaNode(colander.Boolean(), missing=False)

    def projection(self):
        """Hands out bare names, as an author may who never thought of hiding them."""
        if self.settings["fails"]:
            raise RuntimeError("broken on the wall")
        hands = [self.person(aid) for aid, record in self.records.items() if record.status]
        return {"names": [person.name for person in hands], "numbers": [person.number for person in hands]}

    def teacher(self):
        return {"names": [self.person(aid).name for aid, record in self.records.items() if record.status]}


@hookimpl
def activity_types():
    return [Poll]
