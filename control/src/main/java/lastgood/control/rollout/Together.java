package lastgood.control.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import lastgood.core.port.Journal.Entry;
import lastgood.core.problem.Problem;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Rules;

/// Several services' events as one: all of them are decided, then all act, or none does anything.
public final class Together {
    private Together() {}

    /// @param event refused by the rules, it refuses all of them; where it changes nothing the service is left alone
    public record One(ServiceLoop loop, Event event) {}

    /// @param epoch under which all of them serve then: higher than that of any of them
    /// @param commit the moment at which it happens; once it has, nothing can refuse it any more
    /// @return why nothing happened; empty: it did
    public static Optional<Problem> handle(
            Hands hands, List<One> all, long epoch, Supplier<Optional<Problem>> commit) {
        var ordered =
                all.stream()
                        .sorted(Comparator.comparing((One one) -> one.loop().service().text()))
                        .toList();
        return locked(ordered, 0, () -> decided(hands, ordered, epoch, commit));
    }

    /// In one order everywhere, so that nobody waits in a circle.
    private static Optional<Problem> locked(
            List<One> all, int from, Supplier<Optional<Problem>> then) {
        return from == all.size()
                ? then.get()
                : all.get(from).loop().holding(() -> locked(all, from + 1, then));
    }

    private static Optional<Problem> decided(
            Hands hands, List<One> all, long epoch, Supplier<Optional<Problem>> commit) {
        record Part(ServiceLoop loop, Entry entry) {}
        var parts = new ArrayList<Part>();
        for (var one : all) {
            switch (Rules.decide(one.loop().state().at(epoch - 1), one.event())) {
                case Decision.Refused(var problem) -> {
                    return Optional.of(problem);
                }
                case Decision.Nothing() -> {}
                case Decision.Changed changed ->
                        parts.add(new Part(one.loop(), new Entry(one.event(), changed)));
            }
        }
        var refusal = commit.get();
        if (refusal.isEmpty()) {
            hands.serve(
                    parts.stream()
                            .flatMap(part -> part.loop().routes(part.entry().decision()).stream())
                            .toList());
            for (var part : parts) {
                part.loop().did(part.entry());
            }
        }
        return refusal;
    }
}
