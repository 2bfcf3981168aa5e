package lastgood.cli.release;

import java.io.IOException;
import java.util.List;
import java.util.Map;
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
            "The same bytes again give the same release.",
            "With --from-mlflow it is made of a version that an MLflow server has: the ONNX file of its onnx flavor, or else its whole folder and a program that serves it; its signature, its input example, its run's metrics. A release file given with it stands over what was found, key by key."
        },
        footer = {
            "",
            "Example: lastgood release create -f release.yaml",
            "Example: lastgood release create --from-mlflow models:/wine@champion --service wine"
        })
public final class ReleaseCreate implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The release file; the files it names lie beside or below it.")
    private Optional<String> file = Optional.empty();

    @Option(
            names = "--from-mlflow",
            paramLabel = "MODEL",
            description = "models:/NAME@ALIAS or models:/NAME/VERSION")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--mlflow-uri",
            paramLabel = "URI",
            description = "The tracking server. Default: MLFLOW_TRACKING_URI")
    private Optional<String> uri = Optional.empty();

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            description = "What the release is for, with --from-mlflow.")
    private Optional<String> service = Optional.empty();

    @Option(
            names = "--label",
            paramLabel = "TEXT",
            description = "With --from-mlflow. Default: NAME-vVERSION")
    private Optional<String> label = Optional.empty();

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
            return model.isPresent() ? ofMlflow(session, model.get()) : ofFile(session);
        }
    }

    private int ofFile(Session session) {
        if (service.isPresent() || label.isPresent() || uri.isPresent()) {
            throw usage(
                    "--service, --label and --mlflow-uri go with --from-mlflow",
                    "say in the release file what they would say");
        }
        var said =
                file.orElseThrow(() ->
                        usage(
                                "neither -f nor --from-mlflow was given",
                                "lastgood release create -f release.yaml"));
        var sending = new Sending(session, said);
        var submission =
                modelPack
                        .map(ref -> fromRegistry(session, said, sending, ref))
                        .orElseGet(() -> sending.send(ReleaseCreate::files));
        return send(session, said, sending, submission, true);
    }

    /// The model's path then only says what it is called.
    private static SubmissionRequest fromRegistry(
            Session session, String file, Sending sending, String ref) {
        var model = Session.must(ReleaseFile.parse(file, sending.text())).model();
        var fetched = Session.must(session.client().model(ref, model.text()));
        if (!session.screen().look().json()) {
            session.screen().talk("the model is " + fetched.name() + " of " + ref);
        }
        return sending.send(ReleaseCreate::files, Map.of(model, Digest.parse(fetched.digest())));
    }

    private static Outcome<List<RelativePath>> files(String path, String text) {
        return ReleaseFile.parse(path, text).then(draft -> Outcome.done(draft.files()));
    }

    private int ofMlflow(Session session, String named) {
        var wish = new FromMlflow.Asked(named, uri, service, label, file);
        if (modelPack.isPresent()) {
            throw usage(
                    "both --from-mlflow and --from-modelpack were given",
                    "take the model from one of them");
        }
        try (var from = FromMlflow.read(session, wish)) {
            var sending = from.sending(session);
            var submission = sending.send(ReleaseCreate::files);
            return send(session, from.path(), sending, submission, file.isPresent());
        }
    }

    /// @param pinned whether there is a file of a person's to pin the digests beside
    private static int send(
            Session session,
            String said,
            Sending sending,
            SubmissionRequest submission,
            boolean pinned) {
        var created = Session.must(session.client().create(submission));
        int exit = session.show(created, view -> CreatedScreen.draw(session.screen(), said, view));
        if (pinned) {
            lock(sending, submission, created);
        }
        session.screen()
                .next("lastgood rollout start " + created.service() + " " + created.release());
        return exit;
    }

    private static Refusal usage(String why, String todo) {
        return new Refusal(
                Problem.of(Code.WRONG_USAGE, "lastgood release create: what of?")
                        .because(why)
                        .tryThis(todo));
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
