package lastgood.gateway.running.tensor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.release.Datatype;
import lastgood.gateway.memory.Loan;

/// Reads, byte by byte, the JSON that nearly everybody sends: tensors with a name, a shape, one of four datatypes, and flat
/// data, and texts of plain characters.
///
/// It never refuses anything. Whatever else there is, be it another way to say the same, a mistake, or a number that
/// is hard to round, is unusual, and left to the JSON library.
public final class PlainReader {
    private static final int MOST_DIGITS = 18;
    private static final long EXACT_FLOAT = 1L << 24;
    private static final long EXACT_DOUBLE = 1L << 53;
    private static final int MOST_DIMENSION = 1_000_000_000;

    /// All powers of ten that a float, and that a double, holds exactly.
    private static final float[] FLOAT_TENS = {
        1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f
    };

    private static final double[] DOUBLE_TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    /// Between two neighbouring floats, as the last bits of a double say it.
    private static final long BELOW_FLOAT = 0x1fff_ffffL;

    private static final long HALF_WAY = 0x1000_0000L;

    private final byte[] bytes;
    private final int end;
    private final Loan loan;
    private int at;
    private long taken;

    /// What the number at which it stood is made of.
    private boolean negative;

    private long digits;
    private int exponent;
    private boolean whole;
    private int numberStart;

    /// @param end where the document ends
    /// @param loan pays for what is read
    public PlainReader(byte[] bytes, int end, Loan loan) {
        this.bytes = bytes;
        this.end = end;
        this.loan = loan;
    }

    /// Gives back what was paid for: it is read another way.
    public void giveUp() {
        loan.giveBack(taken);
    }

    /// A text that is kept as long as what is read.
    public String paidText() throws UnusualException {
        var text = text();
        var paid = Cost.paid(text, loan);
        taken += Cost.ofText(text);
        return paid;
    }

    /// The tensors of the array at which it stands, by name.
    public Map<String, Tensor> tensors() throws UnusualException {
        var tensors = new LinkedHashMap<String, Tensor>();
        expect('[');
        do {
            var tensor = tensor();
            if (tensors.putIfAbsent(tensor.name(), tensor) != null
                    || tensors.size() > TensorReader.MOST_TENSORS) {
                throw new UnusualException();
            }
        } while (more(']'));
        return tensors;
    }

    private Tensor tensor() throws UnusualException {
        Optional<String> name = Optional.empty();
        List<Long> shape = List.of();
        Optional<Datatype> datatype = Optional.empty();
        Optional<Values> values = Optional.empty();
        expect('{');
        do {
            var key = text();
            expect(':');
            if (key.equals("name") && name.isEmpty()) {
                name = Optional.of(name());
            } else if (key.equals("shape") && shape.isEmpty()) {
                shape = shape();
            } else if (key.equals("datatype") && datatype.isEmpty()) {
                datatype = Optional.of(datatype());
            } else if (key.equals("data")
                    && values.isEmpty()
                    && datatype.isPresent()
                    && !shape.isEmpty()) {
                values = Optional.of(values(datatype.get(), shape));
            } else {
                throw new UnusualException();
            }
        } while (more('}'));
        if (name.isEmpty() || values.isEmpty()) {
            throw new UnusualException();
        }
        return new Tensor(name.get(), datatype.orElseThrow(), shape, values.get());
    }

    private String name() throws UnusualException {
        var name = text();
        if (name.length() > TensorReader.MOST_NAME) {
            throw new UnusualException();
        }
        return name;
    }

    private List<Long> shape() throws UnusualException {
        var shape = new ArrayList<Long>(4);
        long elements = 1;
        expect('[');
        do {
            space();
            number();
            if (!whole || negative || digits < 1 || digits > MOST_DIMENSION) {
                throw new UnusualException();
            }
            elements *= digits;
            shape.add(digits);
            if (elements > TensorReader.MOST_ELEMENTS
                    || shape.size() > TensorReader.MOST_DIMENSIONS) {
                throw new UnusualException();
            }
        } while (more(']'));
        return shape;
    }

    private Datatype datatype() throws UnusualException {
        return switch (text()) {
            case "FP32" -> Datatype.FP32;
            case "FP64" -> Datatype.FP64;
            case "INT32" -> Datatype.INT32;
            case "INT64" -> Datatype.INT64;
            default -> throw new UnusualException();
        };
    }

    /// As many as the shape says, and no array for more than there can be: each takes two bytes.
    private Values values(Datatype datatype, List<Long> shape) throws UnusualException {
        int elements = 1;
        for (long dimension : shape) {
            elements *= (int) dimension;
        }
        if (2L * elements > end - at + 1L) {
            throw new UnusualException();
        }
        return switch (datatype) {
            case FP32 -> floats(elements);
            case FP64 -> doubles(elements);
            default -> wholes(elements, datatype.least(), datatype.most());
        };
    }

    private Values floats(int elements) throws UnusualException {
        pay(elements, Float.BYTES);
        var array = new float[elements];
        expect('[');
        for (int i = 0; i < elements; i++) {
            next(i);
            array[i] = aFloat();
        }
        close();
        return new Values.Floats(array);
    }

    private Values doubles(int elements) throws UnusualException {
        pay(elements, Double.BYTES);
        var array = new double[elements];
        expect('[');
        for (int i = 0; i < elements; i++) {
            next(i);
            array[i] = aDouble();
        }
        close();
        return new Values.Doubles(array);
    }

