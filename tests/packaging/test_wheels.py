"""Wheels: one plugin alone brings its templates, words and files; a stranger's plugin works from its wheel in a clean environment."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLUGINS = sorted(path.parent for path in [*ROOT.glob("plugins/*/setup.cfg"), *ROOT.glob("examples/*/setup.cfg")])


BUILD = "import sys, setuptools.build_meta as backend; backend.build_wheel(sys.argv[1])"


def wheel_of(folder, to):
    """Build the wheel of one distribution as pip would have it built, by the environment's own setuptools; nothing is fetched."""
    subprocess.run([sys.executable, "-c", BUILD, str(to)], cwd=folder, check=True, capture_output=True, text=True)
    return max(to.glob("*.whl"), key=lambda path: path.stat().st_mtime_ns)


@pytest.mark.parametrize("folder", PLUGINS, ids=lambda path: path.name)
def test_a_wheel_of_one_plugin_brings_all_its_files(folder, tmp_path):
    package = next(folder.glob("mooctang_*/__init__.py")).parent
    wanted = {
        path.relative_to(folder).as_posix()
        for path in package.rglob("*")
        if path.is_file() and path.suffix in (".py", ".pt", ".po", ".css", ".js", ".svg") and "__pycache__" not in path.parts
    }
    names = set(zipfile.ZipFile(wheel_of(folder, tmp_path)).namelist())
    assert wanted <= names, sorted(wanted - names)
    assert not [name for name in names if "/tests/" in name]


def test_the_core_wheel_brings_pages_words_themes_and_front_end_files(tmp_path):
    names = zipfile.ZipFile(wheel_of(ROOT, tmp_path)).namelist()
    for part in (
        "mooctang_core/web/templates/layout.pt", "mooctang_core/web/deform/form.pt", "mooctang_core/web/static/ds.css",
        "mooctang_core/locale/en/LC_MESSAGES/mooctang_core.po", "mooctang_core/web/vendor/bootstrap.min.css",
        "mooctang_core/web/vendor/LICENSES.json", "mooctang_core/themes/default/theme.cfg",
    ):
        assert part in names, part


@pytest.mark.install
def test_the_buzzer_passes_its_tests_from_wheels_in_a_clean_environment(tmp_path):
    home = tmp_path / "clean"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    wheels = [wheel_of(folder, tmp_path / "wheels") for folder in (ROOT, ROOT / "examples" / "buzzer")]
    install = [str(python), "-m", "pip", "install", "-q", "-c", str(ROOT / "constraints.txt"), "pytest", "pytest-playwright", *map(str, wheels)]
    subprocess.run(install, check=True, capture_output=True, text=True, env=_bare())
    tests = ROOT / "examples" / "buzzer" / "tests"
    ran = subprocess.run(
        [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tests), "--import-mode=importlib", str(tests)],
        capture_output=True, text=True, cwd=tmp_path, env=_bare(),
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout


def _bare():
    """The environment without anything that would let the checkout be found."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV", "CHAMELEON_CACHE")}
