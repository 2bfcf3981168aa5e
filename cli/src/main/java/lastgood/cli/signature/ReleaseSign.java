package lastgood.cli.signature;

import java.util.Locale;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.cli.Session;
import lastgood.cli.Target;
import lastgood.cli.screen.Mark;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.wire.signature.Envelope;
import lastgood.wire.signature.Keys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "sign",
        description = {
            "Vouches for a release: signs its digest, which covers every byte that serves. The key stays here; the signature is kept beside the release and travels with it."
        },
        footer = {"", "Example: lastgood release sign wine r3 --key alice"})
public final class ReleaseSign implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();
    @Mixin private Target target = new Target();

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "Private key, as lastgood key init makes it.")
    private String key = "";

    public ReleaseSign(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var ref = target.release();
        var file = environment.folder().resolve(key);
        var secret = KeyFiles.privateKey(file);
        var beside = KeyFiles.beside(file);
        try (var session = Session.open(environment, output)) {
            var service = session.service(target.service());
            var release = Session.must(session.client().release(service, ref));
            var digest = Digest.parse(release.digest());
            if (ref.startsWith("@") && !("@" + digest).startsWith(ref.toLowerCase(Locale.ROOT))) {
                throw new Refusal(
                        Problem.of(Code.INVALID_SIGNATURE, "The server names another release.")
                                .because("asked for " + ref, "it answered with " + digest)
                                .inState("Nothing was signed."));
            }
            var envelope = Envelope.sign(digest, secret, beside.map(Keys::id).orElse(""));
            if (beside.filter(half -> !envelope.isSignedBy(half)).isPresent()) {
                throw new Refusal(
                        Problem.of(Code.INVALID_KEY, key + " and " + key + ".pub are no pair.")
                                .because("what one signs, the other does not confirm")
                                .inState("Nothing was signed."));
            }
            var signed =
                    Session.must(
                            session.client().sign(service, release.release(), envelope.text()));
            int exit =
                    session.show(
                            signed,
                            view -> {
                                var screen = session.screen();
                                screen.line(
                                        screen.mark(Mark.OK, release.release())
                                                + " of "
                                                + release.service()
                                                + " is signed: "
                                                + release.digest());
                                screen.line(
                                        view.trustedAs()
                                                .map(name ->
                                                        "  this server trusts the key as '"
                                                                + name
                                                                + "'")
                                                .orElse("  this server does not trust the key"));
                            });
            if (signed.trustedAs().isEmpty()) {
                session.screen()
                        .next(
                                "cp "
                                        + key
                                        + ".pub DATA/trust/   # at each server that is to trust it");
            }
            return exit;
        }
    }
}
