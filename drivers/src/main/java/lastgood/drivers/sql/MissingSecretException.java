package lastgood.drivers.sql;

import java.sql.SQLException;

/// The environment variable that should hold the password is not set.
final class MissingSecretException extends SQLException {
    private static final long serialVersionUID = 1;

    MissingSecretException(String variable) {
        super("the environment variable " + variable + " is not set");
    }
}
