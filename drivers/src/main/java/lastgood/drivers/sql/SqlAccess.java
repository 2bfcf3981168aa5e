package lastgood.drivers.sql;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// How a database is reached.
///
/// @param url as JDBC has it, without user, password or times
/// @param user in PostgreSQL
/// @param passwordIn the name of the environment variable that holds the password: it is asked for at each connection and
///     written down nowhere
/// @param environment the values of environment variables
public record SqlAccess(
        String url,
        Optional<String> user,
        Optional<String> passwordIn,
        Function<String, Optional<String>> environment,
        SqlLimits limits) {
    private static final Pattern SQLITE = Pattern.compile("jdbc:sqlite:(/[^?\\p{Cntrl}]+)");
    private static final Pattern POSTGRES =
            Pattern.compile(
                    "jdbc:postgresql://[A-Za-z0-9.:,_\\[\\]-]+/[A-Za-z0-9_.-]+(\\?[!-~]*)?");

    /// Whatever else a URL may say could make the driver load classes, write files or wait for ever.
    private static final Set<String> PARAMETERS =
            Set.of(
                    "ssl",
                    "sslmode",
                    "sslrootcert",
                    "sslcert",
                    "sslkey",
                    "channelBinding",
                    "targetServerType");

    public SqlAccess {
        complaint(url)
                .ifPresent(why -> {
                    throw new IllegalArgumentException("a url " + why);
                });
    }

    /// What is wrong with a URL, if anything is.
    public static Optional<String> complaint(String url) {
        if (SQLITE.matcher(url).matches()) {
            return Optional.empty();
        }
        if (!POSTGRES.matcher(url).matches()) {
            return Optional.of(
                    "is jdbc:sqlite:/path/of/file or jdbc:postgresql://host:port/database");
        }
        int question = url.indexOf('?');
        return question < 0
                ? Optional.empty()
                : Arrays.stream(url.substring(question + 1).split("&", -1))
                        .map(pair -> pair.replaceAll("=.*", ""))
                        .filter(name -> !PARAMETERS.contains(name))
                        .findFirst()
                        .map(name ->
                                "may have the parameters "
                                        + String.join(", ", PARAMETERS.stream().sorted().toList())
                                        + ", not '"
                                        + name
                                        + "'");
    }

    /// The path of an SQLite file; empty: it is PostgreSQL.
    Optional<String> file() {
        var sqlite = SQLITE.matcher(url);
        return sqlite.matches() ? Optional.of(sqlite.group(1)) : Optional.empty();
    }

    /// @throws MissingSecretException if the variable is not set
    Optional<String> password() throws MissingSecretException {
        if (passwordIn.isEmpty()) {
            return Optional.empty();
        }
        var name = passwordIn.get();
        return Optional.of(
                environment.apply(name).orElseThrow(() -> new MissingSecretException(name)));
    }
}
