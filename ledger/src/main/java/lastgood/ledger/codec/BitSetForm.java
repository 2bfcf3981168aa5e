package lastgood.ledger.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.BitSet;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A set of small numbers: its bits, deflated, in base64. Few bits of many take little room.
final class BitSetForm implements Form {
    /// A document cannot be blown up beyond this.
    private static final int MOST_BYTES = 1 << 20;

    @Override
    public JsonNode write(Object value) {
        var deflated = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_SPEED);
        try (var out = new DeflaterOutputStream(deflated, deflater)) {
            out.write(((BitSet) value).toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        } finally {
            deflater.end();
        }
        var text = Base64.getEncoder().encodeToString(deflated.toByteArray());
        return JsonNodeFactory.instance.stringNode(text);
    }

    @Override
    public Object read(JsonNode node) {
        try {
            byte[] deflated = Base64.getDecoder().decode(node.asString(""));
            try (var in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw new UnreadableException("too many bits");
                }
                return BitSet.valueOf(bytes);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableException("not a set of bits", e);
        }
    }
}
