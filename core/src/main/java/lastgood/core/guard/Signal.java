package lastgood.core.guard;

import java.time.Duration;

/// One kind of yes-or-no question that is counted for both arms: was this answer bad?
public sealed interface Signal {
    /// Failed, timed out, or said something invalid.
    record Errors() implements Signal {}

    /// The same, but a request on which the other release failed as well, asked in its place, is no unit of it: what
    /// neither can answer says nothing about one of them.
    record OwnErrors() implements Signal {}

    /// A request whose values break the schema's columns.
    record Invalid() implements Signal {}

    /// Took longer than `limit`, failed, or timed out.
    record Slow(Duration limit) implements Signal {}

    /// A label says the answer was wrong.
    record Wrong() implements Signal {}
}
