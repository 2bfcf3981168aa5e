package lastgood.wire.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Column;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;

/// Reads a schema file: the tensors of a request and of its answer.
public final class SchemaFile {
    private static final int MOST_DIMENSIONS = 8;
    private static final int MOST_ELEMENTS = 1 << 24;
    private static final String TENSORS = "a list of {name, datatype, shape}";
    private static final Form<Long> DIMENSION =
            new Form<>(
                    "a positive size, or -1 where any will do",
                    text -> Form.whole(-1, MOST_ELEMENTS).read().apply(text).filter(d -> d != 0));

    private SchemaFile() {}

    /// @param path as people call the file
    public static Outcome<Schema> parse(String path, String text) {
        var complaints = new Complaints(path);
        var top = Documents.single(text, complaints);
        var inputs = tensors(top, "inputs");
        var outputs = tensors(top, "outputs");
        top.done();
        return complaints.outcome(() -> new Schema(inputs, outputs));
    }

    private static List<TensorSpec> tensors(Section top, String key) {
        var item = top.needItem(key, TENSORS);
        var items = item.map(i -> i.list(TENSORS)).orElse(List.of());
        item.filter(i -> i.isList() && items.isEmpty())
                .ifPresent(i -> i.complain("found an empty list", TENSORS));
        var tensors = new ArrayList<TensorSpec>();
        var names = new HashSet<String>();
        for (var each : items) {
            tensor(each)
                    .ifPresent(tensor -> {
                        if (!names.add(tensor.name())) {
                            each.complain(
                                    "a tensor named "
                                            + Item.quote(tensor.name())
                                            + " is there already",
                                    "another name");
                        }
                        tensors.add(tensor);
                    });
        }
        return tensors;
    }

    private static Optional<TensorSpec> tensor(Item item) {
        var section = item.section("{name, datatype, shape}");
        var name = section.need("name", Form.TEXT);
        var datatype = section.need("datatype", Form.DATATYPE);
        var shape = section.needItem("shape", "dimensions such as [-1, 30]").map(SchemaFile::shape);
        var columns = section.item("columns").map(c -> columns(c, shape.orElse(List.of())));
        section.done();
        return name.flatMap(n ->
                datatype.flatMap(d ->
                        shape.filter(s -> !s.isEmpty())
                                .filter(s -> fits(s, columns.orElse(List.of())))
                                .map(s -> new TensorSpec(n, d, s, columns.orElse(List.of())))));
    }

    /// Empty where it complained.
    private static List<Long> shape(Item item) {
        var items = item.list("dimensions such as [-1, 30]");
        var shape = items.stream().flatMap(i -> i.as(DIMENSION).stream()).toList();
        if (item.isList() && (items.isEmpty() || items.size() > MOST_DIMENSIONS)) {
            item.complain("found " + items.size() + " dimensions", "1 to " + MOST_DIMENSIONS);
            return List.of();
        }
        return shape.size() == items.size() ? shape : List.of();
    }

    private static List<Column> columns(Item item, List<Long> shape) {
        var items = item.list("a list of {name, unit, min, max, values, nullable}");
        var columns = items.stream().flatMap(i -> ColumnReader.read(i).stream()).toList();
        if (item.isList() && !shape.isEmpty() && shape.getLast() != items.size()) {
            item.complain(
                    "found " + items.size() + " columns",
                    "one for each place of the last dimension, " + shape.getLast());
        }
        return columns;
    }

    private static boolean fits(List<Long> shape, List<Column> columns) {
        return columns.isEmpty() || shape.getLast() == columns.size();
    }
}
