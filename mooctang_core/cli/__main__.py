"""`python -m mooctang_core.cli`, for where the script is not on the path."""

from . import main

main()
