package lastgood.drivers.disk;

import java.io.IOException;

/// Something is there, but it cannot be a version. The message says why, for people.
public final class UnfitException extends IOException {
    private static final long serialVersionUID = 1;

    public UnfitException(String why) {
        super(why);
    }
}
