"""Starts MLServer on the models below this folder: python start.py PORT [MODEL.py]

A model's file that lies elsewhere is put beside its settings first.
"""
import os
import shutil
import socket
import sys

here = os.path.dirname(os.path.abspath(__file__))


def free() -> str:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return str(some.getsockname()[1])


if len(sys.argv) > 2:
    shutil.copy(sys.argv[2], os.path.join(here, "double"))
os.environ.update(
    MLSERVER_HOST="127.0.0.1",
    MLSERVER_HTTP_PORT=sys.argv[1],
    MLSERVER_GRPC_PORT=free(),
    MLSERVER_METRICS_PORT=free(),
    MLSERVER_PARALLEL_WORKERS="0",
)
from mlserver.cli import main  # noqa: E402  it reads the environment

sys.argv = ["mlserver", "start", here]
main()
