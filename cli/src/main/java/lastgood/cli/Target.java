package lastgood.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.wire.ReleaseRef;
import picocli.CommandLine.Parameters;

/// `[SERVICE] RELEASE`: a release, and its service where the server has several.
public final class Target {
    @Parameters(
            arity = "1..2",
            paramLabel = "[SERVICE] RELEASE",
            hideParamSyntax = true,
            description =
                    "RELEASE is r1, live, last-good, rollback-target, candidate, previous, label:TEXT or @sha256:DIGITS.")
    private List<String> words = new ArrayList<>();

    public Optional<String> service() {
        return words.size() == 2 ? Optional.of(words.getFirst()) : Optional.empty();
    }

    public String release() {
        return checked(words.getLast());
    }

    /// The reference, if it has the form of one; which release it names, the server knows.
    public static String checked(String ref) {
        if (ReleaseRef.parse(ref).isEmpty()) {
            throw new Refusal(
                    Problem.of(Code.WRONG_USAGE, "'" + ref + "' does not name a release.")
                            .because(
                                    "a release is r1, live, last-good, rollback-target, candidate, previous, label:TEXT or @sha256:DIGITS (8 or more)"));
        }
        return ref;
    }
}
