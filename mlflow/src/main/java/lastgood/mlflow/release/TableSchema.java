package lastgood.mlflow.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.mlflow.model.LoggedModel;
import lastgood.mlflow.model.Signature;

/// The schema of a model of which nothing is known but its signature. Columns of one type become one tensor with named
/// columns; of several types, a tensor each.
final class TableSchema {
    static final String INPUT = "input";
    static final String OUTPUT = "output";

    private TableSchema() {}

    static Outcome<Schema> of(LoggedModel model) {
        var inputs = model.signature().flatMap(TableSchema::inputs);
        var outputs = model.outputs().flatMap(TableSchema::outputs);
        return inputs.isPresent() && outputs.isPresent()
                ? Outcome.done(new Schema(inputs.get(), outputs.get()))
                : Outcome.refused(
                        Problem.of(
                                        Code.INVALID_RELEASE,
                                        "The model's signature does not say what it takes and gives.")
                                .because(
                                        (inputs.isEmpty() ? "its inputs" : "its outputs")
                                                + " are not said, or are no tensors and no columns of numbers, truth values or texts")
                                .tryThis(
                                        "log the model again with signature=infer_signature(X, model.predict(X))"));
    }

    private static Optional<List<TensorSpec>> inputs(Signature signature) {
        return switch (signature) {
            case Signature.Columns(var columns) -> {
                var types = columns.stream().map(c -> datatype(c.type())).distinct().toList();
                yield types.size() == 1 && types.getFirst().isPresent()
                        ? Optional.of(
                                List.of(
                                        wide(
                                                types.getFirst().get(),
                                                columns.size(),
                                                signature.names())))
                        : columnByColumn(columns);
            }
            case Signature.Tensors(var tensors) -> tensors(tensors, INPUT);
        };
    }

    private static Optional<List<TensorSpec>> outputs(Signature signature) {
        return switch (signature) {
            case Signature.Columns(var columns) when columns.size() == 1 ->
                    datatype(columns.getFirst().type())
                            .map(type ->
                                    List.of(
                                            plain(
                                                    columns.getFirst().name().orElse(OUTPUT),
                                                    type,
                                                    List.of(-1L))));
            case Signature.Columns(var columns) -> columnByColumn(columns);
            case Signature.Tensors(var tensors) -> tensors(tensors, OUTPUT);
        };
    }

    private static TensorSpec wide(Datatype type, int width, List<String> names) {
        var columns = names.stream().map(Column::named).toList();
        return new TensorSpec(INPUT, type, List.of(-1L, (long) width), columns);
    }

    /// Needs the names of all.
    private static Optional<List<TensorSpec>> columnByColumn(List<Signature.Column> columns) {
        var specs = new ArrayList<TensorSpec>();
        for (var column : columns) {
            var type = datatype(column.type());
            if (type.isEmpty() || column.name().isEmpty()) {
                return Optional.empty();
            }
            specs.add(plain(column.name().get(), type.get(), List.of(-1L)));
        }
        return Optional.of(specs);
    }

    private static Optional<List<TensorSpec>> tensors(
            List<Signature.Tensor> tensors, String unnamed) {
        var specs = new ArrayList<TensorSpec>();
        for (var tensor : tensors) {
            var type = datatype(tensor.type());
            var name =
                    tensor.name()
                            .or(() ->
                                    tensors.size() == 1 ? Optional.of(unnamed) : Optional.empty());
            if (type.isEmpty() || name.isEmpty()) {
                return Optional.empty();
            }
            // The first dimension counts rows: how many an example had says nothing.
            var shape = Stream.concat(Stream.of(-1L), tensor.shape().stream().skip(1)).toList();
            specs.add(plain(name.get(), type.get(), shape));
        }
        return Optional.of(specs);
    }

    private static TensorSpec plain(String name, Datatype type, List<Long> shape) {
        return new TensorSpec(name, type, shape, List.of());
    }

    /// By MLflow's names of columns' types, and NumPy's of tensors'.
    private static Optional<Datatype> datatype(String type) {
        return switch (type) {
            case "double", "float64" -> Optional.of(Datatype.FP64);
            case "float", "float32" -> Optional.of(Datatype.FP32);
            case "long", "int64" -> Optional.of(Datatype.INT64);
            case "integer", "int32" -> Optional.of(Datatype.INT32);
            case "int16" -> Optional.of(Datatype.INT16);
            case "int8" -> Optional.of(Datatype.INT8);
            case "uint8" -> Optional.of(Datatype.UINT8);
            case "uint16" -> Optional.of(Datatype.UINT16);
            case "uint32" -> Optional.of(Datatype.UINT32);
            case "uint64" -> Optional.of(Datatype.UINT64);
            case "boolean", "bool" -> Optional.of(Datatype.BOOL);
            case "string", "str", "object" -> Optional.of(Datatype.BYTES);
            default -> Optional.empty();
        };
    }
}
