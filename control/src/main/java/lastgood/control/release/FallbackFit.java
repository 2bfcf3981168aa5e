package lastgood.control.release;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import lastgood.control.rollout.Services;
import lastgood.core.port.Releases;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.core.release.ReleaseId;
import lastgood.wire.file.Declaration;

/// Whether a service's fixed answer is an answer by the schema of the release that serves.
public final class FallbackFit {
    private final Releases releases;
    private final Services services;

    FallbackFit(Releases releases, Services services) {
        this.releases = releases;
        this.services = services;
    }

    Optional<Problem> objection(Declaration.OfService declared) throws IOException {
        var fixed = declared.settings().fallback();
        var live = services.find(declared.name()).flatMap(loop -> loop.state().phase().serving());
        var release =
                fixed.isPresent() && live.isPresent()
                        ? releases.find(declared.name(), live.get())
                        : Optional.<lastgood.core.release.Release>empty();
        return release.map(r -> fixed.orElseThrow().misfits(r.parts().schema()))
                .filter(misfits -> !misfits.isEmpty())
                .map(misfits ->
                        problem(live.orElseThrow(), misfits)
                                .inState("Nothing of the file was applied."));
    }

    public static Problem problem(ReleaseId release, List<String> misfits) {
        return Problem.of(
                        Code.FALLBACK_MISFITS,
                        "The service's fallback is no answer that " + release + " could give.")
                .because(misfits)
                .tryThis(
                        "write each output of the release in the service's file: fallback: {outputs: {OUTPUT: VALUE}}",
                        "or fallback: live");
    }
}
