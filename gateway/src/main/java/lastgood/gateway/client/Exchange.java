package lastgood.gateway.client;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request and what comes of it. All of it happens on one loop.
public final class Exchange {
    private final Request request;
    private final Consumer<Heard> told;
    private @Nullable Carrier carrier;
    private boolean over;

    /// Whoever has it now: a connection, or those that wait for one.
    interface Carrier {
        /// Nobody waits for it any more.
        void giveUp(Exchange exchange);
    }

    Exchange(Request request, Consumer<Heard> told) {
        this.request = request;
        this.told = told;
    }

    Request request() {
        return request;
    }

    boolean isOver() {
        return over;
    }

    void carriedBy(Carrier now) {
        carrier = now;
    }

    void answered(Response response) {
        tell(new Heard.Answered(response));
    }

    void failed(Failure.Kind kind, String detail) {
        tell(new Heard.Failed(new Failure(kind, detail)));
    }

    private void tell(Heard heard) {
        if (!over) {
            over = true;
            carrier = null;
            told.accept(heard);
        }
    }

    /// Nobody waits for it any more, and nobody hears of it. A connection on which its response would still come is closed.
    public void giveUp() {
        if (!over) {
            over = true;
            var last = carrier;
            carrier = null;
            if (last != null) {
                last.giveUp(this);
            }
        }
    }
}
