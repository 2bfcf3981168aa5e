package lastgood.cli.demo;

import java.util.List;
import java.util.stream.Stream;

/// All who send requests: to the classifier, and from the third act on to the ranker.
///
/// @param classified labelled a moment later
/// @param ranked nobody knows how urgent a patient really was
record Crowd(Traffic classified, Traffic ranked) {
    void stop() {
        classified.stop();
        ranked.stop();
    }

    long sent() {
        return classified.sent() + ranked.sent();
    }

    long failed() {
        return classified.failed() + ranked.failed();
    }

    /// Why, each reason once.
    List<String> failures() {
        return Stream.of(classified, ranked).flatMap(t -> t.failures().stream()).sorted().toList();
    }
}
