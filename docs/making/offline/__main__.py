"""`python -m making.offline SITE ARCHIVE` packs a built site so that it works from a folder."""

import sys
from pathlib import Path

from making.offline.folder import pack

if __name__ == "__main__":
    site, archive = map(Path, sys.argv[1:])
    pack(site, archive)
    print(f"{archive}: {archive.stat().st_size / 1e6:.0f} MB")
