package lastgood.gateway.protocol.grpc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The connections that are open, counted where the socket lets them in. The library knows no limit to them, and hands out none.
final class Callers extends ChannelInboundHandlerAdapter {
    private final int most;
    private final Map<SocketAddress, Channel> open = new ConcurrentHashMap<>();

    Callers(int most) {
        this.most = most;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Channel caller) {
            if (open.size() >= most) {
                caller.unsafe().closeForcibly();
                return;
            }
            var from = caller.remoteAddress();
            if (from != null) {
                open.put(from, caller);
                caller.closeFuture().addListener(_ -> open.remove(from, caller));
            }
        }
        context.fireChannelRead(message);
    }

    /// Ends the connection from there, and does not wait for its calls, as closing it by way of HTTP/2 would.
    void hangUpOn(@Nullable SocketAddress from) {
        var caller = from == null ? null : open.get(from);
        var below = caller == null ? null : caller.pipeline().firstContext();
        if (below != null) {
            var _ = below.close();
        }
    }
}
