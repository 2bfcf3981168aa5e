package lastgood.drivers.exec;

/// What a program said is not what its protocol allows. The message says how, for people.
final class NonsenseException extends Exception {
    private static final long serialVersionUID = 1;

    NonsenseException(String why) {
        super(why);
    }
}
