package lastgood.core.guard;

/// What a guard says. "I cannot see" is an answer of its own, never a kind of success.
public sealed interface Verdict {
    /// The evidence says that the candidate keeps the bound.
    record Ok() implements Verdict {}

    /// Not tripped and not proven: the evidence allows both.
    record Watching() implements Verdict {}

    /// The evidence says that the candidate breaks the bound. Latches.
    record Tripped() implements Verdict {}

    /// A reference is still being measured.
    record Learning() implements Verdict {}

    /// @param overdue it has been blind for longer than its patience
    record Blind(String why, boolean overdue) implements Verdict {}

    /// There is no baseline to compare with.
    record NotApplicable() implements Verdict {}

    /// As shown and as written in JSON.
    default String text() {
        return switch (this) {
            case Ok() -> "ok";
            case Watching() -> "watching";
            case Tripped() -> "tripped";
            case Learning() -> "learning";
            case Blind(_, _) -> "blind";
            case NotApplicable() -> "notApplicable";
        };
    }
}
