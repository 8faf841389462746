"""A plugin that is slow, as a stranger's may be: its submit sleeps for three seconds."""

import time

from mooctang_core.api import Activity, hookimpl


class Sleepy(Activity):
    kind = "sleepy"
    title = "慢"
    statuses = {"done": "好了"}

    def submit(self, person_id, answer, now):
        time.sleep(3)
        return self.save(person_id, "done", at=now)


@hookimpl
def activity_types():
    return [Sleepy]
