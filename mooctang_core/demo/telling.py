"""accounts.csv, and the words on the terminal: where to go, and who to log in as."""

import csv
import os
import socket
from pathlib import Path

import segno

from .plan import SCHOOLS

HEAD = ("school", "role", "login", "password", "name")
FILE = "accounts.csv"


def write_accounts(home, people):
    """Everybody with their password, readable by the folder's owner only."""
    home.mkdir(parents=True, exist_ok=True)
    draft = home / f".{FILE}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows((person.school, person.role, person.login, person.password, person.name) for person in people)
    draft.replace(home / FILE)


def read_accounts(home):
    """[{school, role, login, password, name}], empty when the file was taken away."""
    path = Path(home) / FILE
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lan_address():
    """The number of this machine in its network, or None; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            found = probe.getsockname()[0]
        except OSError:
            return None
    return None if found.startswith("127.") or found == "0.0.0.0" else found


def where_to_go(home, port, phones):
    """The text of the terminal, in both languages."""
    lines = ["", f"联盟 Alliance   http://localhost:{port}"]
    lines += [f"{plan.title}  http://{plan.slug}.localhost:{port}" for plan in SCHOOLS]
    lines += ["", "登录 Log in"]
    lines += [f"  {line}" for line in _logins(home)]
    lines += [f"  全部账号 all accounts: {Path(home) / FILE}"]
    number = lan_address() if phones else None
    if number:
        lines += ["", "手机（同一 Wi-Fi）Phone on the same Wi-Fi"]
        lines += [f"  {plan.title}  http://{number}:{port + place}" for place, plan in enumerate(SCHOOLS, 1)]
        lines += ["  通过 http 访问时，手机上不能用摄像头、定位和离线功能。Over plain http a phone has no camera, location or offline mode."]
    return "\n".join(lines), f"http://{number}:{port + 1}" if number else None


def qr(address):
    """A QR code for the terminal, dark on light whatever the terminal's colours."""
    code = segno.make(address, error="l")
    edge = [[False] * (len(code.matrix) + 4)] * 2
    rows = [*edge, *([False, False, *map(bool, row), False, False] for row in code.matrix), *edge]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    # Two modules in one character: the lower half block, black and white said outright.
    return "\n".join(
        "".join(f"\033[{30 if low else 97};{40 if high else 107}m▄" for high, low in zip(rows[place], rows[place + 1], strict=True)) + "\033[0m"
        for place in range(0, len(rows), 2))


def _logins(home):
    accounts = read_accounts(home)
    wanted = (("teacher", SCHOOLS[0].slug, "教师 teacher"), ("student", SCHOOLS[0].slug, "学生 student"),
              ("manager", SCHOOLS[0].slug, "学校管理员 school manager"), ("operator", "", "联盟运营 operator"))
    for role, school, title in wanted:
        found = next((one for one in accounts if one["role"] == role and one["school"] == school), None)
        if found:
            yield f"{title}: {found['login']}  {found['password']}  （{found['name']}）"
