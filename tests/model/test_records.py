"""Records: one shape for all plugins, laid out at publish, sealed after the close, corrected over the seal."""

from datetime import UTC, datetime

import pytest
import transaction
from mooctang_checkin.activity import CheckIn

from mooctang_core.model.activities import CLOSED, ActivityNode
from mooctang_core.model.base import Folder, Numbered, find, lineage, path_of
from mooctang_core.model.records import Record

NOW = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)


def node_with(*aids):
    node = ActivityNode("mood", "", {})
    node.lay_out(aids)
    return node


def test_laying_out_twice_keeps_what_was_saved():
    node = node_with("a", "b")
    node.records["a"].status = "done"
    node.lay_out(["a", "b", "c"])
    assert node.records["a"].status == "done"
    assert list(node.records) == ["a", "b", "c"]


def test_a_sealed_activity_reads_as_before():
    node = node_with("a", "b")
    node.records["a"].data = {"mood": "好", "list": [1, 2]}
    node.records["a"].score = 7
    before = {aid: (r.status, r.score, r.at, dict(r.data), r.history) for aid, r in node.records.items()}
    node.state = CLOSED
    node.seal()
    after = {aid: (r.status, r.score, r.at, dict(r.data), r.history) for aid, r in node.records.items()}
    assert after == before
    assert len(node.own_records) == 0


def test_a_correction_lies_over_the_seal_and_can_be_sealed_again():
    node = node_with("a", "b")
    node.records["a"].data = {"kept": 1}
    node.seal()
    own = node.records.writable("a")
    own.status = "excused"
    assert (node.records["a"].status, node.records["a"].data["kept"]) == ("excused", 1)
    assert node.records["b"].status is None
    node.seal()
    assert node.records["a"].status == "excused" and len(node.records) == 2


def test_settings_are_plain_and_handed_out_frozen():
    with pytest.raises(TypeError, match="settings"):
        ActivityNode("mood", "", {"thing": object()})
    node = ActivityNode("mood", "", {"options": ["a", "b"]})
    with pytest.raises((TypeError, AttributeError)):
        node.settings["options"].append("c")


def test_a_record_refuses_what_is_not_plain_and_names_it():
    with pytest.raises(TypeError, match="data"):
        Record("a").data = {"when": object()}


def test_the_store_is_made_at_the_first_write():
    node = node_with()
    assert node.store.get("round", 1) == 1 and node._store is None
    node.store["round"] = 2
    assert node.store["round"] == 2


def test_paths_are_school_relative_and_found_again():
    root = Folder()
    room = root["rooms"] = Folder()
    first = room["r7"] = Numbered()
    node = first.add(ActivityNode("mood", "", {}))
    assert path_of(node) == "/rooms/r7/1"
    assert find(root, "/rooms/r7/1") is node
    assert find(root, "/rooms/none/1") is None
    assert [place.__name__ for place in lineage(node)] == ["1", "r7", "rooms", None]


def test_a_number_is_never_used_again():
    box = Numbered()
    box.add(ActivityNode("a", "", {}))
    second = box.add(ActivityNode("b", "", {}))
    del box[second.__name__]
    assert box.add(ActivityNode("c", "", {})).__name__ == "3"


# -- read once, drawn often --

def status_and_kept(record):
    status_and_kept.asked += 1
    return record.status, dict(record.data)


status_and_kept.asked = 0


def test_what_is_read_of_a_record_is_remembered_until_somebody_changes_it(campus):
    url = campus.open(CheckIn)
    status_and_kept.asked = 0
    with campus.reading() as school:
        records = find(school, url).records
        first = records.read_by(status_and_kept)
        assert records.read_by(status_and_kept) == first and status_and_kept.asked == len(first) == 3
        assert records.read_by(lambda record: record.person_id) == {aid: aid for aid in records}


def test_only_the_changed_one_is_read_anew(campus):
    url = campus.open(CheckIn)
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = campus.store.connection("main", manager)
    node = find(connection.root()["schools"]["east"], url)
    node.records.read_by(status_and_kept)
    with campus.writing() as school:
        find(school, url).records[campus.aid("s2")].status = "done"
    status_and_kept.asked = 0
    manager.abort()
    manager.begin()
    assert node.records.read_by(status_and_kept)[campus.aid("s2")] == ("done", {}) and status_and_kept.asked == 1
    manager.abort()
    connection.close()


def test_writing_forgets_what_was_read_of_it_at_once():
    node = node_with("a", "b")
    assert node.records.read_by(status_and_kept)["a"] == (None, {})
    node.records["a"].status = "done"
    node.records["a"].data = {"mood": "好"}
    assert node.records.read_by(status_and_kept) == {"a": ("done", {"mood": "好"}), "b": (None, {})}
    node.seal()
    assert node.records.read_by(status_and_kept)["a"] == ("done", {"mood": "好"})
