package lastgood.gateway.running;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import lastgood.core.port.Standby;
import lastgood.core.problem.Outcome;
import lastgood.core.release.TensorSpec;
import lastgood.core.rollout.Isolation;
import lastgood.gateway.running.apart.Apart;
import lastgood.gateway.running.apart.ProcessorTime;
import lastgood.gateway.running.graph.NoAnswerException;
import lastgood.gateway.running.graph.Runner;
import lastgood.gateway.running.tensor.Tensor;

/// Where the graphs of one release run: inside the gateway, or in a process of their own. They can move while requests
/// come.
///
/// Graphs that are open inside stay open until the release is let go of: somebody may be running them.
final class Quarters implements Runner {
    private final Housing housing;
    private volatile Optional<Runner> inside = Optional.empty();
    private volatile Optional<Apart> apart = Optional.empty();
    private Optional<Boolean> harmless = Optional.empty();

    Quarters(Housing housing) {
        this.housing = housing;
    }

    /// Answers golden rows before anybody else is answered.
    interface Trial {
        Outcome<Runner> of(Runner runner);
    }

    /// Where it runs now; it is opened inside before it is anywhere.
    Place place() {
        return apart.isPresent() ? Place.APART : Place.INSIDE;
    }

    /// Where it is to run. The disk is asked once what its graphs use: a way back must need none.
    synchronized Place place(Optional<Isolation> declared, Standby.Footing footing) {
        return Place.of(declared, footing, this::isHarmless);
    }

    /// What cannot be read is not harmless, until it can be.
    private boolean isHarmless() {
        if (harmless.isEmpty()) {
            try {
                harmless = Optional.of(housing.isHarmless());
            } catch (IOException _) {
                return false;
            }
        }
        return harmless.get();
    }

    /// Opens what is missing for a place, and closes the process that it has no use for. Where that does not go all stays
    /// as it is.
    synchronized Outcome<Place> moveTo(Place place, Trial trial) {
        return switch (place) {
            case INSIDE ->
                    (inside.isPresent()
                                    ? Outcome.done(inside.get())
                                    : tried(housing.inside(), trial))
                            .then(runner -> {
                                inside = Optional.of(runner);
                                var left = apart;
                                apart = Optional.empty();
                                left.ifPresent(Apart::close);
                                return Outcome.done(place);
                            });
            case APART ->
                    (apart.isPresent() ? Outcome.done(apart.get()) : tried(housing.apart(), trial))
                            .then(runner -> {
                                apart = Optional.of(runner);
                                return Outcome.done(place);
                            });
        };
    }

    private static <R extends Runner> Outcome<R> tried(Outcome<R> opened, Trial trial) {
        return opened.then(runner ->
                switch (trial.of(runner)) {
                    case Outcome.Done<Runner> _ -> Outcome.done(runner);
                    case Outcome.Refused<Runner>(var problem) -> {
                        runner.close();
                        yield Outcome.refused(problem);
                    }
                });
    }

    /// What answering has taken the process by which a release is run, wherever it is asked from.
    static ProcessorTime answering(Runner by) {
        return switch (by) {
            case Apart apart -> apart.answering();
            case Quarters quarters ->
                    quarters.apart.map(Apart::answering).orElse(ProcessorTime.UNKNOWN);
            default -> ProcessorTime.UNKNOWN;
        };
    }

    /// Its process, where it runs in one.
    Optional<Apart> apart() {
        return apart;
    }

    /// Its graphs where they are open in this process, wherever else it runs.
    Optional<Runner> inside() {
        return inside;
    }

    @Override
    public List<Tensor> run(
            Collection<Tensor> inputs,
            Optional<OrtSession.RunOptions> stop,
            Optional<ModelInputs> watcher)
            throws OrtException, NoAnswerException {
        var process = apart;
        return process.isPresent()
                ? process.get().run(inputs, stop, watcher)
                : here().run(inputs, stop, watcher);
    }

    @Override
    public List<Tensor> modelInputs(Collection<Tensor> inputs) throws OrtException {
        return here().modelInputs(inputs);
    }

    private Runner here() {
        return inside.orElseThrow(() -> new IllegalStateException("it is open nowhere"));
    }

    @Override
    public List<TensorSpec> inputs() {
        return inside.map(Runner::inputs).or(() -> apart.map(Apart::inputs)).orElseGet(List::of);
    }

    @Override
    public boolean waits() {
        return apart.isPresent();
    }

    @Override
    public synchronized void close() {
        apart.ifPresent(Apart::close);
        inside.ifPresent(Runner::close);
    }
}
