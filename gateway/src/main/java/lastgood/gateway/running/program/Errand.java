package lastgood.gateway.running.program;

import io.netty.channel.EventLoop;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import lastgood.gateway.client.Exchange;
import lastgood.gateway.running.graph.LateRunner;
import lastgood.gateway.running.graph.LateRunner.Said;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One request of a caller on its way to a server and back, on his loop: it waits for a place, is sent, perhaps once more, and
/// is told or given up.
abstract class Errand implements LateRunner.Asked, Places.Guest {
    private final Places places;
    private final EventLoop loop;
    private final Collection<Tensor> inputs;
    private final Consumer<Said> told;
    private @Nullable Exchange underWay;
    private boolean entered;
    private boolean over;

    Errand(
            Places places,
            ScheduledExecutorService loop,
            Collection<Tensor> inputs,
            Consumer<Said> told) {
        this.places = places;
        this.loop = (EventLoop) loop;
        this.inputs = inputs;
        this.told = told;
    }

    /// It has its place: sends what it is to be sent.
    abstract void begin();

    /// It was given up after it had begun.
    abstract void abandoned();

    LateRunner.Asked start() {
        if (!places.enter(this)) {
            over = true;
            told.accept(
                    new Said.Failed(
                            new NoAnswerException(
                                    "too many requests wait for its server", "they are refused")));
        }
        return this;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void enter() {
        entered = true;
        begin();
    }

    @Override
    public void giveUp() {
        if (over) {
            return;
        }
        over = true;
        if (!entered) {
            places.giveUp(this);
            return;
        }
        var last = underWay;
        if (last != null) {
            last.giveUp();
        }
        abandoned();
        places.leave();
    }

    Collection<Tensor> inputs() {
        return inputs;
    }

    /// What may be given up from now on; if it was answered at once, there is nothing to give up.
    void underWay(Exchange exchange) {
        underWay = exchange;
    }

    void answered(List<Tensor> outputs) {
        end(new Said.Outputs(outputs));
    }

    void failed(NoAnswerException why) {
        end(new Said.Failed(why));
    }

    private void end(Said said) {
        if (!over) {
            over = true;
            places.leave();
            told.accept(said);
        }
    }
}
