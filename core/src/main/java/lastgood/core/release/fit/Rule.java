package lastgood.core.release.fit;

import java.util.Locale;

/// What callers rely on, each told as what a tensor or a column does that breaks it.
///
/// A request that breaks a rule of form, or lacks a value it must have, is refused. One with a value out of range or not
/// listed is answered, and `features.invalid` counts it. Another column or unit is noticed by nobody, which is worse.
public enum Rule {
    /// All inputs are required.
    NEW_INPUT("must be sent as well"),
    /// An input that a release does not know is refused, not passed over.
    DROPPED_INPUT("is unknown there and refused"),
    /// Nobody breaks by an output more: outputs are read by name.
    DROPPED_OUTPUT("is no longer answered"),
    DATATYPE("has another datatype"),
    SHAPE("no longer takes every shape it took", "may come in another shape"),
    /// Inputs whose first dimension varies must have the same rows in one request.
    ROWS("must have as many rows as the other inputs"),
    COLUMN("gives its place to another column"),
    /// One that only one side names is another: nobody knows that it is the same.
    UNIT("has another unit"),
    RANGE("has a range that leaves out valid values", "may be outside its range"),
    VALUES("no longer allows every value it allowed", "may hold a value it could not"),
    NULLABLE("must now have a value", "may now lack a value");

    private final String request;
    private final String answer;

    Rule(String both) {
        this(both, both);
    }

    Rule(String request, String answer) {
        this.request = request;
        this.answer = answer;
    }

    /// `new-input`
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String sentence(Side side) {
        return side == Side.REQUEST ? request : answer;
    }
}
