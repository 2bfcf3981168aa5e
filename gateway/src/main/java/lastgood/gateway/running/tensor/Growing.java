package lastgood.gateway.running.tensor;

import java.math.BigInteger;
import java.util.Arrays;
import lastgood.core.release.Datatype;
import lastgood.gateway.memory.Loan;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Values while they are being read: memory grows with what has arrived, not with what a shape promises, and is
/// paid for before it is taken.
sealed interface Growing {
    int FEW = 64;
    BigInteger UINT64_LIMIT = BigInteger.ONE.shiftLeft(64);

    /// Takes the parser's current token.
    void add(JsonParser parser, JsonToken token) throws BadData;

    /// Takes a value as people write it; nothing at all is a missing one, where one may be missing.
    void add(String text) throws BadData;

    int size();

    Values done();

    static Growing of(Datatype datatype, Loan loan) throws BadData {
        return switch (datatype) {
            case FP16, FP32 -> new Floats(datatype, loan);
            case FP64 -> new Doubles(loan);
            case BYTES -> new Texts(loan);
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 ->
                    new Wholes(datatype, loan);
        };
    }

    final class Floats implements Growing {
        private final Datatype datatype;
        private final Cost cost;
        private float[] array = new float[FEW];
        private int size;

        Floats(Datatype datatype, Loan loan) {
            this.datatype = datatype;
            cost = new Cost(loan, Float.BYTES, FEW);
        }

        @Override
        public void add(JsonParser parser, JsonToken token) throws BadData {
            add(token == JsonToken.VALUE_NULL ? Float.NaN : read(parser, token));
        }

        @Override
        public void add(String text) throws BadData {
            var said = Written.real(text, datatype);
            float value =
                    said.isEmpty() ? Float.NaN : (float) datatype.rounded(Float.parseFloat(said));
            mustFit(!Float.isInfinite(value) || Written.isInfinite(said), text, datatype);
            add(value);
        }

        private void add(float value) {
            if (size == array.length) {
                cost.grow(size);
                array = Arrays.copyOf(array, size * 2);
                cost.copied(size);
            }
            array[size++] = value;
        }

        private float read(JsonParser parser, JsonToken token) throws BadData {
            mustBeNumber(token, datatype);
            float value = (float) datatype.rounded(parser.getFloatValue());
            if (Float.isInfinite(value) && !parser.isNaN()) {
                throw new BadData(parser.getString() + " does not fit " + datatype);
            }
            return value;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Values done() {
            cost.fit(size);
            var fitted = Arrays.copyOf(array, size);
            cost.copied(array.length);
            return new Values.Floats(fitted);
        }
    }

    final class Doubles implements Growing {
        private final Cost cost;
        private double[] array = new double[FEW];
        private int size;

        Doubles(Loan loan) {
            cost = new Cost(loan, Double.BYTES, FEW);
        }

        @Override
        public void add(JsonParser parser, JsonToken token) throws BadData {
            add(token == JsonToken.VALUE_NULL ? Double.NaN : read(parser, token));
        }

        @Override
        public void add(String text) throws BadData {
            var said = Written.real(text, Datatype.FP64);
            double value = said.isEmpty() ? Double.NaN : Double.parseDouble(said);
            mustFit(!Double.isInfinite(value) || Written.isInfinite(said), text, Datatype.FP64);
            add(value);
        }

        private void add(double value) {
            if (size == array.length) {
                cost.grow(size);
                array = Arrays.copyOf(array, size * 2);
                cost.copied(size);
            }
            array[size++] = value;
        }

        private static double read(JsonParser parser, JsonToken token) throws BadData {
            mustBeNumber(token, Datatype.FP64);
            double value = parser.getDoubleValue();
            if (Double.isInfinite(value) && !parser.isNaN()) {
                throw new BadData(parser.getString() + " does not fit FP64");
            }
            return value;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Values done() {
            cost.fit(size);
            var fitted = Arrays.copyOf(array, size);
            cost.copied(array.length);
            return new Values.Doubles(fitted);
        }
    }

