package lastgood.gateway.client;

/// What a server sent is no response, or a larger one than is read.
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String why) {
        super(why, null, false, false);
    }
}
