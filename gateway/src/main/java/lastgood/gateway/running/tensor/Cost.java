package lastgood.gateway.running.tensor;

import lastgood.gateway.memory.Loan;

/// What values take while they are read and afterwards: the growing array, both arrays while one is copied into the
/// other, each text, and the copy that a graph is given.
///
/// Measured with the runtime of decision 1 and rounded up; a test holds it against the heap.
public final class Cost {
    /// In an array of objects.
    public static final int REFERENCE = 8;

    /// A string and the head of its array, rounded up to whole words.
    private static final int TEXT = 48;

    /// The runtime's own string, and two more copies while it is made of ours.
    private static final int NATIVE_TEXT = 96;

    private final Loan loan;
    private final int width;
    private long nativeTexts;

    /// @param width bytes of a value, in an array and in the graph's copy of it
    /// @param first values in the array to begin with
    public Cost(Loan loan, int width, int first) {
        this.loan = loan;
        this.width = width;
        loan.take((long) first * width);
    }

    /// Pays for a text that is no tensor's.
    public static String paid(String text, Loan loan) {
        loan.take(ofText(text));
        return text;
    }

    /// What [#paid] takes.
    public static long ofText(String text) {
        return TEXT + 2L * text.length();
    }

    /// The array is full and will be twice as long.
    void grow(int size) {
        loan.take(2L * size * width);
    }

    /// The array before it, of that length, is gone.
    void copied(int length) {
        loan.giveBack((long) length * width);
    }

    public String text(String text) {
        nativeTexts += NATIVE_TEXT + 2L * text.length();
        return paid(text, loan);
    }

    /// There are no more values: the array will be as long as they are many, and one day a graph gets a copy.
    public void fit(int size) {
        loan.take(fitted(size, width) + nativeTexts);
    }

    /// What [#fit] takes for values that are no texts.
    public static long fitted(int size, int width) {
        return 2L * size * width;
    }
}
