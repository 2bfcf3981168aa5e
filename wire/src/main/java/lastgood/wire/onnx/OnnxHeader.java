package lastgood.wire.onnx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an ONNX file says of itself beside its graph: who made it, in which version of the format, with which operators.
///
/// Reads the fields of `ModelProto` (onnx.proto, Apache-2.0) in Protocol Buffers' wire format; whatever is large is passed
/// over and never held.
public final class OnnxHeader {
    private static final int IR_VERSION = 1;
    private static final int PRODUCER = 2;
    private static final int PRODUCER_VERSION = 3;
    private static final int OPSET = 8;
    private static final int OPSET_DOMAIN = 1;
    private static final int OPSET_VERSION = 2;
    private static final int LONGEST_TEXT = 10_000;
    private static final int MOST_VARINT_BYTES = 10;

    private final InputStream file;
    private final SortedMap<String, String> lines = new TreeMap<>();
    private String producer = "";

    private OnnxHeader(InputStream file) {
        this.file = file;
    }

    /// `opset → 17`, `opset ai.onnx.ml → 3`, `ir → 9`, `producer → skl2onnx 1.20.0`; empty where it is no ONNX file.
    public static SortedMap<String, String> read(InputStream file) throws IOException {
        try {
            var header = new OnnxHeader(file);
            header.fields();
            return header.lines.keySet().stream().anyMatch(k -> k.startsWith("opset"))
                    ? header.lines
                    : new TreeMap<>();
        } catch (EOFException | IllegalArgumentException _) {
            return new TreeMap<>();
        }
    }

    private void fields() throws IOException {
        for (int first = file.read(); first >= 0; first = file.read()) {
            long tag = varint(first);
            switch ((int) (tag >>> 3)) {
                case IR_VERSION -> lines.put("ir", Long.toString(number(tag)));
                case PRODUCER -> producer = text(tag);
                case PRODUCER_VERSION -> producer = (producer + " " + text(tag)).strip();
                case OPSET -> opset(bytes(tag));
                default -> pass(tag);
            }
        }
        if (!producer.isBlank()) {
            lines.put("producer", producer);
        }
    }

    private void opset(byte[] message) throws IOException {
        var inner = new OnnxHeader(new java.io.ByteArrayInputStream(message));
        var domain = "";
        var version = Optional.<Long>empty();
        for (int first = inner.file.read(); first >= 0; first = inner.file.read()) {
            long tag = inner.varint(first);
            switch ((int) (tag >>> 3)) {
                case OPSET_DOMAIN -> domain = inner.text(tag);
                case OPSET_VERSION -> version = Optional.of(inner.number(tag));
                default -> inner.pass(tag);
            }
        }
        var name = domain.isEmpty() || domain.equals("ai.onnx") ? "opset" : "opset " + domain;
        version.ifPresent(v -> lines.put(name, Long.toString(v)));
    }

    private long number(long tag) throws IOException {
        if ((tag & 7) != 0) {
            throw new IllegalArgumentException("no number");
        }
        return varint(file.read());
    }

    private String text(long tag) throws IOException {
        return new String(bytes(tag), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
    }

    private byte[] bytes(long tag) throws IOException {
        if ((tag & 7) != 2) {
            throw new IllegalArgumentException("no bytes");
        }
        long length = varint(file.read());
        if (length < 0 || length > LONGEST_TEXT) {
            throw new IllegalArgumentException("too long");
        }
        byte[] bytes = file.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private void pass(long tag) throws IOException {
        switch ((int) (tag & 7)) {
            case 0 -> varint(file.read());
            case 1 -> file.skipNBytes(Long.BYTES);
            case 2 -> {
                long length = varint(file.read());
                if (length < 0) {
                    throw new IllegalArgumentException("no length");
                }
                file.skipNBytes(length);
            }
            case 5 -> file.skipNBytes(Integer.BYTES);
            default -> throw new IllegalArgumentException("no field");
        }
    }

    /// @param first its first byte, as it was read
    private long varint(int first) throws IOException {
        long value = 0;
        int next = first;
        for (int i = 0; i < MOST_VARINT_BYTES; i++) {
            if (next < 0) {
                throw new EOFException();
            }
            value |= (long) (next & 0x7f) << (7 * i);
            if (next < 0x80) {
                return value;
            }
            next = file.read();
        }
        throw new IllegalArgumentException("no number");
    }
}
