"""An Open Inference Protocol server that multiplies, of the standard library alone, and misbehaves when told to.

What it does is said by MODE: "double" is as it should.
"""
import argparse
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

arguments = argparse.ArgumentParser()
arguments.add_argument("--port", type=int)
arguments.add_argument("--model")
arguments.add_argument("--name")
said = arguments.parse_args()
MODE = os.environ.get("MODE", "double")
FACTOR = float(open(said.model).read())
never = threading.Event()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        paths = ["/v2/health/ready", f"/v2/models/{said.name}/ready"]
        ready = self.path in paths and MODE != "never-ready"
        self.answer(200 if ready else 503, b"{}")

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != f"/v2/models/{said.name}/infer":
            return self.answer(404, b'{"error": "no such model"}')
        x = asked["inputs"][0]
        if MODE == "hang" or (MODE == "hang-on-99" and 99 in x["data"]):
            never.wait()
        if MODE == "rubbish":
            return self.answer(200, b"<html>it works</html>")
        if MODE == "error":
            return self.answer(500, b'{"error": "out of memory"}')
        data = [FACTOR * value for value in x["data"]]
        if MODE == "nan":
            data[0] = float("nan")
        name = "other" if MODE == "other" else asked["outputs"][0]["name"]
        output = {"name": name, "shape": x["shape"], "datatype": x["datatype"], "data": data}
        self.answer(200, json.dumps({"model_name": said.name, "outputs": [output]}).encode())


if MODE == "ends":
    sys.exit("there is no such weight")
if MODE == "children":
    subprocess.Popen(["sleep", "4711"])
if MODE == "chatty":
    for line in range(10_000):
        print("line", line)
ThreadingHTTPServer.request_queue_size = 128  # 5 by itself: the sixth caller at once would wait a second
ThreadingHTTPServer(("127.0.0.1", said.port), Handler).serve_forever()
