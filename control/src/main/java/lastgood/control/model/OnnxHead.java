package lastgood.control.model;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The few fields in which an ONNX file says what it was written for (numbers of `onnx.proto`). The graph is passed over, not
/// read into memory.
///
/// @param opsets by domain; the operators of ONNX itself are `ai.onnx`
public record OnnxHead(
        Optional<Long> irVersion, SortedMap<String, Long> opsets, Optional<String> producer) {
    private static final int IR_VERSION = 1;
    private static final int PRODUCER_NAME = 2;
    private static final int PRODUCER_VERSION = 3;
    private static final int OPSET_IMPORT = 8;
    private static final int OPSET_DOMAIN = 1;
    private static final int OPSET_VERSION = 2;
    private static final int LONGEST = 200;
    private static final String OWN = "ai.onnx";

    /// Reads to the end, so that whoever checks the bytes has seen all of them.
    ///
    /// @throws IOException also if it is no such file
    static OnnxHead of(InputStream bytes) throws IOException {
        var in = CodedInputStream.newInstance(bytes);
        in.setSizeLimit(Integer.MAX_VALUE);
        var found = new Found();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isNumber(tag, IR_VERSION)) {
                found.ir = Optional.of(in.readInt64());
            } else if (isBytes(tag, PRODUCER_NAME)) {
                found.name = text(in);
            } else if (isBytes(tag, PRODUCER_VERSION)) {
                found.version = text(in);
            } else if (isBytes(tag, OPSET_IMPORT)) {
                opset(in, found.opsets);
            } else if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group ends that never began");
            }
        }
        return new OnnxHead(
                found.ir,
                found.opsets,
                Optional.of((found.name + " " + found.version).strip())
                        .filter(said -> !said.isEmpty()));
    }

    /// As a diff shows it, by key.
    public SortedMap<String, String> lines() {
        var lines = new TreeMap<String, String>();
        irVersion.ifPresent(ir -> lines.put("ir", ir.toString()));
        if (!opsets.isEmpty()) {
            lines.put(
                    "opset",
                    opsets.entrySet().stream()
                            .map(e -> e.getKey() + " " + e.getValue())
                            .collect(Collectors.joining(", ")));
        }
        producer.ifPresent(said -> lines.put("producer", said));
        return lines;
    }

    private static final class Found {
        private Optional<Long> ir = Optional.empty();
        private String name = "";
        private String version = "";
        private final SortedMap<String, Long> opsets = new TreeMap<>();
    }

    private static void opset(CodedInputStream in, SortedMap<String, Long> opsets)
            throws IOException {
        int outside = in.pushLimit(in.readRawVarint32());
        String domain = "";
        long version = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isBytes(tag, OPSET_DOMAIN)) {
                domain = text(in);
            } else if (isNumber(tag, OPSET_VERSION)) {
                version = in.readInt64();
            } else if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group ends that never began");
            }
        }
        in.popLimit(outside);
        opsets.put(domain.isEmpty() ? OWN : domain, version);
    }

    /// What is longer is no name.
    private static String text(CodedInputStream in) throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > LONGEST) {
            in.skipRawBytes(length);
            return "";
        }
        return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
    }

    private static boolean isNumber(int tag, int field) {
        return tag == ((field << 3) | WireFormat.WIRETYPE_VARINT);
    }

    private static boolean isBytes(int tag, int field) {
        return tag == ((field << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }
}
