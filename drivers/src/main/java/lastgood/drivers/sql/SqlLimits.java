package lastgood.drivers.sql;

import java.time.Duration;

/// How long a database may keep us waiting.
///
/// @param connect until it lets us in
/// @param lock for others, who move the same view or read through it; meanwhile new readers wait as well
/// @param look for what is, the digest of a whole table included
/// @param move for a restore, the digest included
public record SqlLimits(Duration connect, Duration lock, Duration look, Duration move) {
    public static final SqlLimits USUAL =
            new SqlLimits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5));
}
