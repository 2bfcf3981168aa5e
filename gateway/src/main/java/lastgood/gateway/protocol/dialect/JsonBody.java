package lastgood.gateway.protocol.dialect;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.function.Consumer;
import lastgood.gateway.running.tensor.Json;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// A JSON document in the network's own memory.
public final class JsonBody {
    private static final int USUAL_SIZE = 512;

    private JsonBody() {}

    /// An object with this content.
    public static ByteBuf of(Consumer<JsonGenerator> content) {
        return document(json -> {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        });
    }

    /// An array with this content.
    public static ByteBuf array(Consumer<JsonGenerator> content) {
        return document(json -> {
            json.writeStartArray();
            content.accept(json);
            json.writeEndArray();
        });
    }

    private static ByteBuf document(Consumer<JsonGenerator> content) {
        var buffer = PooledByteBufAllocator.DEFAULT.ioBuffer(USUAL_SIZE);
        boolean done = false;
        try (var json =
                Json.factory()
                        .createGenerator(
                                ObjectWriteContext.empty(),
                                new ByteBufOutputStream(buffer),
                                JsonEncoding.UTF8)) {
            content.accept(json);
            done = true;
        } finally {
            if (!done) {
                buffer.release();
            }
        }
        return buffer;
    }
}
