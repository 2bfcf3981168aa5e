package lastgood.core.problem;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A refusal: what happened, why, what to do, and what state the system is in now.
///
/// @param what one sentence of fact
/// @param why causes, with values
/// @param todo commands that can be pasted
/// @param state what serves now; empty where no service is concerned
public record Problem(Code code, String what, List<String> why, List<String> todo, String state) {
    private static final Pattern OPEN = Pattern.compile("\\bSERVICE\\b");

    public Problem {
        why = List.copyOf(why);
        todo = List.copyOf(todo);
    }

    public static Problem of(Code code, String what) {
        return new Problem(code, what, List.of(), List.of(), "");
    }

    public Problem because(String... why) {
        return new Problem(code, what, List.of(why), todo, state);
    }

    public Problem because(List<String> why) {
        return new Problem(code, what, why, todo, state);
    }

    public Problem tryThis(String... todo) {
        return new Problem(code, what, why, List.of(todo), state);
    }

    /// Why, in one line, to be named as the cause of something else: `its model is damaged; ...`.
    public String cause() {
        return why.isEmpty() ? what.replaceAll("\\.$", "") : String.join("; ", why);
    }

    public Problem inState(String state) {
        return new Problem(code, what, why, todo, state);
    }

    /// The same, with the service's name where commands leave it open as `SERVICE`.
    public Problem about(String service) {
        var named =
                todo.stream()
                        .map(line ->
                                OPEN.matcher(line).replaceAll(Matcher.quoteReplacement(service)))
                        .toList();
        return new Problem(code, what, why, named, state);
    }
}
