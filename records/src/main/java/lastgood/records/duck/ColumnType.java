package lastgood.records.duck;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import lastgood.core.prediction.LoggedTensor;
import lastgood.core.release.Datatype;
import org.duckdb.DuckDBAppender;

/// How the values of a tensor stand in a column: a list in row-major order, with nothing where something is redacted.
enum ColumnType {
    BOOLEAN("BOOLEAN[]", "BOOLEAN[]"),
    WHOLE("BIGINT[]", "BIGINT[]"),
    /// Appended as a wider type: the driver takes no lists of this one.
    UNSIGNED("HUGEINT[]", "UBIGINT[]"),
    FLOAT("FLOAT[]", "FLOAT[]"),
    DOUBLE("DOUBLE[]", "DOUBLE[]"),
    TEXT("VARCHAR[]", "VARCHAR[]");

    private static final BigInteger SIGN = BigInteger.ONE.shiftLeft(64);

    private final String appended;
    private final String written;

    ColumnType(String appended, String written) {
        this.appended = appended;
        this.written = written;
    }

    static ColumnType of(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> BOOLEAN;
            case UINT8, UINT16, UINT32, INT8, INT16, INT32, INT64 -> WHOLE;
            case UINT64 -> UNSIGNED;
            case FP16, FP32 -> FLOAT;
            case FP64 -> DOUBLE;
            case BYTES -> TEXT;
        };
    }

    /// In one file a column has one type: where two releases differ, one that holds both.
    ColumnType and(ColumnType other) {
        if (this == other) {
            return this;
        }
        return isNumber() && other.isNumber() ? DOUBLE : TEXT;
    }

    String appended() {
        return appended;
    }

    String written() {
        return written;
    }

    private boolean isNumber() {
        return this == WHOLE || this == UNSIGNED || this == FLOAT || this == DOUBLE;
    }

    /// Appends the values of a tensor, whatever its own type is.
    void append(LoggedTensor tensor, DuckDBAppender to) throws SQLException {
        if (tensor.isWithheld()) {
            to.appendNull();
            return;
        }
        var from = ByteBuffer.wrap(tensor.raw()).order(ByteOrder.LITTLE_ENDIAN);
        int size = Math.toIntExact(tensor.shape().stream().reduce(1L, Math::multiplyExact));
        var hidden = hidden(tensor, size);
        var type = tensor.datatype();
        switch (this) {
            case BOOLEAN -> {
                var values = new boolean[size];
                for (int i = 0; i < size; i++) {
                    values[i] = whole(type, from) != 0;
                }
                to.append(values, hidden);
            }
            case WHOLE -> {
                var values = new long[size];
                for (int i = 0; i < size; i++) {
                    values[i] = whole(type, from);
                }
                to.append(values, hidden);
            }
            case FLOAT -> {
                var values = new float[size];
                for (int i = 0; i < size; i++) {
                    values[i] = (float) real(type, from);
                }
                to.append(values, hidden);
            }
            case DOUBLE -> {
                var values = new double[size];
                for (int i = 0; i < size; i++) {
                    values[i] = real(type, from);
                }
                to.append(values, hidden);
            }
            case UNSIGNED -> {
                List<@org.jspecify.annotations.Nullable BigInteger> values = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    var value = unsigned(from.getLong());
                    values.add(hidden[i] ? null : value);
                }
                to.append(values);
            }
            case TEXT -> {
                List<@org.jspecify.annotations.Nullable String> values = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    var value = text(type, from);
                    values.add(hidden[i] ? null : value);
                }
                to.append(values);
            }
        }
    }

    private static boolean[] hidden(LoggedTensor tensor, int size) {
        var hidden = new boolean[size];
        int width = tensor.shape().isEmpty() ? 1 : tensor.shape().getLast().intValue();
        for (int column : tensor.redacted()) {
            for (int i = column; i < size; i += width) {
                hidden[i] = true;
            }
        }
        return hidden;
    }

    private static long whole(Datatype type, ByteBuffer from) {
        return switch (type) {
            case BOOL, UINT8 -> from.get() & 0xff;
            case INT8 -> from.get();
            case UINT16 -> from.getShort() & 0xffff;
            case INT16 -> from.getShort();
            case UINT32 -> from.getInt() & 0xffffffffL;
            case INT32 -> from.getInt();
            case UINT64, INT64 -> from.getLong();
            case FP16, FP32, FP64, BYTES -> throw new IllegalArgumentException("no whole: " + type);
        };
    }

    private static double real(Datatype type, ByteBuffer from) {
        return switch (type) {
            case FP16 -> Float.float16ToFloat(from.getShort());
            case FP32 -> from.getFloat();
            case FP64 -> from.getDouble();
            case UINT64 -> unsigned(from.getLong()).doubleValue();
            case BOOL, UINT8, UINT16, UINT32, INT8, INT16, INT32, INT64 -> whole(type, from);
            case BYTES -> throw new IllegalArgumentException("a text is no number");
        };
    }

    private static String text(Datatype type, ByteBuffer from) {
        return switch (type) {
            case BYTES -> {
                var utf8 = new byte[from.getInt()];
                from.get(utf8);
                yield new String(utf8, StandardCharsets.UTF_8);
            }
            case BOOL -> Boolean.toString(whole(type, from) != 0);
            case UINT64 -> unsigned(from.getLong()).toString();
            case FP16, FP32 -> Float.toString((float) real(type, from));
            case FP64 -> Double.toString(real(type, from));
            case UINT8, UINT16, UINT32, INT8, INT16, INT32, INT64 ->
                    Long.toString(whole(type, from));
        };
    }

    private static BigInteger unsigned(long bits) {
        var value = BigInteger.valueOf(bits);
        return bits < 0 ? value.add(SIGN) : value;
    }
}
