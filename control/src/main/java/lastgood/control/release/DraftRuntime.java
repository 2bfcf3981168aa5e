package lastgood.control.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Parts;
import lastgood.core.release.Program;
import lastgood.core.release.Schema;
import lastgood.wire.file.ModelMetadata;
import lastgood.wire.file.ReleaseDraft;
import lastgood.wire.file.SchemaFile;

/// The runtime of a draft, and what a program asks of the other parts: it says nothing of its tensors before it runs,
/// and nothing runs in front of it.
final class DraftRuntime {
    private DraftRuntime() {}

    static Outcome<Parts.Runtime> of(ReleaseDraft draft, SubmittedFiles files) throws IOException {
        return switch (draft.runtime()) {
            case ReleaseDraft.Runtime.Embedded(var runtime) -> Outcome.done(runtime);
            case ReleaseDraft.Runtime.Command command -> program(draft, command, files);
            case ReleaseDraft.Runtime.Served(var upstream) ->
                    Outcome.done(Parts.Runtime.of(upstream));
        };
    }

    private static Outcome<Parts.Runtime> program(
            ReleaseDraft draft, ReleaseDraft.Runtime.Command command, SubmittedFiles files)
            throws IOException {
        var modelFile = SubmittedFiles.fileName(draft.model());
        var entries = new ArrayList<Program.Entry>();
        for (var path : command.files()) {
            if (path.text().equals(modelFile)) {
                return refused(
                        "a file of the program lies where the model lies: " + modelFile,
                        "give one of them another name");
            }
            switch (files.blob(path)) {
                case Outcome.Refused<Blob>(var problem) -> {
                    return Outcome.refused(problem);
                }
                case Outcome.Done<Blob>(var blob) ->
                        entries.add(new Program.Entry(path.text(), blob));
            }
        }
        return Outcome.done(
                Parts.Runtime.of(
                        new Program(
                                command.command(),
                                command.name(),
                                modelFile,
                                entries,
                                command.environment(),
                                command.startWithin())));
    }

    /// @param graph that would have to run in front of the program
    static Outcome<Schema> schema(ReleaseDraft draft, Optional<Blob> graph, SubmittedFiles files)
            throws IOException {
        if (graph.isPresent()) {
            return refused(
                    "it runs no graph, and "
                            + graph.get().name()
                            + " is one: what serves the model gets what the caller sends",
                    "write 'features: none' and 'preprocessing: none', and let what serves the model do both");
        }
        return switch (draft.schema()) {
            case ReleaseDraft.Schema.Infer() ->
                    draft.runtime() instanceof ReleaseDraft.Runtime.Served
                            ? described(draft, files)
                            : refused(
                                    "a program says nothing of its tensors, so the schema cannot be inferred",
                                    "write 'schema: {path: schema.yaml}' with its inputs and outputs");
            case ReleaseDraft.Schema.File(var path) ->
                    switch (files.text(path)) {
                        case Outcome.Refused<String>(var problem) -> Outcome.refused(problem);
                        case Outcome.Done<String>(var text) -> SchemaFile.parse(path.text(), text);
                    };
        };
    }

    /// What an upstream says of its model, says what it takes.
    private static Outcome<Schema> described(ReleaseDraft draft, SubmittedFiles files)
            throws IOException {
        return files.text(draft.model())
                .then(text ->
                        ModelMetadata.parse(text)
                                .map(Outcome::done)
                                .orElseGet(() ->
                                        refused(
                                                draft.model().text()
                                                        + " does not say the names, types and shapes of all its tensors",
                                                "save there what the upstream says: curl URL/v2/models/NAME > FILE; or write 'schema: {path: schema.yaml}'")));
    }

    private static <T> Outcome<T> refused(String why, String instead) {
        return Outcome.refused(
                Problem.of(
                                Code.INVALID_RELEASE,
                                "The parts do not fit a runtime that serves the model by itself.")
                        .because(why)
                        .tryThis(instead));
    }
}
