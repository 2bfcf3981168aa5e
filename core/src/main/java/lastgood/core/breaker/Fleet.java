package lastgood.core.breaker;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// All addresses that serve one model, and who of them is asked.
///
/// Those that are away rest, however many they are. Of those that are there and fail at most half rest, and one at least, while
/// another is well: who fails for having too much to do does not get better by leaving his work to the rest. Where
/// none is well all rest, and whoever asks hears so at once.
public record Fleet(List<Circuit> circuits, Limits limits) {
    public Fleet {
        circuits = List.copyOf(circuits);
    }

    public int size() {
        return circuits.size();
    }

    public long term(int address) {
        return circuits.get(address).term();
    }

    public boolean takes(int address) {
        return switch (circuits.get(address)) {
            case Circuit.Closed _ -> true;
            case Circuit.Trial trial -> !trial.underWay();
            case Circuit.Open open ->
                    open.cause() == Cause.FAILING && isOneWell() && before(address) >= mostOut();
        };
    }

    /// Whether one request is to find out if it answers again.
    public boolean isOnTrial(int address) {
        return circuits.get(address) instanceof Circuit.Trial;
    }

    /// Whether it failed too much and has not answered since.
    public boolean isOut(int address) {
        return !(circuits.get(address) instanceof Circuit.Closed);
    }

    /// When the first of those that rest is looked at, in nanoseconds; empty: none rests, or one is being tried.
    public OptionalLong nextLook() {
        return circuits.stream().anyMatch(Circuit.Trial.class::isInstance)
                ? OptionalLong.empty()
                : circuits.stream()
                        .filter(Circuit.Open.class::isInstance)
                        .mapToLong(circuit -> ((Circuit.Open) circuit).until())
                        .reduce((a, b) -> a - b < 0 ? a : b);
    }

    public Fleet asked(int address) {
        return with(address, Circuit::asked);
    }

    public Fleet answered(int address, long in, long now) {
        return with(address, circuit -> circuit.answered(in, now, limits));
    }

    public Fleet failed(int address, long in, Cause cause, long now) {
        return with(address, circuit -> circuit.failed(in, cause, now, limits));
    }

    public Fleet forgotten(int address, long in) {
        return with(address, circuit -> circuit.forgotten(in));
    }

    public Fleet looked(int address, long in, boolean ready, long now) {
        return with(address, circuit -> circuit.looked(in, ready, now, limits));
    }

    int mostOut() {
        return Math.max(1, size() / 2);
    }

    private boolean isOneWell() {
        return circuits.stream().anyMatch(Circuit.Closed.class::isInstance);
    }

    /// How many are out whose turn to be so comes before that of this one.
    private long before(int address) {
        return IntStream.range(0, size())
                .filter(other -> other != address && isOut(other) && isBefore(other, address))
                .count();
    }

    private boolean isBefore(int one, int other) {
        if (cause(one) != cause(other)) {
            return cause(one) == Cause.AWAY;
        }
        long earlier = since(one) - since(other);
        return earlier == 0 ? one < other : earlier < 0;
    }

    private Cause cause(int address) {
        return switch (circuits.get(address)) {
            case Circuit.Closed _ -> Cause.FAILING;
            case Circuit.Open open -> open.cause();
            case Circuit.Trial trial -> trial.cause();
        };
    }

    private long since(int address) {
        return switch (circuits.get(address)) {
            case Circuit.Closed closed -> closed.since();
            case Circuit.Open open -> open.since();
            case Circuit.Trial trial -> trial.since();
        };
    }

    private Fleet with(int address, UnaryOperator<Circuit> change) {
        var changed = new ArrayList<>(circuits);
        changed.set(address, change.apply(circuits.get(address)));
        return new Fleet(changed, limits);
    }
}
