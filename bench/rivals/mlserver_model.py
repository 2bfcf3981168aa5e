"""MLServer with a runtime of one's own that runs ONNX Runtime."""

import numpy as np
import onnxruntime
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse


class Onnx(MLModel):
    async def load(self) -> bool:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(self.settings.parameters.uri, options)
        self.names = [o.name for o in self.session.get_outputs()]
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        sent = payload.inputs[0]
        data = NumpyCodec.decode_input(sent).astype(np.float32)
        answers = self.session.run(self.names, {sent.name: data})
        outputs = [NumpyCodec.encode_output(name, a) for name, a in zip(self.names, answers)]
        return InferenceResponse(model_name=self.name, outputs=outputs)
