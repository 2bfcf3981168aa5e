package lastgood.control.http;

import java.io.IOException;

/// One thing that can be asked for: `POST /api/v1/services/{service}/rollouts`.
record Endpoint(String method, String path, Handler handler) {
    @FunctionalInterface
    interface Handler {
        Reply handle(Call call) throws IOException;
    }

    static Endpoint get(String path, Handler handler) {
        return new Endpoint("GET", path, handler);
    }

    static Endpoint post(String path, Handler handler) {
        return new Endpoint("POST", path, handler);
    }
}
