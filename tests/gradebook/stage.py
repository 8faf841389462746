"""A term in small: three classes with check-ins and a buzzer, and an online half that lies beside."""

import types
from datetime import UTC, datetime

from mooctang_buzzer import Buzzer
from mooctang_checkin.activity import CheckIn

from mooctang_core.hookspecs import hookimpl
from mooctang_core.model.base import find
from mooctang_core.parts import Unit

WATCHED = {"east-s1": 80, "east-s2": 40}


def online():
    """A plugin that knows what people did online, from data of its own."""
    module = types.ModuleType("mooctang_units")

    @hookimpl
    def learning_progress(course, people):
        return {aid: {"videos": WATCHED[aid] // 20, "total": WATCHED[aid]} for aid in people if aid in WATCHED}

    @hookimpl
    def learning_units(course, people, since, until):
        return [Unit("video", "第一讲", {"east-s1": 1.0}), Unit("test", "第一章测验", {"east-s1": 90.0, "east-s2": 60.0})]

    module.learning_progress, module.learning_units = learning_progress, learning_units
    return module


def hold_term(campus, classes=3):
    """s1 is always there and always quick; s2 comes late once; s3 never comes."""
    urls = []
    for day in range(classes):
        campus.at(moment(14 + day, 10, 0))
        if running(campus):
            campus.end()
        campus.start("east")
        url = campus.open(CheckIn, late_after=10)
        campus.post("s1", url, "submit")
        campus.at(moment(14 + day, 10, 11 if day == 0 else 1))
        campus.post("s2", url, "submit")
        quick = campus.open(Buzzer, question="心脏有几个腔？", points=2)
        campus.post("s1", quick, "submit")
        campus.post("teacher", quick, "judge", right="yes")
        campus.post("s2", quick, "submit")
        campus.post("teacher", quick, "judge", right="no")
        campus.end()
        urls.append((url, quick))
    return urls


def moment(day, hour, minute):
    """In the school's zone, as the lessons are."""
    return datetime(2026, 9, day, hour - 8, minute, tzinfo=UTC)


def running(campus):
    with campus.reading() as school:
        return find(school, campus.room)["sessions"].running is not None
