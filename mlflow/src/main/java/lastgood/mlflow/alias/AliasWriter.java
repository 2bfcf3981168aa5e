package lastgood.mlflow.alias;

import java.io.IOException;
import java.util.Optional;
import lastgood.core.port.Releases;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.mlflow.ModelRef;
import lastgood.mlflow.ModelVersion;
import lastgood.mlflow.rest.Registry;

/// Puts the two aliases of one service where they belong, once.
///
/// A version is only given an alias if it still is the model that the release was made of: names and numbers can come to
/// mean another model, or the server be another one.
final class AliasWriter implements AutoCloseable {
    static final String CHAMPION = "champion";
    static final String LAST_GOOD = "last-good";

    private final Registry registry;
    private final Releases releases;

    AliasWriter(Registry registry, Releases releases) {
        this.registry = registry;
        this.releases = releases;
    }

    sealed interface Result {
        /// @param champion `models:/wine/2`; empty: what is live did not come from MLflow
        record Written(Optional<String> champion, Optional<String> lastGood) implements Result {}

        /// Neither release came from MLflow.
        record NotOurs(String why) implements Result {}

        record Failed(String why) implements Result {}
    }

    /// Carries a problem out of the steps below; it never leaves this class.
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Refusal(Problem problem) {
            super(problem.what());
            this.problem = problem;
        }
    }

    Result write(ServiceName service, Wanted wanted) {
        try {
            var live = origin(service, wanted.live());
            var lastGood = origin(service, wanted.lastGood());
            if (live.isEmpty() && lastGood.isEmpty()) {
                return new Result.NotOurs(
                        wanted.live().map(r -> r + " did not come").orElse("nothing live came")
                                + " from MLflow");
            }
            if (live.isPresent()) {
                put(CHAMPION, live.get());
            }
            if (lastGood.isPresent()) {
                put(LAST_GOOD, lastGood.get());
            } else if (wanted.lastGood().isEmpty() && live.isPresent()) {
                takeAway(service, live.get().name());
            }
            return new Result.Written(
                    live.map(ModelVersion::text), lastGood.map(ModelVersion::text));
        } catch (Refusal r) {
            return new Result.Failed(r.problem.what() + " " + r.problem.cause());
        } catch (IOException e) {
            return new Result.Failed("the releases cannot be read: " + e);
        }
    }

    @Override
    public void close() {
        registry.close();
    }

    private Optional<ModelVersion> origin(ServiceName service, Optional<ReleaseId> id)
            throws IOException {
        return id.isPresent()
                ? releases.find(service, id.get())
                        .map(Release::annotations)
                        .flatMap(ModelVersion::in)
                : Optional.empty();
    }

    private void put(String alias, ModelVersion wanted) throws Refusal {
        var found = get(registry.version(new ModelRef.OfVersion(wanted.name(), wanted.version())));
        if (!found.isSameModelAs(wanted)) {
            throw new Refusal(
                    Problem.of(
                                    Code.MLFLOW_UNUSABLE,
                                    wanted.text()
                                            + " in MLflow at "
                                            + registry.tracking()
                                            + " is another model than the release was made of.")
                            .because(
                                    "there it is "
                                            + what(found)
                                            + ", the release says "
                                            + what(wanted)));
        }
        get(registry.setAlias(wanted.name(), alias, wanted.version()));
    }

    /// Nothing is good any more: an alias that says otherwise, and was on a release of this service, goes.
    private void takeAway(ServiceName service, String model) throws Refusal, IOException {
        var at = registry.version(new ModelRef.OfAlias(model, LAST_GOOD));
        if (at instanceof Outcome.Refused<?>(var problem) && problem.code() == Code.NO_SUCH_MODEL) {
            return;
        }
        var there = get(at);
        boolean ours =
                releases.list(service).stream()
                        .flatMap(r -> ModelVersion.in(r.annotations()).stream())
                        .anyMatch(v -> v.text().equals(there.text()) && v.isSameModelAs(there));
        if (ours) {
            get(registry.deleteAlias(model, LAST_GOOD));
        }
    }

    private static String what(ModelVersion version) {
        return "run "
                + version.runId().orElse("unknown")
                + version.modelId().map(id -> ", model " + id).orElse("");
    }

    private static <T> T get(Outcome<T> outcome) throws Refusal {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new Refusal(problem);
        };
    }
}
