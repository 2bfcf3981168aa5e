package lastgood.cli.signature;

import java.security.PublicKey;
import java.util.Optional;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.cli.Session;
import lastgood.cli.Target;
import lastgood.cli.screen.Figures;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.wire.signature.Envelope;
import lastgood.wire.view.SignatureView;
import lastgood.wire.view.VerificationView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = {
            "Has the server read every byte of a release and hold it against its digest, and tells who vouches for it: keys that the server trusts, or the one given by --key.",
            "Ends with 5 where nobody does."
        },
        footer = {"", "Example: lastgood release verify wine live"})
public final class ReleaseVerify implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Target target = new Target();

    @Option(
            names = "--key",
            paramLabel = "PUB",
            description =
                    "Public key that must have signed it. It is checked here, not by the server.")
    private Optional<String> key = Optional.empty();

    public ReleaseVerify(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var ref = target.release();
        var wanted = key.map(file -> KeyFiles.publicKey(environment.folder().resolve(file)));
        try (var session = Session.open(environment, output)) {
            var service = session.service(target.service());
            var found = Session.must(session.client().verify(service, ref));
            int exit = session.show(found, view -> draw(session.screen(), view));
            var isVouchedFor =
                    wanted.map(half ->
                                    found.signatures().stream().anyMatch(s -> isBy(s, half, found)))
                            .orElseGet(found::vouchedFor);
            if (!isVouchedFor) {
                throw new Refusal(unsigned(found));
            }
            wanted.ifPresent(_ -> session.screen().talk("Signed with " + key.orElse("") + "."));
            return exit;
        }
    }

    /// What the server says of keys is not asked.
    private static boolean isBy(SignatureView view, PublicKey half, VerificationView found) {
        return Envelope.parse(view.envelope()) instanceof Outcome.Done<Envelope>(var envelope)
                && envelope.release().equals(Digest.parse(found.digest()))
                && envelope.isSignedBy(half);
    }

    private static void draw(Screen screen, VerificationView view) {
        screen.line(view.service() + " " + view.release() + "   " + view.digest());
        screen.line(
                "  "
                        + screen.mark(Mark.OK, "")
                        + " every byte is what it was: "
                        + view.files()
                        + " files, "
                        + Figures.size(view.bytes()));
        for (var signature : view.signatures()) {
            var id = signature.keyId().isEmpty() ? "a key" : signature.keyId();
            var brief = id.substring(0, Math.min(12, id.length()));
            screen.line(
                    "  "
                            + signature
                                    .trustedAs()
                                    .map(name ->
                                            screen.mark(Mark.OK, "")
                                                    + " signed by "
                                                    + name
                                                    + " ("
                                                    + brief
                                                    + ")")
                                    .orElseGet(() ->
                                            screen.mark(Mark.NEAR, "")
                                                    + " signed by "
                                                    + brief
                                                    + ", which this server does not trust"));
        }
        if (view.signatures().isEmpty()) {
            screen.line("  " + screen.mark(Mark.NEAR, "") + " nobody signed it");
        }
        view.warnings()
                .forEach(warning -> screen.line("  " + screen.mark(Mark.NEAR, "") + " " + warning));
    }

    private Problem unsigned(VerificationView found) {
        return Problem.of(
                        Code.UNSIGNED,
                        key.map(file -> file + " did not sign " + found.release() + ".")
                                .orElse(
                                        "Nobody this server trusts vouches for "
                                                + found.release()
                                                + "."))
                .because(
                        switch (found.signatures().size()) {
                            case 0 -> "it has no signature";
                            case 1 -> "it has one signature, by another key";
                            default ->
                                    "it has "
                                            + found.signatures().size()
                                            + " signatures, all by other keys";
                        })
                .tryThis(
                        "lastgood release sign "
                                + found.service()
                                + " "
                                + found.release()
                                + " --key FILE");
    }
}
