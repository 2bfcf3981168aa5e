"""KServe's Python server with a model of one's own that runs ONNX Runtime; one worker."""

import sys

import numpy as np
import onnxruntime
from kserve import InferOutput, InferRequest, InferResponse, Model, ModelServer


class Onnx(Model):
    def __init__(self, path):
        super().__init__("m")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(path, options)
        self.names = [o.name for o in self.session.get_outputs()]
        self.ready = True

    def predict(self, payload: InferRequest, headers=None, response_headers=None) -> InferResponse:
        sent = payload.inputs[0]
        answers = self.session.run(self.names, {sent.name: sent.as_numpy().astype(np.float32)})
        outputs = []
        for name, a in zip(self.names, answers):
            output = InferOutput(name, list(a.shape), "INT64" if a.dtype == np.int64 else "FP32")
            output.set_data_from_numpy(a, binary_data=False)
            outputs.append(output)
        return InferResponse(payload.id or "1", "m", outputs)


if __name__ == "__main__":
    port = int(sys.argv[2])
    model = Onnx(sys.argv[1])
    sys.argv = [sys.argv[0]]
    ModelServer(http_port=port, workers=1, enable_grpc=False, enable_docs_url=False, access_log_format=None).start([model])
