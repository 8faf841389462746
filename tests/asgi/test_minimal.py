"""A page that is told by its stream asks for no fragment: the word that it was taken is enough."""


def test_the_word_alone(campus):
    kind, (_plugin, cls) = next((kind, found) for kind, found in campus.host.kinds.items() if found[1].one_tap)
    url = campus.open(cls)
    browser = campus.browser("s1")
    headers = {"HX-Request": "true", "Prefer": "return=minimal"}
    answer = browser.app.post(f"{url}submit", {"csrf_token": browser.token(), "idem": "k1"}, headers=headers)
    assert (answer.status_int, answer.body) == (204, b"") and answer.headers["Preference-Applied"] == "return=minimal"
    assert campus.record("s1", url)[0] is not None
    campus.close_activity(url)
    late = browser.app.post(f"{url}submit", {"csrf_token": browser.token(), "idem": "k2"}, headers=headers, status="*")
    assert late.status_int == 409 and late.body, "a refusal is said in words"
