package lastgood.mlflow.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// An ONNX file with all its tensors inside.
///
/// MLflow keeps tensors beside the model (*external data*) unless it is told not to, and a release is one file: the
/// gateway opens no other. What is inside already stays as it is, byte for byte. Field numbers are those of `onnx.proto`.
public final class OneFile {
    private static final long MOST = 128L << 20;
    private static final int MOST_DEPTH = 64;
    private static final int RAW_DATA = 9;
    private static final int EXTERNAL_DATA = 13;
    private static final int LOCATION = 14;

    private static final String TENSOR = "tensor";

    /// The fields that lead to tensors, by kind of message.
    private static final Map<String, Map<Integer, String>> FIELDS =
            Map.of(
                    "model", Map.of(7, "graph", 20, "training", 25, "function"),
                    "graph", Map.of(1, "node", 5, TENSOR, 15, "sparse"),
                    "node", Map.of(5, "attribute"),
                    "attribute",
                            Map.of(
                                    5, TENSOR, 6, "graph", 10, TENSOR, 11, "graph", 22, "sparse",
                                    23, "sparse"),
                    "function", Map.of(7, "node", 11, "attribute"),
                    "training", Map.of(1, "graph", 2, "graph"),
                    "sparse", Map.of(1, TENSOR, 2, TENSOR));

    private final Function<String, Outcome<Path>> beside;
    private final Map<String, Path> fetched = new HashMap<>();
    private long taken;

    private OneFile(Function<String, Outcome<Path>> beside) {
        this.beside = beside;
    }

    /// Carries a problem out of the depths; it never leaves this class.
    private static final class Refusal extends IOException {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Refusal(Problem problem) {
            super(problem.what());
            this.problem = problem;
        }
    }

    /// Rewrites a file where it has to be; a large one, which has its tensors inside, is left as it is.
    ///
    /// @param beside fetches a file that the model names
    /// @throws IOException if it is no ONNX file
    public static Outcome<Path> of(Path model, Function<String, Outcome<Path>> beside)
            throws IOException {
        if (Files.size(model) > MOST) {
            return Outcome.done(model);
        }
        try {
            var bytes = ByteString.copyFrom(Files.readAllBytes(model));
            var whole = new OneFile(beside).whole("model", bytes, 0);
            if (whole.isPresent()) {
                try (var out = Files.newOutputStream(model)) {
                    whole.get().writeTo(out);
                }
            }
            return Outcome.done(model);
        } catch (Refusal r) {
            return Outcome.refused(r.problem);
        }
    }

    /// The message with its tensors inside; empty: they are.
    private Optional<ByteString> whole(String kind, ByteString bytes, int depth)
            throws IOException {
        if (depth > MOST_DEPTH) {
            throw new IOException("nested too deep");
        }
        var message = UnknownFieldSet.parseFrom(bytes);
        if (kind.equals(TENSOR)) {
            return filled(message);
        }
        var changed = message.toBuilder();
        boolean any = false;
        for (var inner : FIELDS.getOrDefault(kind, Map.of()).entrySet()) {
            var field = Field.newBuilder();
            boolean here = false;
            for (var each : message.getField(inner.getKey()).getLengthDelimitedList()) {
                var whole = whole(inner.getValue(), each, depth + 1);
                field.addLengthDelimited(whole.orElse(each));
                here |= whole.isPresent();
            }
            if (here) {
                changed.clearField(inner.getKey()).addField(inner.getKey(), field.build());
                any = true;
            }
        }
        return any ? Optional.of(changed.build().toByteString()) : Optional.empty();
    }

    private Optional<ByteString> filled(UnknownFieldSet tensor) throws IOException {
        var entries = tensor.getField(EXTERNAL_DATA).getLengthDelimitedList();
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        var data = Field.newBuilder().addLengthDelimited(read(said(entries))).build();
        return Optional.of(
                tensor.toBuilder()
                        .clearField(EXTERNAL_DATA)
                        .clearField(LOCATION)
                        .clearField(RAW_DATA)
                        .addField(RAW_DATA, data)
                        .build()
                        .toByteString());
    }

    /// `StringStringEntryProto`: key = 1, value = 2.
    private static Map<String, String> said(List<ByteString> entries) throws IOException {
        var said = new HashMap<String, String>();
        for (var each : entries) {
            var entry = UnknownFieldSet.parseFrom(each);
            said.put(text(entry, 1), text(entry, 2));
        }
        return said;
    }

    private static String text(UnknownFieldSet message, int field) {
        var texts = message.getField(field).getLengthDelimitedList();
        return texts.isEmpty() ? "" : texts.getLast().toStringUtf8();
    }

    private ByteString read(Map<String, String> said) throws IOException {
        var name = said.getOrDefault("location", "");
        try (var file = new RandomAccessFile(fetched(name).toFile(), "r")) {
            long offset = number(said, "offset", 0);
            long length = number(said, "length", file.length() - offset);
            if (offset < 0 || length < 0 || offset > file.length() - length) {
                throw refusal(name + " is shorter than the model says");
            }
            taken += length;
            if (taken > MOST) {
                throw refusal(
                        "together they are larger than the "
                                + (MOST >> 20)
                                + " MiB that are put into one file here");
            }
            var bytes = new byte[(int) length];
            file.seek(offset);
            file.readFully(bytes);
            return ByteString.copyFrom(bytes);
        }
    }

    private Path fetched(String name) throws Refusal {
        if (!fetched.containsKey(name)) {
            switch (beside.apply(name)) {
                case Outcome.Done<Path>(var path) -> fetched.put(name, path);
                case Outcome.Refused<Path>(var problem) -> throw new Refusal(problem);
            }
        }
        return fetched.getOrDefault(name, Path.of(""));
    }

    private static long number(Map<String, String> said, String key, long otherwise)
            throws Refusal {
        var text = said.get(key);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,15}")) {
            throw refusal(key + " is no number");
        }
        return Long.parseLong(text);
    }

    private static Refusal refusal(String why) {
        return new Refusal(
                Problem.of(
                                Code.INVALID_RELEASE,
                                "The model keeps tensors in other files, and they do not fit.")
                        .because(why)
                        .tryThis("mlflow.onnx.log_model(…, save_as_external_data=False)"));
    }
}
