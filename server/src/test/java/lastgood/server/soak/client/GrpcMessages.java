package lastgood.server.soak.client;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.StringJoiner;

/// The two messages of an inference over gRPC, by the numbers that their fields have in the protocol.
final class GrpcMessages {
    static final MethodDescriptor.Marshaller<byte[]> BYTES =
            new MethodDescriptor.Marshaller<>() {
                @Override
                public InputStream stream(byte[] value) {
                    return new ByteArrayInputStream(value);
                }

                @Override
                public byte[] parse(InputStream stream) {
                    try {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
    private static final int NAME = 1;
    private static final int DATATYPE = 2;
    private static final int SHAPE = 3;
    private static final int SERVICE = 1;
    private static final int INPUTS = 5;
    private static final int RAW_INPUTS = 7;
    private static final int OUTPUTS = 5;
    private static final int RAW_OUTPUTS = 6;

    private GrpcMessages() {}

    /// One row of floats, as bytes; so the answer's values come as bytes too.
    static byte[] request(String service, String tensor, float[] values) throws IOException {
        var raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        var head = new ByteArrayOutputStream();
        var input = CodedOutputStream.newInstance(head);
        input.writeString(NAME, tensor);
        input.writeString(DATATYPE, "FP32");
        input.writeInt64(SHAPE, 1);
        input.writeInt64(SHAPE, values.length);
        input.flush();
        var all = new ByteArrayOutputStream();
        var request = CodedOutputStream.newInstance(all);
        request.writeString(SERVICE, service);
        request.writeByteArray(INPUTS, head.toByteArray());
        request.writeByteArray(RAW_INPUTS, raw.array());
        request.flush();
        return all.toByteArray();
    }

    /// The outputs of an answer, as JSON.
    static byte[] outputs(byte[] answer) throws IOException {
        var heads = new ArrayList<Head>();
        var contents = new ArrayList<ByteBuffer>();
        var in = CodedInputStream.newInstance(answer);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case OUTPUTS -> heads.add(Head.of(in.readByteArray()));
                case RAW_OUTPUTS ->
                        contents.add(
                                ByteBuffer.wrap(in.readByteArray()).order(ByteOrder.LITTLE_ENDIAN));
                default -> in.skipField(tag);
            }
        }
        if (heads.size() != contents.size()) {
            throw new IOException(
                    heads.size() + " outputs, but " + contents.size() + " raw contents");
        }
        var told = new StringJoiner(",", "{\"outputs\":[", "]}");
        for (int i = 0; i < heads.size(); i++) {
            told.add(heads.get(i).with(contents.get(i)));
        }
        return told.toString().getBytes(StandardCharsets.UTF_8);
    }

    private record Head(String name, String datatype) {
        static Head of(byte[] message) throws IOException {
            var name = "";
            var datatype = "";
            var in = CodedInputStream.newInstance(message);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case NAME -> name = in.readString();
                    case DATATYPE -> datatype = in.readString();
                    default -> in.skipField(tag);
                }
            }
            return new Head(name, datatype);
        }

        String with(ByteBuffer raw) throws IOException {
            var data = new StringJoiner(",", "[", "]");
            while (raw.hasRemaining()) {
                data.add(
                        switch (datatype) {
                            case "FP32" -> Float.toString(raw.getFloat());
                            case "INT64" -> Long.toString(raw.getLong());
                            default -> throw new IOException("an output of type " + datatype);
                        });
            }
            return "{\"name\":\"" + name + "\",\"data\":" + data + "}";
        }
    }
}
