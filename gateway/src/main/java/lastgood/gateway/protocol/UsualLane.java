package lastgood.gateway.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Before the HTTP decoder: takes requests with a [UsualHead] to their connection past it, which saves most of what reading
/// costs. With the first other request the connection is the decoder's for good, so that there is never a doubt about who
/// has read which byte.
final class UsualLane extends ChannelInboundHandlerAdapter {
    private final Connection connection;
    private final HttpLimits limits;

    /// Came while a request was being answered.
    private final Deque<ByteBuf> ahead = new ArrayDeque<>();

    private boolean usual = true;
    private int left;
    private @Nullable ChannelHandlerContext own;
    private @Nullable ChannelHandlerContext behind;

    UsualLane(Connection connection, HttpLimits limits) {
        this.connection = connection;
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        own = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        connection.heard();
        if (!usual || !(message instanceof ByteBuf in)) {
            context.fireChannelRead(message);
        } else if (connection.isAnswering()) {
            ahead.add(in);
        } else {
            read(context, in);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ahead.forEach(ByteBuf::release);
        ahead.clear();
        context.fireChannelInactive();
    }

    /// Whether every request so far has come this way. If so, nothing that is written may pass the decoder's other half either: it
    /// knows of no request.
    boolean isUsual() {
        return usual;
    }

    /// The connection takes another request.
    void goOn() {
        while (own != null && !ahead.isEmpty() && !(usual && connection.isAnswering())) {
            if (usual) {
                read(own, ahead.remove());
            } else {
                own.fireChannelRead(ahead.remove());
            }
        }
    }

    /// Past the encoder.
    ChannelHandlerContext out() {
        if (own == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return own;
    }

    private void read(ChannelHandlerContext context, ByteBuf in) {
        boolean passedOn = false;
        try {
            while (in.isReadable() && !connection.isOver()) {
                if (left > 0) {
                    int size = Math.min(left, in.readableBytes());
                    left -= size;
                    connection.add(behind(context), in.readSlice(size), left == 0);
                } else if (connection.isAnswering()) {
                    ahead.addFirst(in);
                    passedOn = true;
                    return;
                } else if (!begin(context, in)) {
                    usual = false;
                    passedOn = true;
                    context.fireChannelRead(in);
                    return;
                }
            }
        } finally {
            if (!passedOn) {
                in.release();
            }
        }
    }

    private boolean begin(ChannelHandlerContext context, ByteBuf in) {
        var head = UsualHead.read(in, limits.line(), limits.headerBytes());
        if (head.isEmpty()) {
            return false;
        }
        left = head.get().length();
        connection.begin(behind(context), head.get());
        if (left == 0 && !connection.isOver()) {
            connection.add(behind(context), in.readSlice(0), true);
        }
        return true;
    }

    private ChannelHandlerContext behind(ChannelHandlerContext context) {
        if (behind == null) {
            behind = context.pipeline().context(connection);
        }
        return behind;
    }
}
