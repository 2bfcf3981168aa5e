package lastgood.cli.release;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.cli.Sending;
import lastgood.cli.Session;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.wire.file.RelativePath;
import lastgood.wire.file.ReleaseFile;
import lastgood.wire.request.SubmissionRequest;
import lastgood.wire.view.CreatedView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "create",
        description = {
            "Makes a release of a release file: its bytes are stored under their digests, its model is loaded and asked its golden rows in a process of its own.",
            "The same bytes again give the same release."
        },
        footer = {"", "Example: lastgood release create -f release.yaml"})
public final class ReleaseCreate implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The release file; the files it names lie beside or below it.")
    private String file = "";

    @Option(
            names = "--from-modelpack",
            paramLabel = "REF",
            description =
                    "Takes the model out of a registry (HOST[:PORT]/NAME:TAG, in the CNCF's ModelPack form) instead of the file that the release file names.")
    private Optional<String> modelPack = Optional.empty();

    public ReleaseCreate(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try (var session = Session.open(environment, output)) {
            var sending = new Sending(session, file);
            var submission =
                    modelPack
                            .map(ref -> fromRegistry(session, sending, ref))
                            .orElseGet(() -> sending.send(ReleaseCreate::files));
            var created = Session.must(session.client().create(submission));
            int exit =
                    session.show(created, view -> CreatedScreen.draw(session.screen(), file, view));
            lock(sending, submission, created);
            session.screen()
                    .next("lastgood rollout start " + created.service() + " " + created.release());
            return exit;
        }
    }

    /// The model's path then only says what it is called.
    private SubmissionRequest fromRegistry(Session session, Sending sending, String ref) {
        var model = Session.must(ReleaseFile.parse(file, sending.text())).model();
        var fetched = Session.must(session.client().model(ref, model.text()));
        if (!session.screen().look().json()) {
            session.screen().talk("the model is " + fetched.name() + " of " + ref);
        }
        return sending.send(ReleaseCreate::files, model, Digest.parse(fetched.digest()));
    }

    private static Outcome<List<RelativePath>> files(String path, String text) {
        return ReleaseFile.parse(path, text).then(draft -> Outcome.done(draft.files()));
    }

    private static void lock(Sending sending, SubmissionRequest submission, CreatedView created) {
        var lock = LockFile.beside(sending.source());
        try {
            LockFile.write(lock, submission, created);
        } catch (IOException e) {
            throw new Refusal(
                    Problem.of(Code.CANNOT_RECORD, lock.getFileName() + " could not be written.")
                            .because(e.toString())
                            .inState(
                                    "Created "
                                            + created.service()
                                            + " "
                                            + created.release()
                                            + " all the same; creating it again writes the file."));
        }
    }
}
