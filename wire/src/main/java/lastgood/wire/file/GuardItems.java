package lastgood.wire.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardLine;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Situation;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.rollout.Settings;

/// Reads a service's guards: one line each, or the long form. Without any a rollout could not be caught, so an empty
/// list is refused, and no key at all means the standard set.
final class GuardItems {
    private static final String EXPECTED =
            "guards such as - quality.error_rate <= baseline + 2%, or standard";

    private final Settings.Task task;
    private final List<Guard> guards = new ArrayList<>();
    private final HashSet<String> names = new HashSet<>();
    private final HashSet<String> lines = new HashSet<>();

    private GuardItems(Settings.Task task) {
        this.task = task;
        names.add(Guard.HARD_LIMIT.name());
    }

    /// Empty where it complained.
    static Optional<GuardSet> read(Section spec, Settings.Task task) {
        var item = spec.item("guards").filter(i -> !i.says("standard"));
        if (item.isEmpty()) {
            return Optional.of(Defaults.standard(task, true));
        }
        var items = item.get().list(EXPECTED);
        if (item.get().isList() && items.isEmpty()) {
            item.get().complain("found an empty list: a rollout nobody watches", EXPECTED);
        }
        var set = new GuardItems(task);
        items.forEach(set::add);
        return set.guards.isEmpty() || set.guards.size() < items.size()
                ? Optional.empty()
                : Optional.of(new GuardSet(set.guards));
    }

    private void add(Item item) {
        var guard = item.isMapping() ? LongGuard.read(item) : line(item);
        guard.ifPresent(g -> add(item, g));
    }

    private void add(Item item, Guard guard) {
        if (!names.add(guard.name())) {
            item.complain(
                    "a guard named " + Item.quote(guard.name()) + " is there already",
                    "another name");
        } else if (!lines.add(guard.line())) {
            item.complain("the guard " + Item.quote(guard.line()) + " is there already", "it once");
        } else if (Situation.needsLabels(guard) && task == Settings.Task.REGRESSION) {
            item.complain(
                    "a regression's answer is never simply wrong, so nothing would feed "
                            + guard.metric().text(),
                    "another metric");
        } else {
            guards.add(guard);
        }
    }

    private static Optional<Guard> line(Item item) {
        var text = item.scalar();
        if (text.isEmpty()) {
            item.complain("a line such as quality.error_rate <= baseline + 2%");
        }
        return text.flatMap(t -> parse(item, t));
    }

    /// The guard that a line says, or a complaint with the line's own problem.
    static Optional<Guard> parse(Item item, String line) {
        return switch (GuardLine.parse(line)) {
            case Outcome.Done<Guard>(var guard) -> Optional.of(guard);
            case Outcome.Refused<Guard>(var problem) -> {
                var text = String.join("; ", said(problem));
                if (problem.code() == Code.NOT_IN_THIS_VERSION) {
                    item.later(text, "");
                } else {
                    item.complain(text, "");
                }
                yield Optional.empty();
            }
        };
    }

    private static List<String> said(Problem problem) {
        return Stream.concat(Stream.of(problem.what()), problem.why().stream()).toList();
    }
}
