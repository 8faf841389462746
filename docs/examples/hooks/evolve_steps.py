"""What an older version of this plugin stored is brought into today's shape, once for each school, by the function's name.

A step finds for itself what is still old, so that it may run again from its beginning. One that yields is committed at every
yield. A step whose only argument is called `alliance` gets the alliance instead. New schools begin with every step done.
"""

from mooctang_core.api import hookimpl


def color_became_tone(school):
    shelf = school.shelf("example")
    if "color" in shelf:
        shelf["tone"] = shelf.pop("color")


@hookimpl
def evolve_steps():
    return [color_became_tone]


def test_an_old_school_is_brought_up_to_date(campus):
    with campus.writing() as school:
        school.shelf("example")["color"] = "red"
        del school.evolved["example:color_became_tone"]
    campus.evolve()
    with campus.reading() as school:
        assert dict(school.peek_shelf("example")) == {"tone": "red"}
        assert "example:color_became_tone" in school.evolved
