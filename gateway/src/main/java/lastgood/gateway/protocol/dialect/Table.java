package lastgood.gateway.protocol.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.running.tensor.BadData;
import lastgood.gateway.running.tensor.Cost;
import lastgood.gateway.running.tensor.DataReader;
import lastgood.gateway.running.tensor.Matrix;
import lastgood.gateway.running.tensor.Nearest;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.TensorReader;
import lastgood.gateway.running.tensor.Values;

/// Rows of named columns on their way to become the tensors of a schema.
///
/// A column is an input of its name, or a place in the input that lists it among its columns. Where there is one input
/// that lists none, columns stand in the order in which they come.
final class Table {
    /// What a column takes beside its values.
    private static final int COLUMN = 512;

    private static final int MOST_NAME = 1000;

    private final Schema schema;
    private final Loan loan;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Cells> columns = new LinkedHashMap<>();

    Table(Schema schema, Loan loan) {
        this.schema = schema;
        this.loan = loan;
        for (var input : schema.inputs()) {
            for (int at = 0; at < input.columns().size(); at++) {
                places.putIfAbsent(
                        input.columns().get(at).name(), new Place(input, OptionalInt.of(at)));
            }
        }
        for (var input : schema.inputs()) {
            places.put(input.name(), new Place(input, OptionalInt.empty()));
        }
    }

    /// @param at which column of the input; empty: all of it
    private record Place(TensorSpec input, OptionalInt at) {}

    private record Cells(Place place, DataReader read) {}

    /// Where the cells of that column go, from the first row to the last.
    DataReader column(String name) throws BadData {
        var known = columns.get(name);
        if (known != null) {
            return known.read();
        }
        if (name.length() > MOST_NAME) {
            throw new BadData("a column's name is longer than " + MOST_NAME);
        }
        var cells = cells(name);
        columns.put(Cost.paid(name, loan), cells);
        return cells.read();
    }

    /// After each row: what it left out, or had twice.
    ///
    /// @param row from 0
    void endRow(long row) throws BadData {
        for (var column : columns.entrySet()) {
            long entries = column.getValue().read().entries();
            if (entries != row + 1) {
                throw new BadData(
                        entries > row + 1
                                ? "row %d has '%s' twice".formatted(row, column.getKey())
                                : "row %d has no '%s', which another row has"
                                        .formatted(row, column.getKey()));
            }
        }
    }

    Map<String, Tensor> tensors() throws BadData {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var input : schema.inputs()) {
            var cells =
                    columns.values().stream()
                            .filter(c -> c.place().input().name().equals(input.name()))
                            .toList();
            if (!cells.isEmpty()) {
                tensors.put(input.name(), tensor(input, cells));
            }
        }
        return tensors;
    }

    private Cells cells(String name) throws BadData {
        loan.take(COLUMN);
        var place = Optional.ofNullable(places.get(name)).or(this::next);
        if (place.isEmpty()) {
            throw new BadData(
                    "there is no input or column '"
                            + name
                            + "'"
                            + Nearest.hint(name, List.copyOf(places.keySet())));
        }
        return new Cells(
                place.get(),
                DataReader.entries(
                        place.get().input().datatype(), TensorReader.MOST_ELEMENTS, loan));
    }

    /// Where columns have no names, the next one.
    private Optional<Place> next() {
        var input = schema.inputs().getFirst();
        boolean byOrder =
                schema.inputs().size() == 1
                        && input.shape().size() == 2
                        && input.columns().isEmpty()
                        && (input.shape().getLast() == -1
                                || columns.size() < input.shape().getLast());
        return byOrder
                ? Optional.of(new Place(input, OptionalInt.of(columns.size())))
                : Optional.empty();
    }

    private Tensor tensor(TensorSpec input, List<Cells> cells) throws BadData {
        var whole = cells.stream().filter(c -> c.place().at().isEmpty()).findFirst();
        if (whole.isEmpty()) {
            return sideBySide(input, cells);
        }
        if (cells.size() > 1) {
            throw new BadData(
                    "input '" + input.name() + "' is there as a whole and by its columns");
        }
        return Shaped.tensor(input, whole.get().read().done());
    }

    private Tensor sideBySide(TensorSpec input, List<Cells> cells) throws BadData {
        var byPlace = new TreeMap<Integer, Cells>();
        cells.forEach(c -> byPlace.put(c.place().at().getAsInt(), c));
        for (int at = 0; at < input.columns().size(); at++) {
            if (!byPlace.containsKey(at)) {
                throw new BadData(
                        "column '%s' of input '%s' is missing"
                                .formatted(input.columns().get(at).name(), input.name()));
            }
        }
        var columns = new ArrayList<Values>();
        for (var column : byPlace.values()) {
            var data = column.read().done();
            if (!data.isFlat()) {
                throw new BadData("a cell of input '" + input.name() + "' holds an array");
            }
            columns.add(data.values());
        }
        long rows = columns.getFirst().size();
        if (columns.stream().anyMatch(column -> column.size() != rows)) {
            throw new BadData("the columns of input '" + input.name() + "' differ in length");
        }
        if (rows == 0 || rows * columns.size() > TensorReader.MOST_ELEMENTS) {
            throw new BadData(
                    rows == 0
                            ? "there are no rows"
                            : "input '%s' has more than %d elements"
                                    .formatted(input.name(), TensorReader.MOST_ELEMENTS));
        }
        return new Tensor(
                input.name(),
                input.datatype(),
                List.of(rows, (long) columns.size()),
                Matrix.of(columns, loan));
    }
}
