package lastgood.gateway.protocol.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.Optional;
import java.util.function.Consumer;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.gateway.memory.Budget;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.memory.NoRoomException;
import lastgood.gateway.protocol.Traffic;

/// What one call holds, from its first byte to its last: the library tells of every byte that it keeps for a message, and
/// of the end, however it comes.
final class Incoming extends ServerStreamTracer {
    private static final Context.Key<Incoming> KEY = Context.key("lastgood-incoming");

    private final Traffic traffic;
    private final Loan loan;
    private final int most;
    private long total;
    private long held;
    private boolean closed;
    private Optional<Problem> refused = Optional.empty();
    private Consumer<Problem> refuse = _ -> {};
    private Runnable whenClosed = () -> {};

    private Incoming(Traffic traffic, Loan loan, int most) {
        this.traffic = traffic;
        this.loan = loan;
        this.most = most;
        traffic.begun();
    }

    /// @param most bytes of one call's message
    static Factory factory(Traffic traffic, Budget budget, int most) {
        return new Factory() {
            @Override
            public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
                return new Incoming(traffic, new Loan(budget), most);
            }
        };
    }

    /// Of the call that is being handled.
    static Incoming current() {
        var incoming = KEY.get();
        if (incoming == null) {
            throw new IllegalStateException("no call is being handled");
        }
        return incoming;
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    Loan loan() {
        return loan;
    }

    boolean isClosed() {
        return closed;
    }

    /// Why the message is not taken; empty: it is, so far.
    Optional<Problem> refusal() {
        return refused;
    }

    /// @param told once, in the middle of reading, when the message becomes larger than it may be
    void follow(Consumer<Problem> told, Runnable atTheEnd) {
        refuse = told;
        whenClosed = atTheEnd;
    }

    /// The library has let go of what it kept.
    void received() {
        loan.giveBack(held);
        held = 0;
    }

    @Override
    public void inboundWireSize(long bytes) {
        if (refused.isPresent() || closed) {
            return;
        }
        total += bytes;
        refused = total > most ? Optional.of(tooLarge(most)) : take(bytes);
        refused.ifPresent(refuse);
    }

    static Problem tooLarge(int most) {
        return Problem.of(Code.TOO_LARGE, "the message is larger than " + most + " bytes");
    }

    private Optional<Problem> take(long bytes) {
        try {
            loan.take(bytes);
            held += bytes;
            return Optional.empty();
        } catch (NoRoomException e) {
            return Optional.of(e.problem());
        }
    }

    @Override
    public void streamClosed(io.grpc.Status status) {
        if (!closed) {
            closed = true;
            whenClosed.run();
            loan.letGo();
            traffic.ended();
        }
    }
}
