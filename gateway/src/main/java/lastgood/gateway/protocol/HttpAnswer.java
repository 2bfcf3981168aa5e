package lastgood.gateway.protocol;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// A response before it is one: what routing of addresses came to, without anything about the connection.
///
/// @param headers beside those every response has
/// @param last the connection ends with it: what follows cannot be trusted, or is not wanted
record HttpAnswer(int status, String type, List<Header> headers, ByteBuf body, boolean last) {
    static final String JSON = "application/json";

    HttpAnswer {
        headers = List.copyOf(headers);
    }

    record Header(String name, String value) {}

    HttpAnswer with(Header... more) {
        var all = new ArrayList<>(headers);
        all.addAll(List.of(more));
        return new HttpAnswer(status, type, all, body, last);
    }

    HttpAnswer thenClose() {
        return new HttpAnswer(status, type, headers, body, true);
    }
}
