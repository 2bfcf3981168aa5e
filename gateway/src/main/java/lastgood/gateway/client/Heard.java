package lastgood.gateway.client;

/// What came of a request.
public sealed interface Heard {
    record Answered(Response response) implements Heard {}

    record Failed(Failure failure) implements Heard {}
}
