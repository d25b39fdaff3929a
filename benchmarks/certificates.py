"""A self-signed certificate for the sink, made at run time."""

import shutil
import ssl
import subprocess
from pathlib import Path

from benchmarks.databases import Unavailable


def make_certificate(folder: Path) -> Path:
    """Make a certificate for this machine and its key, in one file. Raises Unavailable if openssl is not installed."""
    openssl = shutil.which("openssl")
    if openssl is None:
        raise Unavailable("TLS is left out: openssl is not installed.")
    path, key = folder / "certificate.pem", folder / "key.pem"
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run([*command, "-keyout", key, "-out", path], check=True, capture_output=True)  # noqa: S603
    path.write_bytes(key.read_bytes() + path.read_bytes())
    return path


def server_context(certificate: Path) -> ssl.SSLContext:
    """Return the sink's TLS context."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
