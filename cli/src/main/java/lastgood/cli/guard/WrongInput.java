package lastgood.cli.guard;

/// Numbers of which a method can make nothing.
final class WrongInput extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongInput(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
