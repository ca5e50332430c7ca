"""`python -m deploy.local.down DIRECTORY…`: stop what runs under these directories, whoever started it."""

import sys
from pathlib import Path

from deploy.local.stack import LocalStack

if __name__ == "__main__":
    for root in sys.argv[1:]:
        LocalStack(Path(root)).stop()
