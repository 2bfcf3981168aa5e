package lastgood.gateway.protocol.grpc;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import lastgood.gateway.protocol.grpc.client.InferTensorContents;
import lastgood.gateway.protocol.grpc.client.ModelInferRequest;

/// Requests as a client makes them.
final class Requests {
    private Requests() {}

    /// For the small models: rows of two floats named X, typed.
    static ModelInferRequest x(String service, double... values) {
        var contents = InferTensorContents.newBuilder();
        for (double value : values) {
            contents.addFp32Contents((float) value);
        }
        return of(service, input("X", "FP32", values.length / 2, 2).setContents(contents));
    }

    static ModelInferRequest of(
            String service, ModelInferRequest.InferInputTensor.Builder... inputs) {
        var request = ModelInferRequest.newBuilder().setModelName(service);
        List.of(inputs).forEach(request::addInputs);
        return request.build();
    }

    static ModelInferRequest.InferInputTensor.Builder input(
            String name, String datatype, long... shape) {
        return ModelInferRequest.InferInputTensor.newBuilder()
                .setName(name)
                .setDatatype(datatype)
                .addAllShape(LongStream.of(shape).boxed().toList());
    }

    static ByteString floats(float... values) {
        var bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return ByteString.copyFrom(bytes.flip());
    }

    static ByteString hex(String hex) {
        return ByteString.fromHex(hex);
    }

    static ByteString utf8(String text) {
        return ByteString.copyFrom(text, StandardCharsets.UTF_8);
    }
}
