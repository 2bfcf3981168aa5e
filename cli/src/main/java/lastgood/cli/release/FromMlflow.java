package lastgood.cli.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lastgood.cli.Refusal;
import lastgood.cli.Sending;
import lastgood.cli.Session;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.mlflow.ModelRef;
import lastgood.mlflow.release.Import;
import lastgood.mlflow.release.Imported;
import lastgood.mlflow.release.Wish;
import lastgood.mlflow.rest.Limits;
import lastgood.mlflow.rest.Registry;
import lastgood.mlflow.rest.Tracking;

/// A version in MLflow, downloaded into a temporary folder, on its way to become a release. The lastgood server never
/// speaks with MLflow for this: it gets bytes and a text, as from anybody.
final class FromMlflow implements AutoCloseable {
    private final Path folder;
    private final Path beside;
    private final Imported imported;

    private FromMlflow(Path folder, Path beside, Imported imported) {
        this.folder = folder;
        this.beside = beside;
        this.imported = imported;
    }

    /// What was typed.
    record Asked(
            String model,
            Optional<String> uri,
            Optional<String> service,
            Optional<String> label,
            Optional<String> file) {}

    static FromMlflow read(Session session, Asked asked) {
        var ref = Refusal.must(ModelRef.parse(asked.model()));
        var environment = session.environment();
        var tracking =
                Refusal.must(Tracking.of(asked.uri(), "--mlflow-uri", environment.variables()));
        if (asked.service().isEmpty() && asked.file().isEmpty()) {
            throw new Refusal(
                    Problem.of(Code.WRONG_USAGE, "Which service is the release for?")
                            .because("--service is missing")
                            .tryThis(
                                    "lastgood release create --from-mlflow "
                                            + asked.model()
                                            + " --service SERVICE"));
        }
        var beside = environment.folder().resolve(asked.file().orElse("release.yaml"));
        var overlay = asked.file().map(said -> new Wish.Overlay(said, text(said, beside)));
        var folder = temporary();
        try (var registry = new Registry(tracking, Limits.DEFAULT)) {
            talk(session, "reading " + asked.model() + " at " + tracking + " …");
            var wish = new Wish(asked.service(), asked.label(), overlay);
            var imported = Refusal.must(new Import(registry, folder).of(ref, wish));
            imported.notes().forEach(note -> talk(session, "note: " + note));
            return new FromMlflow(folder, beside, imported);
        } catch (RuntimeException e) {
            remove(folder);
            throw e;
        }
    }

    String path() {
        return imported.path();
    }

    Sending sending(Session session) {
        return Sending.made(session, imported.path(), beside, imported.text(), imported.files());
    }

    @Override
    public void close() {
        remove(folder);
    }

    private static void talk(Session session, String text) {
        if (!session.screen().look().json()) {
            session.screen().talk(text);
        }
    }

    private static String text(String said, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Refusal(
                    Problem.of(Code.WRONG_USAGE, said + " cannot be read.").because(e.toString()));
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("lastgood-mlflow-");
        } catch (IOException e) {
            throw new Refusal(
                    Problem.of(Code.INTERNAL, "There is no room for the model's files.")
                            .because(e.toString()));
        }
    }

    /// It holds files of ours only, and no folders.
    private static void remove(Path folder) {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
