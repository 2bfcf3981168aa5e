package lastgood.gateway.running.program;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import lastgood.core.breaker.Cause;
import lastgood.gateway.running.graph.LateRunner.Said;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.program.UnansweredException.How;
import lastgood.gateway.running.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One that may go to another address where none has begun to work at it.
final class UpstreamErrand extends Errand {
    private final UpstreamModel model;
    private final Set<Integer> tried = new HashSet<>(2);
    private Addresses.@Nullable Pass pass;
    private long began;
    private int tries;

    UpstreamErrand(
            UpstreamModel model,
            Places places,
            ScheduledExecutorService loop,
            Collection<Tensor> inputs,
            Consumer<Said> told) {
        super(places, loop, inputs, told);
        this.model = model;
    }

    @Override
    void begin() {
        var addresses = model.addresses();
        var chosen = addresses.enter();
        if (chosen.isEmpty()) {
            failed(new NoAnswerException("its upstream " + addresses.whyNone(), addresses.who()));
        } else {
            send(chosen.get());
        }
    }

    private void send(Addresses.Pass to) {
        pass = to;
        tried.add(to.address());
        began = System.nanoTime();
        int now = ++tries;
        try {
            var exchange =
                    model.inference().ask(to.server(), inputs(), loop(), said -> heard(to, said));
            if (now == tries) { // else it failed at once, and is on its way to another address
                underWay(exchange);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            model.addresses().forgotten(to);
            failed(new NoAnswerException("its upstream cannot be asked", e.toString()));
        }
    }

    private void heard(Addresses.Pass by, Inference.Said said) {
        switch (said) {
            case Inference.Said.Outputs(var outputs) -> {
                model.addresses().answered(by);
                answered(outputs);
            }
            case Inference.Said.None(var why) -> {
                note(why, by);
                var next =
                        why.how().isUntouched()
                                ? model.addresses().enterAgain(tried, isFirstStale(why))
                                : Optional.<Addresses.Pass>empty();
                next.ifPresentOrElse(this::send, () -> failed(why.forCallers()));
            }
        }
    }

    /// Another connection to the same address may be a good one.
    private boolean isFirstStale(UnansweredException why) {
        return why.how() == How.STALE && tries == 1;
    }

    /// Callers who give it little time are no reason to call it late.
    @Override
    void abandoned() {
        var last = pass;
        if (last == null) {
            return;
        }
        if (System.nanoTime() - began >= model.timeoutNanos() / 2) {
            model.addresses().failed(last, Cause.FAILING, "it does not answer in time");
        } else {
            model.addresses().forgotten(last);
        }
    }

    /// A server that answers something wrong is there. What that means for the release, its guards say.
    private void note(UnansweredException why, Addresses.Pass by) {
        if (why.how() == How.WRONG) {
            model.addresses().answered(by);
        } else if (why.how().cause().isEmpty()) {
            model.addresses().forgotten(by);
        } else {
            model.addresses().failed(by, why.how().cause().get(), String.valueOf(why.getMessage()));
        }
    }
}
