"""A wrong prefix leaves the page blank, although its address answers; the doctor tells so."""

import pytest
from deploy.stack import PREFIX, free_port
from tests.served.fronts import listening

from deploy import stack
from osteoniche.commands.doctor.finding import Verdict
from osteoniche.commands.doctor.page import findings, site

CASES = {
    "as it should be": (PREFIX, "", {}),
    "nginx strips": (PREFIX, "/", {"page": "404"}),
    "the server knows none": ("/", "", {"page": "404"}),
    "the server knows none and nginx strips": ("/", "/", {"prefix": "'/'", "script": "404"}),
    "the server knows another": ("/other/", "", {"page": "404"}),
}
"""Prefix of the server, what nginx has behind its host, and what the doctor then tells."""


@pytest.mark.parametrize(("prefix", "behind", "told"), CASES.values(), ids=CASES)
def test_the_doctor_finds_a_wrong_prefix(nginx, tmp_path, prefix, behind, told):
    port = free_port()
    with listening(prefix) as behind_it:
        text = stack.around(
            f"server {{ listen 127.0.0.1:{port}; location {PREFIX} {{\n"
            f"proxy_pass http://127.0.0.1:{behind_it.port}{behind}; }} }}",
            tmp_path,
        )
        with stack.nginx(nginx, tmp_path, text, port):
            found = list(findings(site(f"http://localhost:{port}{PREFIX}")))
    wrong = {each.subject: each for each in found if each.verdict is Verdict.WRONG}
    assert set(wrong) == set(told), found
    for subject, word in told.items():
        assert word in wrong[subject].found
        assert "OSTEONICHE_PREFIX" in wrong[subject].advice
