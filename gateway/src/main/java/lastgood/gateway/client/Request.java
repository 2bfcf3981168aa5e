package lastgood.gateway.client;

import java.util.OptionalInt;

/// What a server is asked.
public final class Request {
    /// What a header says of a body, there and back: the length of the document that values follow.
    public static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private static final byte[] NOTHING = new byte[0];

    private final String path;
    private final byte[] body;
    private final int size;
    private final OptionalInt json;
    private final boolean post;
    private final int mostBody;

    private Request(
            String path, byte[] body, int size, OptionalInt json, boolean post, int mostBody) {
        this.path = path;
        this.body = body;
        this.size = size;
        this.json = json;
        this.post = post;
        this.mostBody = mostBody;
    }

    /// @param path behind that of the server
    /// @param mostBody bytes of a response that are read; more are a failure
    public static Request get(String path, int mostBody) {
        return new Request(path, NOTHING, 0, OptionalInt.empty(), false, mostBody);
    }

    /// @param body of which nobody changes the first `size` bytes
    /// @param json how long the document is where values follow it
    public static Request post(String path, byte[] body, int size, OptionalInt json, int mostBody) {
        return new Request(path, body, size, json, true, mostBody);
    }

    String path() {
        return path;
    }

    byte[] body() {
        return body;
    }

    int size() {
        return size;
    }

    OptionalInt json() {
        return json;
    }

    boolean isPost() {
        return post;
    }

    int mostBody() {
        return mostBody;
    }

    String contentType() {
        return json.isPresent() ? "application/octet-stream" : "application/json";
    }
}
