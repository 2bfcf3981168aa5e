package lastgood.gateway.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import lastgood.gateway.memory.Budget;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.memory.NoRoomException;

/// Writes the answers of one connection. Those that wait to be read are in a budget, for a caller may take as long as he
/// likes to read them.
final class AnswerWriter {
    /// What an answer may hold without being counted: as much as a connection takes anyway.
    private static final int SMALL = 8 << 10;

    private final UsualLane lane;
    private final Budget budget;
    private boolean unflushed;
    private long unread;

    /// @param lane past which nothing is encoded while every request came by it
    AnswerWriter(UsualLane lane, Budget budget) {
        this.lane = lane;
        this.budget = budget;
    }

    /// An answer for which there is no room becomes one that says so. Nothing goes out before [#flush].
    ///
    /// @param last whether the caller is told that no other will follow
    /// @param written may be void
    void write(
            ChannelHandlerContext context,
            HttpAnswer answer,
            boolean last,
            ChannelPromise written) {
        int size = answer.body().readableBytes();
        if (size <= SMALL) {
            put(context, answer, last, written);
            return;
        }
        var loan = new Loan(budget);
        try {
            loan.take(size);
        } catch (NoRoomException e) {
            answer.body().release();
            put(context, Refusals.noRoom(e), last, written);
            return;
        }
        put(context, answer, last, written.unvoid().addListener(_ -> loan.letGo()));
    }

    private void put(
            ChannelHandlerContext context,
            HttpAnswer answer,
            boolean last,
            ChannelPromise written) {
        boolean past = lane.isUsual();
        Object message;
        try {
            message = past ? answer.bytes(last) : answer.response(last);
        } catch (RuntimeException | Error e) {
            answer.body().release();
            if (!written.isVoid()) {
                written.setFailure(e);
            }
            throw e;
        }
        unflushed = true;
        var _ = (past ? lane.out() : context).write(message, written);
    }

    void flush(ChannelHandlerContext context) {
        if (unflushed) {
            unflushed = false;
            context.flush();
        }
    }

    /// Whether the caller has read anything since this was asked last.
    boolean isRead(Channel channel) {
        long left = unread(channel);
        boolean read = left != unread;
        unread = left;
        return read;
    }

    /// Whether an answer is on its way to the caller; to be asked by anyone.
    static boolean isUnderWay(Channel channel) {
        var waiting = channel.unsafe().outboundBuffer();
        return waiting != null && waiting.totalPendingWriteBytes() > 0;
    }

    /// Bytes that wait to be written, of the first piece only what is left of it.
    private static long unread(Channel channel) {
        var waiting = channel.unsafe().outboundBuffer();
        if (waiting == null) {
            return 0;
        }
        long first = waiting.current() instanceof ByteBuf piece ? piece.readableBytes() : 0;
        return waiting.totalPendingWriteBytes() + first;
    }
}
