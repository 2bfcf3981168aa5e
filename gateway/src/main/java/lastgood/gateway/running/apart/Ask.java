package lastgood.gateway.running.apart;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import lastgood.gateway.running.graph.LateRunner;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;

/// One question to a runner, on the loop of its link until it is told.
final class Ask {
    final ByteBuffer frame;
    final boolean wait;
    private final Optional<Runner.ModelInputs> watcher;
    private final Consumer<LateRunner.Said> told;
    private boolean over;
    private boolean lost;

    /// @param wait false: rather no answer at once than one that has to wait until the runner is back
    Ask(
            ByteBuffer frame,
            boolean wait,
            Optional<Runner.ModelInputs> watcher,
            Consumer<LateRunner.Said> told) {
        this.frame = frame;
        this.wait = wait;
        this.watcher = watcher;
        this.told = told;
    }

    boolean isOver() {
        return over;
    }

    /// Nobody listens any more.
    void giveUp() {
        over = true;
    }

    void answered(Frames.Reply reply) {
        if (over) {
            return;
        }
        over = true;
        switch (reply) {
            case Frames.Reply.Outputs(var seen, var outputs) -> {
                seen.ifPresent(tensors -> watcher.ifPresent(w -> w.accept(tensors)));
                told.accept(new LateRunner.Said.Outputs(outputs));
            }
            case Frames.Reply.None(var why, var detail) ->
                    told.accept(new LateRunner.Said.Failed(new NoAnswerException(why, detail)));
        }
    }

    /// It was under way when the runner ended. Where nobody else can answer it is asked once more: as a rule another
    /// request was the cause. False: it is not, and has failed.
    boolean isAskedAgain() {
        if (wait && !lost && !over) {
            lost = true;
            return true;
        }
        answered(
                new Frames.Reply.None(
                        "its process ended while it worked on the request",
                        "the connection ended"));
        return false;
    }

    /// The runner never saw it.
    void away(String why) {
        if (!over) {
            over = true;
            told.accept(
                    new LateRunner.Said.Away(
                            new NoAnswerException("its process is not there", why)));
        }
    }
}
