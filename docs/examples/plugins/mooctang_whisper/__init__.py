"""A word that nobody signs: the smallest use of the urn."""

from mooctang_core.api import Activity, colander, hookimpl, translator

_ = translator("mooctang_whisper")


class Whisper(Activity):
    kind = "whisper"
    title = _("悄悄话")
    discreet = True

    class Answer(colander.MappingSchema):
        word = colander.SchemaNode(colander.String(), title=_("想说的话"), validator=colander.Length(max=300))

    def on_publish(self, now):
        self.urn.lay()

    def submit(self, person_id, answer, now):
        self.urn.drop(person_id, answer["word"])
        return self.save(person_id, "done")

    def teacher(self):
        return {"words": self.urn.opened, "told": self.urn.told}


@hookimpl
def activity_types():
    return [Whisper]
