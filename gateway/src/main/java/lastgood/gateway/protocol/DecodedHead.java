package lastgood.gateway.protocol;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/// The head of a request that the HTTP decoder read.
record DecodedHead(HttpRequest request) implements RequestHead {

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String target() {
        return request.uri();
    }

    @Override
    public @Nullable String header(CharSequence name) {
        return request.headers().get(name);
    }

    @Override
    public int count(CharSequence name) {
        return request.headers().getAll(name).size();
    }

    @Override
    public int headers() {
        return request.headers().size();
    }

    @Override
    public long length(long otherwise) {
        return HttpUtil.getContentLength(request, otherwise);
    }

    @Override
    public boolean isAsking() {
        return HttpUtil.is100ContinueExpected(request);
    }

    @Override
    public boolean isLast() {
        return !request.protocolVersion().isKeepAliveDefault() || !HttpUtil.isKeepAlive(request);
    }
}
