"""Stores of before: the devices lay beside the account, in an object of their own."""

from persistent.mapping import PersistentMapping

from mooctang_core.model.accounts import devices_in_accounts


def test_devices_beside_an_account_move_into_it_and_stay_good(campus):
    browser = campus.browser("s1")
    with campus.writing("alliance") as alliance:
        account = alliance.accounts[campus.aid("s1")]
        known = dict(account.devices)
        account.__dict__["devices"] = PersistentMapping(known)
        account.signed_in = {}
    with campus.writing("alliance") as alliance:
        assert not alliance.accounts[campus.aid("s1")].devices
        for _step in (*devices_in_accounts(alliance), *devices_in_accounts(alliance)):
            pass
    with campus.reading("alliance") as alliance:
        account = alliance.accounts[campus.aid("s1")]
        assert known and dict(account.devices) == known and "devices" not in account.__dict__
    browser.get("/account")
