"""The store on PostgreSQL: RelStorage without history, files in a folder that all processes share."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import make_dsn, parse_dsn
from relstorage.adapters.postgresql import PostgreSQLAdapter
from relstorage.blobhelper.shared import SharedBlobHelper
from relstorage.options import Options
from relstorage.storage import RelStorage
from ZODB.blob import FilesystemHelper

from mooctang_core.store.disk import sync_path
from mooctang_core.store.errors import StoreDamaged, StoreDown, StoreError, StoreHeld, unreachable

CONNECT_SECONDS = 5


def _layout(blobs):
    helper = FilesystemHelper(str(blobs), "bushy")
    helper.create()
    return helper


class DurableBlobs(SharedBlobHelper):
    """Files in the shared folder, on the disk before PostgreSQL commits the transaction that names them."""

    def vote(self, tid=None):
        super().vote(tid)
        for path in (self._txn_blobs or {}).values():
            sync_path(path)
            folder = Path(path).parent
            while folder != Path(self.blob_dir).parent:
                sync_path(folder)
                folder = folder.parent


def dsn_of(uri):
    """The URI as key=value words: RelStorage appends words of its own, which a URI would not survive."""
    words = parse_dsn(uri)
    words.setdefault("application_name", "mooctang")
    words.setdefault("connect_timeout", str(CONNECT_SECONDS))
    return make_dsn(**words)


def open_relstorage(uri, settings, blobs, filling=False):
    options = Options(
        keep_history=False, driver="psycopg2", blob_dir=str(blobs), shared_blob_dir=True,
        cache_local_mb=min(settings.cache_mb, 64), commit_lock_timeout=15)
    try:
        make_database(uri)
        if not filling:
            refuse_unfinished(uri)
        adapter = PostgreSQLAdapter(dsn_of(uri), options)
        return RelStorage(adapter, options=options, blobhelper=DurableBlobs(options, adapter, _layout(blobs)))
    except psycopg2.OperationalError as error:
        raise unreachable(without_password(uri), error) from error


def connect(uri, **words):
    """A plain connection for what is not in the ZODB; StoreDown when PostgreSQL does not answer."""
    try:
        return psycopg2.connect(dsn_of(uri), **words)
    except psycopg2.OperationalError as error:
        raise unreachable(without_password(uri), error) from error


def _ask(uri, question, *values):
    connection = connect(uri)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question, values)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def has_objects(uri):
    """Whether a database exists and holds anything of ours."""
    try:
        return bool(_ask(uri, "SELECT to_regclass('object_state')")) and bool(_ask(uri, "SELECT EXISTS (SELECT 1 FROM object_state)"))
    except StoreDown as error:
        if "does not exist" in str(error):
            return False
        raise


def others_connected(uri):
    """How many other sessions of mooctang this database has."""
    return _ask(uri, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'mooctang' AND pid <> pg_backend_pid()")


def refuse_used(uri, then):
    """A server that runs keeps what it has read: under it nothing may be replaced, and what it still writes must not be left behind."""
    if others_connected(uri):
        raise StoreHeld(f"The database {without_password(uri)} is in use by another mooctang process: stop the server, then {then}.")


def begin_filling(uri, replace=False):
    """Mark a database as unfinished while a restore or a conversion fills it; make it if it is not there."""
    make_database(uri)
    refuse_used(uri, "fill it")
    if has_objects(uri) and not replace and not _unfinished(uri):
        raise StoreError(f"The database {without_password(uri)} holds data already: give --force to replace it.")
    _ask(uri, "CREATE TABLE IF NOT EXISTS mooctang_unfinished (since timestamptz DEFAULT now())")


def end_filling(uri):
    _ask(uri, "DROP TABLE mooctang_unfinished")


def _unfinished(uri):
    return bool(_ask(uri, "SELECT to_regclass('mooctang_unfinished')"))


def refuse_unfinished(uri):
    if _unfinished(uri):
        raise StoreDamaged(f"The database {without_password(uri)} was being filled when a restore or a conversion was cut off: run that again with --force.")


def beside(uri, name):
    """The URI of the database of one school: the main one's name and the school's."""
    parts = urlsplit(uri)
    return urlunsplit(parts._replace(path=f"{parts.path}_{name}"))


def make_database(uri):
    """Create the database a URI names if it is not there. True if it was made."""
    wanted = parse_dsn(uri)["dbname"]
    server = psycopg2.connect(make_dsn(dsn_of(uri), dbname="postgres"))
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (wanted,))
            if cursor.fetchone():
                return False
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(wanted)))
            return True
    except psycopg2.errors.InsufficientPrivilege as error:
        raise StoreDown(f"The database {wanted} does not exist and this role may not make it: let an administrator run CREATE DATABASE \"{wanted}\".") from error
    finally:
        server.close()


def without_password(uri):
    parts = urlsplit(uri)
    return urlunsplit(parts._replace(netloc=parts.netloc.split("@")[-1]))
