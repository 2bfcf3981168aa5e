package lastgood.records.duck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import org.duckdb.DuckDBConnection;
import tools.jackson.databind.ObjectMapper;

/// The child process: does the job it finds in its folder, and leaves beside it what it found. It ends when the process
/// that started it does.
public final class DuckMain {
    private DuckMain() {}

    public static void main(String[] args) throws IOException, SQLException {
        endWithStarter();
        var folder = Path.of(args[0]);
        var mapper = new ObjectMapper();
        var job = mapper.readValue(folder.resolve(Job.FILE).toFile(), Job.class);
        var half = folder.resolve(Job.FOUND + ".half");
        mapper.writeValue(half.toFile(), work(job, folder, mapper));
        Files.move(half, folder.resolve(Job.FOUND), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Job.Found work(Job job, Path folder, ObjectMapper mapper)
            throws IOException, SQLException {
        var done = new ArrayList<String>();
        var unusable = new ArrayList<String>();
        var failed = new ArrayList<String>();
        var torn = new ArrayList<String>();
        try (var connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:")) {
            bound(connection, job);
            Files.createDirectories(Path.of(job.parquet()));
            var conversion = new Conversion(connection, Path.of(job.parquet()));
            for (var segment : job.convert()) {
                try {
                    int before = torn.size();
                    conversion.of(Path.of(segment), Optional.empty(), torn::add);
                    (torn.size() == before ? done : unusable).add(segment);
                } catch (RuntimeException e) {
                    unusable.add(segment);
                    torn.add(segment + ": " + e);
                } catch (IOException | SQLException | OutOfMemoryError e) {
                    // The disk, or the memory: no reason to give up the segment, nor the others.
                    failed.add(segment);
                    torn.add(segment + " has to wait: " + e);
                }
            }
            if (job.query().isEmpty()) {
                return new Job.Found(
                        done, unusable, failed, torn, Optional.empty(), Optional.empty());
            }
            var result = new Asking(connection, job, folder, mapper).ask(job.query().get(), torn);
            return new Job.Found(done, unusable, failed, torn, result.problem(), result.rows());
        }
    }

    static void bound(DuckDBConnection connection, Job job) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET memory_limit = '" + job.memory() + "MiB'");
            statement.execute("SET threads = " + job.threads());
            statement.execute("SET temp_directory = ''");
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET autoinstall_known_extensions = false");
            statement.execute("SET autoload_known_extensions = false");
            statement.execute("SET preserve_insertion_order = true");
        }
    }

    /// Nobody writes to its standard input: it ends with the process that holds the other end.
    private static void endWithStarter() {
        Thread.ofPlatform()
                .daemon()
                .name("starter")
                .start(() -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is said there.
                        }
                    } catch (IOException _) {
                        // As good as its end.
                    }
                    Runtime.getRuntime().halt(3);
                });
    }
}
