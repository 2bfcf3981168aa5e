package lastgood.gateway.protocol.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.memory.NoRoomException;
import lastgood.gateway.protocol.HttpLimits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call: one message in, one answer or one problem out. All of it happens on the loop of its connection.
final class Call extends ServerCall.Listener<InputStream> {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final byte[] NOTHING = new byte[0];
    private static final int ONE_AND_WHO_SENDS_ANOTHER = 2;
    private static final String RETRY_MILLIS = "1000";

    private final ServerCall<InputStream, byte[]> call;
    private final Metadata headers;
    private final Method method;
    private final Incoming incoming;
    private final EventLoop loop;
    private final HttpLimits limits;
    private final Runnable hangUp;
    private final @Nullable Deadline deadline = Context.current().getDeadline();
    private byte[] message = NOTHING;
    private boolean arrived;
    private boolean over;
    private @Nullable ScheduledFuture<?> patience;

    /// What a call is for.
    interface Method {
        /// Answers the call or refuses it, now or later on the same loop.
        void answer(Call call);
    }

    /// @param hangUp ends the whole connection
    Call(
            ServerCall<InputStream, byte[]> call,
            Metadata headers,
            Method method,
            EventLoop loop,
            HttpLimits limits,
            Runnable hangUp) {
        this.call = call;
        this.headers = headers;
        this.method = method;
        this.loop = loop;
        this.limits = limits;
        this.hangUp = hangUp;
        incoming = Incoming.current();
    }

    Call begin() {
        // Not at once: the library is in the middle of reading.
        incoming.follow(problem -> loop.execute(() -> refuse(problem)), this::closed);
        waitFor(() -> refuse(tooSlow()), limits.bodyWithin().toNanos());
        call.request(ONE_AND_WHO_SENDS_ANOTHER);
        return this;
    }

    Metadata headers() {
        return headers;
    }

    EventLoop loop() {
        return loop;
    }

    /// Pays for all that is read for this call.
    Loan loan() {
        return incoming.loan();
    }

    /// How long the caller still waits; empty: he did not say.
    OptionalLong withinNanos() {
        return deadline == null
                ? OptionalLong.empty()
                : OptionalLong.of(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }

    /// The message, which is then not held here any more: whoever has read it gives its length back to the loan.
    byte[] message() {
        var taken = message;
        message = NOTHING;
        return taken;
    }

    /// Whether nobody waits for an answer any more.
    boolean isOver() {
        return over || call.isCancelled() || incoming.isClosed();
    }

    void answer(byte[] answer, Metadata beside) {
        if (isOver()) {
            return;
        }
        over = true;
        call.sendHeaders(beside);
        call.sendMessage(answer);
        call.close(Status.OK, new Metadata());
        waitForReader();
    }

    void answer(MessageWriter answer) {
        answer(answer.done(), new Metadata());
    }

    void refuse(Problem problem) {
        refuse(problem, new Metadata());
    }

    void refuse(Problem problem, Metadata beside) {
        if (isOver()) {
            return;
        }
        over = true;
        var code = problem.code();
        beside.put(Keys.CODE, code.id());
        if (code == Code.BUSY || code == Code.OVERLOADED) {
            beside.put(Keys.RETRY, RETRY_MILLIS);
        }
        call.close(Statuses.of(code).toStatus().withDescription(text(problem)), beside);
        waitForReader();
    }

    @Override
    public void onMessage(InputStream stream) {
        incoming.refusal().ifPresent(this::refuse);
        if (over) {
            return;
        }
        if (arrived) {
            refuse(
                    Problem.of(
                            Code.INVALID_REQUEST, "a call takes one message, and there are more"));
            return;
        }
        try {
            message = Message.read(stream, limits.body(), loan());
            arrived = true;
            incoming.received();
        } catch (NoRoomException e) {
            refuse(e.problem());
        } catch (Message.TooLargeException _) {
            refuse(Incoming.tooLarge(limits.body()));
        } catch (IOException | RuntimeException e) {
            LOG.debug("a message could not be read", e);
            refuse(Problem.of(Code.INVALID_REQUEST, "the message cannot be decompressed"));
        }
    }

    @Override
    public void onHalfClose() {
        if (over) {
            return;
        }
        stopWaiting();
        if (!arrived) {
            refuse(Problem.of(Code.INVALID_REQUEST, "a call takes a message, and there is none"));
            return;
        }
        try {
            method.answer(this);
        } catch (RuntimeException e) {
            LOG.error("a call could not be handled", e);
            refuse(Problem.of(Code.INTERNAL, "the request could not be handled"));
        }
    }

    private static String text(Problem problem) {
        var todo = problem.todo().isEmpty() ? "" : ". Try: " + String.join("; ", problem.todo());
        return problem.what() + todo + " (" + problem.code().id() + ")";
    }

    private static Problem tooSlow() {
        return Problem.of(Code.DEADLINE, "the request did not arrive in time");
    }

    private void closed() {
        over = true;
        stopWaiting();
    }

    /// An answer that nobody reads is held as long as the connection is there.
    private void waitForReader() {
        stopWaiting();
        if (!incoming.isClosed()) {
            waitFor(hangUp, limits.idleWithin().toNanos());
        }
    }

    private void waitFor(Runnable then, long nanos) {
        patience = loop.schedule(then, nanos, TimeUnit.NANOSECONDS);
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }
}
