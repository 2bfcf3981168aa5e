"""Starts MLServer on the models below this folder: python start.py PORT"""
import os
import socket
import sys


def free() -> str:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return str(some.getsockname()[1])


os.environ.update(
    MLSERVER_HOST="127.0.0.1",
    MLSERVER_HTTP_PORT=sys.argv[1],
    MLSERVER_GRPC_PORT=free(),
    MLSERVER_METRICS_PORT=free(),
    MLSERVER_PARALLEL_WORKERS="0",
)
from mlserver.cli import main  # noqa: E402  it reads the environment

sys.argv = ["mlserver", "start", os.path.dirname(os.path.abspath(__file__))]
main()
