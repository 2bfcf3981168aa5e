package lastgood.cli.demo;

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
}
