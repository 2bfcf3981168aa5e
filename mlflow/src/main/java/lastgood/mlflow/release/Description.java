package lastgood.mlflow.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Column;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.mlflow.Json;
import lastgood.mlflow.model.Signature;

/// What the ONNX file says of its tensors and what the signature says of their columns, in one schema.
///
/// Names and datatypes are the file's, for that is what runs; the signature adds sizes that the file leaves open, and the
/// names of columns. Where the two contradict each other one of them does not describe the model, and it is refused.
final class Description {
    private Description() {}

    static Outcome<Schema> of(Schema file, Signature signature) {
        return switch (signature) {
            case Signature.Columns columns -> columns(file, columns);
            case Signature.Tensors(var tensors) -> tensors(file, tensors);
        };
    }

    /// A schema file, as the release names one. A JSON text is a YAML text.
    static String text(Schema schema) {
        var file = Json.MAPPER.createObjectNode();
        file.set("inputs", Json.MAPPER.valueToTree(list(schema.inputs())));
        file.set("outputs", Json.MAPPER.valueToTree(list(schema.outputs())));
        return file.toPrettyString() + "\n";
    }

    private static Outcome<Schema> columns(Schema file, Signature.Columns signature) {
        var names = signature.names();
        int width = signature.columns().size();
        if (file.inputs().size() == 1) {
            var only = file.inputs().getFirst();
            return only.shape().size() == 2 && isOpenOr(only.shape().getLast(), width)
                    ? Outcome.done(
                            new Schema(
                                    List.of(
                                            wide(
                                                    only,
                                                    List.of(only.shape().getFirst(), (long) width),
                                                    names)),
                                    file.outputs()))
                    : contradiction(file, width + " columns of one value each");
        }
        var inputs = new ArrayList<TensorSpec>();
        for (var input : file.inputs()) {
            boolean isColumn =
                    names.contains(input.name())
                            && input.shape().size() <= 2
                            && isOpenOr(input.shape().getLast(), 1);
            if (!isColumn || names.size() != file.inputs().size()) {
                return contradiction(file, "the columns " + String.join(", ", names));
            }
            inputs.add(
                    input.shape().size() == 2
                            ? wide(
                                    input,
                                    List.of(input.shape().getFirst(), 1L),
                                    List.of(input.name()))
                            : input);
        }
        return Outcome.done(new Schema(inputs, file.outputs()));
    }

    private static Outcome<Schema> tensors(Schema file, List<Signature.Tensor> tensors) {
        var inputs = new ArrayList<TensorSpec>();
        for (var input : file.inputs()) {
            var twin = twin(input, tensors, file.inputs().size());
            if (twin.isEmpty() || tensors.size() != file.inputs().size()) {
                return contradiction(file, said(tensors));
            }
            var shape = shape(input.shape(), twin.get().shape());
            if (shape.isEmpty()) {
                return contradiction(file, said(tensors));
            }
            inputs.add(new TensorSpec(input.name(), input.datatype(), shape.get(), List.of()));
        }
        return Outcome.done(new Schema(inputs, file.outputs()));
    }

    private static Optional<Signature.Tensor> twin(
            TensorSpec input, List<Signature.Tensor> tensors, int inputs) {
        return inputs == 1 && tensors.size() == 1
                ? Optional.of(tensors.getFirst())
                : tensors.stream()
                        .filter(t -> t.name().equals(Optional.of(input.name())))
                        .findFirst();
    }

    /// The first dimension counts rows: how many an example had says nothing.
    private static Optional<List<Long>> shape(List<Long> file, List<Long> signature) {
        if (file.size() != signature.size()) {
            return Optional.empty();
        }
        var shape = new ArrayList<>(file);
        for (int i = 1; i < file.size(); i++) {
            long said = signature.get(i);
            if (said > 0 && !isOpenOr(file.get(i), said)) {
                return Optional.empty();
            }
            shape.set(i, said > 0 ? said : file.get(i));
        }
        return Optional.of(shape);
    }

    private static TensorSpec wide(TensorSpec input, List<Long> shape, List<String> names) {
        var columns = names.stream().map(Column::named).toList();
        return new TensorSpec(input.name(), input.datatype(), shape, columns);
    }

    private static boolean isOpenOr(long dimension, long size) {
        return dimension == -1 || dimension == size;
    }

    private static String said(List<Signature.Tensor> tensors) {
        return String.join(
                ", ",
                tensors.stream()
                        .map(t ->
                                t.name().map(n -> n + " ").orElse("") + t.type() + " " + t.shape())
                        .toList());
    }

    private static <T> Outcome<T> contradiction(Schema file, String signature) {
        return Outcome.refused(
                Problem.of(
                                Code.INVALID_RELEASE,
                                "The model's signature does not describe its ONNX file.")
                        .because(
                                "the signature says " + signature,
                                "the file takes " + file.inputs())
                        .tryThis(
                                "log the model again with the right signature",
                                "lastgood release create --from-mlflow … -f FILE   # where FILE says spec: {schema: infer}"));
    }

    private record Tensor(String name, String datatype, List<Long> shape, List<Named> columns) {}

    private record Named(String name) {}

    private static List<Object> list(List<TensorSpec> tensors) {
        return tensors.stream()
                .<Object>map(t ->
                        t.columns().isEmpty()
                                ? new Plain(t.name(), t.datatype().name(), t.shape())
                                : new Tensor(
                                        t.name(),
                                        t.datatype().name(),
                                        t.shape(),
                                        t.columns().stream()
                                                .map(c -> new Named(c.name()))
                                                .toList()))
                .toList();
    }

    private record Plain(String name, String datatype, List<Long> shape) {}
}
