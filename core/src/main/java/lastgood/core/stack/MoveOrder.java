package lastgood.core.stack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The order in which the components of one move change in their own worlds, one after the other.
///
/// Between two of them one has moved and the other has not. Of each pair it is known whether they fit then, and who goes
/// first is chosen so that they do: mostly whoever needs the other goes back before it. Where a pair fits neither way round
/// no order helps, and where the wishes run in a circle one of them is not heard; who needs the other goes first then, too.
/// Services are not asked: all of them switch at the end.
public final class MoveOrder {
    private MoveOrder() {}

    /// @param before what the version that is left accepts of other components
    /// @param after what the version that is gone to accepts
    public record Step(String component, String from, String to, Requires before, Requires after) {}

    public static List<String> of(List<Step> steps) {
        var left = new ArrayList<>(steps);
        left.sort(Comparator.comparing(Step::component));
        var order = new ArrayList<String>();
        while (!left.isEmpty()) {
            var free = left.stream().filter(step -> isFree(step, left)).toList();
            var among = free.isEmpty() ? left : free;
            var step =
                    among.stream()
                            .filter(each -> among.stream().noneMatch(who -> needs(who, each)))
                            .findFirst()
                            .orElse(among.getFirst());
            left.remove(step);
            order.add(step.component());
        }
        return order;
    }

    private static boolean isFree(Step step, List<Step> left) {
        return left.stream().noneMatch(other -> !other.equals(step) && precedes(other, step));
    }

    private static boolean precedes(Step one, Step other) {
        return fitsBetween(one, other) && !fitsBetween(other, one);
    }

    /// Whether they fit while `moved` has moved and `waits` has not.
    static boolean fitsBetween(Step moved, Step waits) {
        return accepts(moved.after(), waits.component(), waits.from())
                && accepts(waits.before(), moved.component(), moved.to());
    }

    private static boolean needs(Step who, Step whom) {
        return who.before().versions().containsKey(whom.component())
                || who.after().versions().containsKey(whom.component());
    }

    private static boolean accepts(Requires requires, String component, String version) {
        return Optional.ofNullable(requires.versions().get(component))
                .map(list -> list.contains(version))
                .orElse(true);
    }
}
