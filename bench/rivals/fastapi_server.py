"""What one writes in an afternoon: FastAPI, orjson, ONNX Runtime; one worker."""

import sys

import numpy as np
import onnxruntime
import orjson
import uvicorn
from fastapi import FastAPI, Request, Response

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(sys.argv[1], options)
names = [o.name for o in session.get_outputs()]
kinds = {"tensor(float)": "FP32", "tensor(int64)": "INT64"}
types = [kinds[o.type] for o in session.get_outputs()]
app = FastAPI()


@app.post("/v2/models/m/infer")
async def infer(request: Request) -> Response:
    sent = orjson.loads(await request.body())["inputs"][0]
    data = np.asarray(sent["data"], dtype=np.float32).reshape(sent["shape"])
    answers = session.run(names, {sent["name"]: data})
    outputs = [
        {"name": name, "shape": list(a.shape), "datatype": kind, "data": a.ravel().tolist()}
        for name, kind, a in zip(names, types, answers)
    ]
    return Response(orjson.dumps({"model_name": "m", "outputs": outputs}), media_type="application/json")


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), access_log=False, log_level="warning", loop="uvloop", http="httptools")
