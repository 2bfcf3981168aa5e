package lastgood.gateway.protocol.dialect;

import io.netty.buffer.ByteBuf;
import java.util.OptionalInt;

/// A body to be sent.
///
/// @param json how long its JSON is, where values follow as bytes; empty: it is all JSON
public record Document(ByteBuf body, OptionalInt json) {

    static Document of(ByteBuf json) {
        return new Document(json, OptionalInt.empty());
    }
}
