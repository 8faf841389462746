"""What setup.cfg cannot say: the themes stand at the top of the checkout and travel inside the package."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class WithThemes(build_py):
    """Copy themes/ beside the templates of the built package."""

    def run(self):
        super().run()
        if not self.editable_mode:
            shutil.copytree(Path(__file__).parent / "themes", Path(self.build_lib) / "mooctang_core" / "themes", dirs_exist_ok=True)


setup(cmdclass={"build_py": WithThemes})
