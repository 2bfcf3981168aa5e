package lastgood.gateway.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import lastgood.gateway.memory.Budget;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.memory.NoRoomException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One caller's connection: takes requests in one after another, each complete and within the limits, and answers
/// them in the same order.
///
/// While one is being answered nothing more is read, so a caller who sends ahead is held up by his own socket.
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final Predictions predictions;
    private final HttpLimits limits;
    private final Traffic traffic;
    private final Budget budget;
    private final Body body;
    private final UsualLane lane;
    private final AnswerWriter writer;
    private final Deque<Object> ahead = new ArrayDeque<>();
    private @Nullable RequestHead request;
    private @Nullable ScheduledFuture<?> watch;
    private Patience patience = Patience.REQUEST;
    private long since;
    private long begun;
    private boolean open;
    private boolean handling;
    private boolean inputEnded;

    /// @param budget of what requests hold
    /// @param answers what answers hold until they are read
    Connection(
            Predictions predictions,
            HttpLimits limits,
            Traffic traffic,
            Budget budget,
            Budget answers) {
        this.predictions = predictions;
        this.limits = limits;
        this.traffic = traffic;
        this.budget = budget;
        this.body = new Body(budget, limits.body());
        lane = new UsualLane(this, limits);
        writer = new AnswerWriter(lane, answers);
    }

    /// What stands before the HTTP decoder.
    UsualLane lane() {
        return lane;
    }

    /// Bytes came. The first of a request starts the clock for its head.
    void heard() {
        if (patience == Patience.REQUEST) {
            await(Patience.HEAD);
        }
    }

    boolean isAnswering() {
        return patience == Patience.ANSWER;
    }

    /// Nothing more is understood: what still comes is read and forgotten, so that the last answer gets through.
    boolean isOver() {
        return patience == Patience.LAST_READER || patience == Patience.GOODBYE;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        await(Patience.REQUEST);
        long often = Math.max(1, limits.headWithin().toMillis() / 4);
        watch =
                context.executor()
                        .scheduleAtFixedRate(
                                () -> look(context), often, often, TimeUnit.MILLISECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (watch != null) {
            watch.cancel(false);
        }
        if (patience != Patience.ANSWER) {
            ended();
        }
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (patience == Patience.ANSWER) {
            ahead.add(message);
        } else {
            take(context, message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        writer.flush(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        boolean reads = context.channel().isWritable();
        if (!reads && patience == Patience.REQUEST) {
            await(Patience.READER);
        } else if (reads && patience == Patience.READER) {
            await(Patience.REQUEST);
        }
        read(context);
        context.fireChannelWritabilityChanged();
    }

    /// A caller who will send no more may still want the answer to what he has sent.
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (patience != Patience.ANSWER) {
                // Not before what was answered has gone out.
                context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(ChannelFutureListener.CLOSE);
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a connection failed", cause);
        var _ = context.close();
    }

    /// No further request is wanted. A caller who waits for nothing is hung up on.
    void leave(ChannelHandlerContext context) {
        if (patience == Patience.REQUEST) {
            var _ = context.close();
        }
    }

    private void take(ChannelHandlerContext context, Object message) {
        try {
            if (isOver()) {
                return;
            }
            if (message instanceof HttpRequest head) {
                if (head.decoderResult().isFailure()) {
                    refuse(context, Refusals.undecoded(head.decoderResult().cause()));
                } else {
                    begin(context, new DecodedHead(head));
                }
            }
            if (message instanceof HttpContent content && request != null) {
                if (content.decoderResult().isFailure()) {
                    refuse(context, Refusals.undecoded(content.decoderResult().cause()));
                } else {
                    add(context, content.content(), content instanceof LastHttpContent);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /// A request begins.
    void begin(ChannelHandlerContext context, RequestHead head) {
        request = head;
        begun++;
        await(Patience.BODY);
        opened();
        if (head.headers() > limits.headers()) {
            refuse(context, Refusals.tooManyHeaders(limits.headers()));
        } else if (head.length(0) > limits.body()) {
            refuse(context, Refusals.tooLarge(limits.body()));
        } else {
            body.expect(head.length(limits.body()));
            if (head.isAsking()) {
                var _ = context.writeAndFlush(HttpAnswer.goOn(), context.voidPromise());
            }
        }
    }

    /// More of its body.
    ///
    /// @param last and no more of it comes
    void add(ChannelHandlerContext context, ByteBuf content, boolean last) {
        try {
            if (!body.add(content)) {
                refuse(context, Refusals.tooLarge(limits.body()));
            } else if (last && request != null) {
                complete(context, request, body.bytes());
            }
        } catch (NoRoomException e) {
            refuse(context, Refusals.noRoom(e));
        }
    }

    private void complete(ChannelHandlerContext context, RequestHead head, byte[] bytes) {
        await(Patience.ANSWER);
        handling = true;
        long mine = begun;
        var loan = new Loan(budget, bytes.length);
        try {
            predictions.handle(
                    head,
                    bytes,
                    loan,
                    context.executor(),
                    answer -> deliver(context, mine, head.isLast(), loan, answer));
        } catch (RuntimeException | Error e) {
            LOG.error("a request could not be handled", e);
            deliver(context, mine, head.isLast(), loan, Refusals.failed());
        } finally {
            handling = false;
        }
        if (patience == Patience.ANSWER) {
            body.clear(); // It was read, and the answer may take its time.
        }
        read(context);
    }

    /// An answer that cannot be written, for want of memory say, leaves nothing behind but a caller who was hung up on.
    ///
    /// @param which of this connection's requests it answers
    private void deliver(
            ChannelHandlerContext context, long which, boolean last, Loan loan, HttpAnswer answer) {
        if (!open || which != begun) { // it was answered already, by a failure
            answer.body().release();
            return;
        }
        try {
            answered(context, last, loan, answer);
        } catch (RuntimeException | Error e) {
            LOG.error("an answer could not be written", e);
            ended();
            var _ = context.close();
        }
    }

    private void answered(
            ChannelHandlerContext context, boolean last, Loan loan, HttpAnswer answer) {
        loan.letGo();
        if (!context.channel().isActive()) {
            ended();
            answer.body().release();
            return;
        }
        write(context, answer, inputEnded || traffic.isEnding() || last);
        ended();
        if (!handling) {
            read(context);
            goOn(context);
        }
    }

    /// What was sent ahead comes next.
    private void goOn(ChannelHandlerContext context) {
        lane.goOn();
        while (patience != Patience.ANSWER && !ahead.isEmpty()) {
            take(context, ahead.remove());
        }
        channelReadComplete(context);
    }

    /// Answers without having read all of the request. What comes after it cannot be understood, so this is the end.
    private void refuse(ChannelHandlerContext context, HttpAnswer answer) {
        opened();
        write(context, answer, true);
        ended();
        channelReadComplete(context);
    }

    private void opened() {
        if (!open) {
            open = true;
            traffic.begun();
        }
    }

    private void ended() {
        if (open) {
            open = false;
            traffic.ended();
        }
        body.clear();
        request = null;
    }

    private void write(ChannelHandlerContext context, HttpAnswer answer, boolean last) {
        if (last) {
            await(Patience.LAST_READER);
            writer.write(
                    context, answer, true, context.newPromise().addListener(_ -> hangUp(context)));
        } else {
            await(context.channel().isWritable() ? Patience.REQUEST : Patience.READER);
            writer.write(context, answer, false, context.voidPromise());
        }
    }

    /// Closing while the caller still sends would reset the connection and destroy the answer under way. So only our
    /// side is closed, and what still comes is thrown away for a moment.
    private void hangUp(ChannelHandlerContext context) {
        await(Patience.GOODBYE);
        if (!inputEnded && context.channel() instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        } else {
            var _ = context.close();
        }
    }

    /// Reads on only while nothing is being answered and the caller reads what is written.
    private void read(ChannelHandlerContext context) {
        boolean on = patience != Patience.ANSWER && context.channel().isWritable();
        if (context.channel().config().isAutoRead() != on) {
            context.channel().config().setAutoRead(on);
        }
    }

    private void await(Patience next) {
        patience = next;
        since = System.nanoTime();
    }

    private void look(ChannelHandlerContext context) {
        boolean reading = patience == Patience.READER || patience == Patience.LAST_READER;
        if (reading && writer.isRead(context.channel())) { // if slowly
            since = System.nanoTime();
        }
        if (System.nanoTime() - since < patience.limit(limits).toNanos()) {
            return;
        }
        switch (patience) {
            case HEAD, BODY -> refuse(context, Refusals.tooSlow());
            case REQUEST, READER, LAST_READER, GOODBYE -> {
                var _ = context.close();
            }
            case ANSWER -> {}
        }
    }
}
