"""Serves a nearest-centroid classifier over the Open Inference Protocol, with Python's standard library alone."""

import argparse
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

arguments = argparse.ArgumentParser()
arguments.add_argument("--port", type=int, required=True)
arguments.add_argument("--model", required=True)
arguments.add_argument("--name", required=True)
said = arguments.parse_args()

with open(said.model) as file:
    MODEL = json.load(file)


METADATA = {
    "name": said.name,
    "platform": "centroids",
    "inputs": [{"name": "X", "datatype": "FP32", "shape": [-1, len(MODEL["scale"])]}],
    "outputs": [{"name": "output_label", "datatype": "INT64", "shape": [-1]}],
}


def nearest(row):
    def distance(centroid):
        return sum(((x - c) / s) ** 2 for x, c, s in zip(row, centroid, MODEL["scale"]))

    return min(MODEL["centroids"], key=lambda name: distance(MODEL["centroids"][name]))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == f"/v2/models/{said.name}":
            return self.answer(200, METADATA)
        ready = self.path in ("/v2/health/ready", f"/v2/models/{said.name}/ready")
        self.answer(200 if ready else 404, {})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        x = asked["inputs"][0]
        rows, width = x["shape"]
        labels = [int(nearest(x["data"][r * width : (r + 1) * width])) for r in range(rows)]
        output = {"name": "output_label", "datatype": "INT64", "shape": [rows], "data": labels}
        self.answer(200, {"model_name": said.name, "outputs": [output]})


ThreadingHTTPServer.request_queue_size = 128  # callers that may come at once
ThreadingHTTPServer(("127.0.0.1", said.port), Handler).serve_forever()
