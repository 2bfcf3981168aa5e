package lastgood.mlflow.rest;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.mlflow.Json;
import tools.jackson.databind.JsonNode;

/// Walks through a folder of artifacts, of which the server lists one level at a time.
public final class FileTree {
    private static final int MOST_FILES = 500;
    private static final int DEEPEST = 8;

    private final Exchange exchange;
    private final TreeMap<String, Entry> found = new TreeMap<>();

    FileTree(Exchange exchange) {
        this.exchange = exchange;
    }

    /// @param name seen from the folder that was walked through
    /// @param size in bytes, as the server says
    public record Entry(String name, long size) {}

    Outcome<List<Entry>> of(ArtifactFolder folder) {
        return walk(folder, "", 0)
                .<Outcome<List<Entry>>>map(Outcome::refused)
                .orElseGet(() -> Outcome.done(List.copyOf(found.values())));
    }

    private Optional<Problem> walk(ArtifactFolder folder, String in, int depth) {
        if (depth > DEEPEST) {
            return Optional.of(unusable("its folders are more than " + DEEPEST + " deep"));
        }
        return switch (exchange.get(folder.list())) {
            case Outcome.Refused<JsonNode>(var problem) -> Optional.of(problem);
            case Outcome.Done<JsonNode>(var said) -> {
                var problem = Optional.<Problem>empty();
                for (var entry : said.path("files").values()) {
                    problem = problem.or(() -> one(folder, in, entry, depth));
                }
                yield problem;
            }
        };
    }

    private Optional<Problem> one(ArtifactFolder folder, String in, JsonNode entry, int depth) {
        var name = Json.text(entry, "path").orElse("");
        if (entry.path("is_dir").asBoolean(false)) {
            return switch (folder.below(exchange.tracking(), name)) {
                case Outcome.Refused<ArtifactFolder>(var problem) -> Optional.of(problem);
                case Outcome.Done<ArtifactFolder>(var below) ->
                        walk(below, in + name + "/", depth + 1);
            };
        }
        found.put(in + name, new Entry(in + name, entry.path("file_size").asLong(0)));
        return found.size() > MOST_FILES
                ? Optional.of(unusable("the model's folder has more than " + MOST_FILES + " files"))
                : Optional.empty();
    }

    private Problem unusable(String why) {
        return Trouble.unusable(exchange.tracking(), why);
    }
}
