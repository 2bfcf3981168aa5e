package lastgood.core.stack;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is true of all stacks, as the entries about them tell.
///
/// @param declared by name
/// @param live the version of each component that everybody reads, for those that have one live version; one that
///     nothing ever served with is not in here
/// @param moves how many there were
/// @param opened by number: moves that were cut off, or are under way
public record Stacks(
        SortedMap<String, Stack> declared,
        SortedMap<String, String> live,
        int moves,
        SortedMap<Integer, Open> opened) {
    public static final Stacks NONE =
            new Stacks(new TreeMap<>(), new TreeMap<>(), 0, new TreeMap<>());

    public Stacks {
        declared = Collections.unmodifiableSortedMap(new TreeMap<>(declared));
        live = Collections.unmodifiableSortedMap(new TreeMap<>(live));
        opened = Collections.unmodifiableSortedMap(new TreeMap<>(opened));
    }

    /// The oldest move that was cut off, or is under way.
    public Optional<Open> open() {
        return opened.values().stream().findFirst();
    }

    /// @param switched whether it has happened
    public record Open(StackMove move, boolean switched) {}

    public Stacks after(StackEntry entry) {
        return switch (entry) {
            case StackEntry.Declared(_, _, var stack) -> with(stack);
            case StackEntry.Adopted(_, _, var component, var version) ->
                    new Stacks(declared, plus(live, component, version), moves, opened);
            case StackEntry.Begun(_, var move) ->
                    new Stacks(declared, live, move.number(), with(new Open(move, false)));
            case StackEntry.Switched(_, var move) ->
                    new Stacks(declared, after(move), move.number(), with(new Open(move, true)));
            case StackEntry.Ended(_, var move) -> without(move);
            case StackEntry.Undone(_, var move, _) -> without(move);
        };
    }

    /// The versions that everybody reads once a move has happened.
    public SortedMap<String, String> after(StackMove move) {
        var next = new TreeMap<>(live);
        move.components().forEach(c -> next.put(c.component(), c.to()));
        return next;
    }

    /// The components of which everybody reads one version.
    public SortedSet<String> exclusive() {
        var names = new TreeSet<String>();
        declared.values().stream()
                .flatMap(stack -> stack.members().stream())
                .filter(member -> member.liveVersions() == Stack.LiveVersions.ONE)
                .forEach(member -> names.add(member.component()));
        return names;
    }

    private Stacks with(Stack stack) {
        var more = new TreeMap<>(declared);
        more.put(stack.name(), stack);
        var next = new Stacks(more, live, moves, opened);
        var exclusive = next.exclusive();
        var still = new TreeMap<>(live);
        still.keySet().retainAll(exclusive);
        return new Stacks(more, still, moves, opened);
    }

    private Stacks without(int move) {
        var fewer = new TreeMap<>(opened);
        fewer.remove(move);
        return new Stacks(declared, live, moves, fewer);
    }

    private SortedMap<Integer, Open> with(Open open) {
        var more = new TreeMap<>(opened);
        more.put(open.move().number(), open);
        return more;
    }

    private static SortedMap<String, String> plus(
            SortedMap<String, String> map, String key, String value) {
        var more = new TreeMap<>(map);
        more.put(key, value);
        return more;
    }
}
