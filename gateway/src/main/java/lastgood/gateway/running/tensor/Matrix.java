package lastgood.gateway.running.tensor;

import java.util.List;
import lastgood.gateway.memory.Loan;

/// Columns of values set side by side, so that they become rows.
public final class Matrix {
    private Matrix() {}

    /// @param columns of one type and length, at least one
    /// @param loan pays for the rows, beside what the columns took
    public static Values of(List<Values> columns, Loan loan) {
        int width = columns.size();
        int rows = columns.getFirst().size();
        int size = Math.multiplyExact(width, rows);
        return switch (columns.getFirst()) {
            case Values.Floats _ -> {
                loan.take((long) size * Float.BYTES);
                var array = new float[size];
                for (int c = 0; c < width; c++) {
                    var column = ((Values.Floats) columns.get(c)).array();
                    for (int r = 0; r < rows; r++) {
                        array[r * width + c] = column[r];
                    }
                }
                yield new Values.Floats(array);
            }
            case Values.Doubles _ -> {
                loan.take((long) size * Double.BYTES);
                var array = new double[size];
                for (int c = 0; c < width; c++) {
                    var column = ((Values.Doubles) columns.get(c)).array();
                    for (int r = 0; r < rows; r++) {
                        array[r * width + c] = column[r];
                    }
                }
                yield new Values.Doubles(array);
            }
            case Values.Wholes _ -> {
                loan.take((long) size * Long.BYTES);
                var array = new long[size];
                for (int c = 0; c < width; c++) {
                    var column = ((Values.Wholes) columns.get(c)).array();
                    for (int r = 0; r < rows; r++) {
                        array[r * width + c] = column[r];
                    }
                }
                yield new Values.Wholes(array);
            }
            case Values.Texts _ -> {
                loan.take((long) size * Cost.REFERENCE);
                var array = new String[size];
                for (int c = 0; c < width; c++) {
                    var column = ((Values.Texts) columns.get(c)).array();
                    for (int r = 0; r < rows; r++) {
                        array[r * width + c] = column[r];
                    }
                }
                yield new Values.Texts(array);
            }
        };
    }
}
