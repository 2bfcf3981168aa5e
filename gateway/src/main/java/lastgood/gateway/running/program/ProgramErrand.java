package lastgood.gateway.running.program;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lastgood.gateway.client.Server;
import lastgood.gateway.running.graph.LateRunner.Said;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.program.UnansweredException.How;
import lastgood.gateway.running.tensor.Tensor;

/// One for a program of ours, which stands still between requests: a connection that breaks before anything was answered is
/// tried once more. A process that is gone refuses the second one.
final class ProgramErrand extends Errand {
    private final Inference inference;
    private final Supplier<Optional<Server>> serving;
    private boolean again;

    /// @param serving where it is, if it runs
    ProgramErrand(
            Inference inference,
            Supplier<Optional<Server>> serving,
            Places places,
            ScheduledExecutorService loop,
            Collection<Tensor> inputs,
            Consumer<Said> told) {
        super(places, loop, inputs, told);
        this.inference = inference;
        this.serving = serving;
    }

    @Override
    void begin() {
        var server = serving.get();
        if (server.isEmpty()) {
            failed(new NoAnswerException("its program does not run", "it is being started again"));
        } else {
            send(server.get());
        }
    }

    private void send(Server server) {
        boolean second = again;
        try {
            var exchange = inference.ask(server, inputs(), loop(), said -> heard(server, said));
            if (second == again) { // else it broke at once, and was sent once more
                underWay(exchange);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            failed(new NoAnswerException("its program cannot be asked", e.toString()));
        }
    }

    private void heard(Server server, Inference.Said said) {
        switch (said) {
            case Inference.Said.Outputs(var outputs) -> answered(outputs);
            case Inference.Said.None(var why) -> {
                boolean broken = why.how() == How.BROKEN || why.how() == How.STALE;
                if (broken && !again) {
                    again = true;
                    send(server);
                } else {
                    failed(why.forCallers());
                }
            }
        }
    }

    @Override
    void abandoned() {
        // Who watches its process knows how it is.
    }
}
