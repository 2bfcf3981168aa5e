package lastgood.core.problem;

import java.util.List;

/// A refusal: what happened, why, what to do, and what state the system is in now.
///
/// @param what one sentence of fact
/// @param why causes, with values
/// @param todo commands that can be pasted
/// @param state what serves now; empty where no service is concerned
public record Problem(Code code, String what, List<String> why, List<String> todo, String state) {

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
}