    private Values wholes(int elements, long least, long most) throws UnusualException {
        pay(elements, Long.BYTES);
        var array = new long[elements];
        expect('[');
        for (int i = 0; i < elements; i++) {
            next(i);
            number();
            long value = negative ? -digits : digits;
            if (!whole || value < least || value > most) {
                throw new UnusualException();
            }
            array[i] = value;
        }
        close();
        return new Values.Wholes(array);
    }

    private void pay(int elements, int width) {
        new Cost(loan, width, 0).fit(elements);
        taken += Cost.fitted(elements, width);
    }

    private void next(int i) throws UnusualException {
        if (i > 0) {
            expect(',');
        }
        space();
    }

    private void close() throws UnusualException {
        expect(']');
    }

    /// The nearest float. Where a number of few digits is a power of ten away from a whole one, and both are floats, one
    /// rounding finds it (Clinger 1990); else the nearest double does, unless that stands between two floats.
    private float aFloat() throws UnusualException {
        number();
        float value;
        if (digits < EXACT_FLOAT && Math.abs(exponent) < FLOAT_TENS.length) {
            value = exponent < 0 ? digits / FLOAT_TENS[-exponent] : digits * FLOAT_TENS[exponent];
        } else if (digits <= EXACT_DOUBLE && Math.abs(exponent) < DOUBLE_TENS.length) {
            double near = nearby();
            boolean between = (Double.doubleToRawLongBits(near) & BELOW_FLOAT) == HALF_WAY;
            if (between || near < Float.MIN_NORMAL) {
                return parsedFloat();
            }
            value = (float) near;
        } else {
            return parsedFloat();
        }
        return signed(value);
    }

    private float parsedFloat() throws UnusualException {
        float value = Float.parseFloat(written());
        if (Float.isInfinite(value)) {
            throw new UnusualException();
        }
        return value;
    }

    private float signed(float value) throws UnusualException {
        if (Float.isInfinite(value)) {
            throw new UnusualException();
        }
        return negative ? -value : value;
    }

    private double aDouble() throws UnusualException {
        number();
        if (digits <= EXACT_DOUBLE && Math.abs(exponent) < DOUBLE_TENS.length) {
            double value = nearby();
            return negative ? -value : value;
        }
        double value = Double.parseDouble(written());
        if (Double.isInfinite(value)) {
            throw new UnusualException();
        }
        return value;
    }

    private double nearby() {
        return exponent < 0 ? digits / DOUBLE_TENS[-exponent] : digits * DOUBLE_TENS[exponent];
    }

    private String written() {
        return new String(bytes, numberStart, at - numberStart, StandardCharsets.US_ASCII);
    }

    /// Takes a number apart, as JSON writes them, of so many digits that none is lost.
    private void number() throws UnusualException {
        numberStart = at;
        negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        int first = at;
        digits = 0;
        while (isDigit()) {
            digits = 10 * digits + (bytes[at++] - '0');
        }
        int before = at - first;
        if (before == 0 || before > MOST_DIGITS || (before > 1 && bytes[first] == '0')) {
            throw new UnusualException();
        }
        exponent = 0;
        whole = true;
        if (at < end && bytes[at] == '.') {
            whole = false;
            at++;
            int point = at;
            while (isDigit()) {
                digits = 10 * digits + (bytes[at++] - '0');
            }
            exponent = point - at;
            if (exponent == 0 || before - exponent > MOST_DIGITS) {
                throw new UnusualException();
            }
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            power();
        }
        if (whole && negative && digits == 0) {
            throw new UnusualException(); // which is no negative zero
        }
    }

    private void power() throws UnusualException {
        whole = false;
        at++;
        boolean down = at < end && bytes[at] == '-';
        if (down || (at < end && bytes[at] == '+')) {
            at++;
        }
        int first = at;
        int power = 0;
        while (isDigit() && at - first < 4) {
            power = 10 * power + (bytes[at++] - '0');
        }
        if (at == first || isDigit()) {
            throw new UnusualException();
        }
        exponent += down ? -power : power;
    }

    private boolean isDigit() {
        return at < end && bytes[at] >= '0' && bytes[at] <= '9';
    }

    /// A text of plain characters, none of them written otherwise than it is.
    public String text() throws UnusualException {
        expect('"');
        int from = at;
        while (at < end && bytes[at] != '"') {
            if (bytes[at] < ' ' || bytes[at] == '\\') { // also what is not ASCII
                throw new UnusualException();
            }
            at++;
        }
        if (at == end) {
            throw new UnusualException();
        }
        return new String(bytes, from, at++ - from, StandardCharsets.US_ASCII);
    }

    /// Whether a comma follows; else the last character does.
    public boolean more(char last) throws UnusualException {
        space();
        if (at < end && bytes[at] == ',') {
            at++;
            return true;
        }
        expect(last);
        return false;
    }

    public void expect(char wanted) throws UnusualException {
        space();
        if (at >= end || bytes[at] != wanted) {
            throw new UnusualException();
        }
        at++;
    }

    /// Whether nothing follows.
    public boolean isAtEnd() {
        space();
        return at == end;
    }

    private void space() {
        while (at < end
                && (bytes[at] == ' '
                        || bytes[at] == '\n'
                        || bytes[at] == '\r'
                        || bytes[at] == '\t')) {
            at++;
        }
    }
}
