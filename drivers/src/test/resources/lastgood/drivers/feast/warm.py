"""A Python that has imported Feast already, which takes seconds: what it is asked to run, it runs in a fork of itself.

    warm.py SOCKET              serves until its input ends; says "ready" once it can
    warm.py SOCKET WORD...      looks like `python WORD...` from outside: same streams, folder, environment, end
"""
import json
import os
import socket
import sys

MOST = 100_000


def serve(place):
    import runpy
    import select
    import traceback
    import warnings

    import feast.cli.cli
    import pandas  # noqa: F401

    def run(ask, streams):
        for at, stream in enumerate(streams):
            os.dup2(stream, at)
        os.chdir(ask["folder"])
        os.environ.clear()
        os.environ.update(ask["environment"])
        warnings.simplefilter("ignore")
        sys.dont_write_bytecode = True
        words = ask["words"]
        sys.argv = words[1:] if words[0] == "-m" else words[:1] + words[2:] if words[0] == "-c" else words
        match words[0]:
            case "-c":
                exec(compile(words[1], "-c", "exec"), {"__name__": "__main__"})
            case "-m" if words[1] == "feast.cli.cli":
                feast.cli.cli.cli()
            case script:
                runpy.run_path(script, run_name="__main__")

    def forked(ask, streams):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                run(ask, streams)
                code = 0
            except SystemExit as e:
                code = e.code if isinstance(e.code, int) else 0 if e.code is None else 1
                if isinstance(e.code, str):
                    print(e.code, file=sys.stderr)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
        door.bind(place)
        door.listen()
        print("ready", flush=True)
        while True:
            able, _, _ = select.select([0, door], [], [])
            if 0 in able:
                return
            caller, _ = door.accept()
            with caller:
                said, streams, _, _ = socket.recv_fds(caller, MOST, 3)
                ended = forked(json.loads(said), streams)
                for stream in streams:
                    os.close(stream)
                caller.send(str(ended).encode())


def ask(place, words):
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server:
        server.connect(place)
        about = {"words": words, "folder": os.getcwd(), "environment": dict(os.environ)}
        socket.send_fds(server, [json.dumps(about).encode()], [0, 1, 2])
        return int(server.recv(100))


if len(sys.argv) == 2:
    serve(sys.argv[1])
else:
    sys.exit(ask(sys.argv[1], sys.argv[2:]))
