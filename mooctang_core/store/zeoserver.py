"""What a ZEO server's zeo.conf may name, so that its data is kept as durably as our own."""

from ZODB.config import BaseConfig

from mooctang_core.store.durable import DurableFileStorage


class DurableSection(BaseConfig):
    """<durablefilestorage NAME> with `path` and `blob-dir`."""

    def open(self):
        return DurableFileStorage(self.config.path, self.config.blob_dir)