    final class Wholes implements Growing {
        private final Datatype datatype;
        private final Cost cost;
        private long[] array = new long[FEW];
        private int size;

        Wholes(Datatype datatype, Loan loan) {
            this.datatype = datatype;
            cost = new Cost(loan, Long.BYTES, FEW);
        }

        @Override
        public void add(JsonParser parser, JsonToken token) throws BadData {
            add(datatype == Datatype.BOOL ? bit(token) : whole(parser, token));
        }

        @Override
        public void add(String text) throws BadData {
            if (datatype == Datatype.BOOL) {
                add(Written.bit(text));
            } else if (datatype == Datatype.UINT64) {
                add(unsigned(Written.whole(text, datatype)));
            } else {
                var value = Written.whole(text, datatype);
                mustFit(value.bitLength() < Long.SIZE, text, datatype);
                add(Whole.inRange(datatype, value.longValue()));
            }
        }

        private void add(long value) {
            if (size == array.length) {
                cost.grow(size);
                array = Arrays.copyOf(array, size * 2);
                cost.copied(size);
            }
            array[size++] = value;
        }

        private static long bit(JsonToken token) throws BadData {
            return switch (token) {
                case VALUE_TRUE -> 1;
                case VALUE_FALSE -> 0;
                default -> throw new BadData("BOOL takes true and false, got " + said(token));
            };
        }

        private long whole(JsonParser parser, JsonToken token) throws BadData {
            if (token != JsonToken.VALUE_NUMBER_INT) {
                throw new BadData(datatype + " takes whole numbers, got " + said(token));
            }
            if (datatype == Datatype.UINT64) {
                return unsigned(parser.getBigIntegerValue());
            }
            var type = parser.getNumberType();
            if (type == JsonParser.NumberType.BIG_INTEGER) {
                throw new BadData(parser.getString() + " does not fit " + datatype);
            }
            return Whole.inRange(datatype, parser.getLongValue());
        }

        private static long unsigned(BigInteger value) throws BadData {
            if (value.signum() < 0 || value.compareTo(UINT64_LIMIT) >= 0) {
                throw new BadData("a value does not fit UINT64");
            }
            return value.longValue();
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Values done() {
            cost.fit(size);
            var fitted = Arrays.copyOf(array, size);
            cost.copied(array.length);
            return new Values.Wholes(fitted);
        }
    }

    final class Texts implements Growing {
        private final Cost cost;
        private String[] array = new String[FEW];
        private int size;

        Texts(Loan loan) {
            cost = new Cost(loan, Cost.REFERENCE, FEW);
        }

        @Override
        public void add(JsonParser parser, JsonToken token) throws BadData {
            if (token != JsonToken.VALUE_STRING) {
                throw new BadData("BYTES takes strings, got " + said(token));
            }
            add(parser.getString());
        }

        @Override
        public void add(String text) throws BadData {
            if (size == array.length) {
                cost.grow(size);
                array = Arrays.copyOf(array, size * 2);
                cost.copied(size);
            }
            array[size++] = cost.text(PassableText.checked(text));
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Values done() {
            cost.fit(size);
            var fitted = Arrays.copyOf(array, size);
            cost.copied(array.length);
            return new Values.Texts(fitted);
        }
    }

    private static void mustBeNumber(JsonToken token, Datatype datatype) throws BadData {
        if (!token.isNumeric()) {
            throw new BadData(datatype + " takes numbers, got " + said(token));
        }
    }

    private static void mustFit(boolean fits, String value, Datatype datatype) throws BadData {
        if (!fits) {
            throw new BadData(value + " does not fit " + datatype);
        }
    }

    /// What a token is called by people.
    static String said(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "a string";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NUMBER_FLOAT -> "a number that is not whole";
            case VALUE_NUMBER_INT -> "a number";
            case START_OBJECT -> "an object";
            default -> "something else";
        };
    }
}
