"""Bring what the tests need beyond Python packages: a browser, Chinese fonts, PostgreSQL, strace."""
import glob
import os
import shutil
import subprocess
import sys

# what it is -> (is it here?, the Debian package that brings it)
NEEDS = {
    "Chromium": (lambda: os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome"), "chromium"),
    "a Chinese font": (lambda: font("lang=zh-cn"), "fonts-noto-cjk"),
    "an emoji font": (lambda: font("family=Noto Color Emoji") or font("family=Apple Color Emoji"), "fonts-noto-color-emoji"),
    "PostgreSQL": (lambda: shutil.which("initdb") or glob.glob("/usr/lib/postgresql/*/bin/initdb"), "postgresql"),
    "strace": (lambda: sys.platform != "linux" or shutil.which("strace"), "strace"),
}


def font(pattern: str) -> bool:
    """Is there a font that answers a fontconfig pattern? Without fontconfig the system knows its fonts better than we do."""
    if not shutil.which("fc-list"):
        return sys.platform == "darwin"
    name, _, value = pattern.partition("=")
    asked = f":{pattern}" if name == "lang" else value
    return bool(subprocess.run(["fc-list", asked], capture_output=True, text=True).stdout.strip())


def missing() -> dict[str, str]:
    return {what: package for what, (here, package) in NEEDS.items() if not here()}


def install(packages: list[str]) -> bool:
    """True when apt brought them all; only root on a Debian-like machine can."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print("Installing", *packages, "…", flush=True)
    steps = (["apt-get", "update", "-q"], ["apt-get", "install", "-qy", "--no-install-recommends", *packages])
    return all(subprocess.run(step, env=quiet, stdout=subprocess.DEVNULL).returncode == 0 for step in steps)


def main() -> None:
    lacking = missing()
    if lacking and not install(list(lacking.values())):
        things = ", ".join(missing())
        print(f"The tests that need {things} will be skipped; to run them install: {' '.join(lacking.values())}", file=sys.stderr)


if __name__ == "__main__":
    main()
