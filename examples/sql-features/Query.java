import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;

/// Runs SQL against PostgreSQL, as the environment comes without psql: `java -cp DRIVER Query.java URL USER SQL|@FILE`. The
/// password is in PGPASSWORD.
class Query {
    public static void main(String[] given) throws Exception {
        var sql = given[2].startsWith("@") ? Files.readString(Path.of(given[2].substring(1))) : given[2];
        try (var connection = DriverManager.getConnection(given[0], given[1], System.getenv("PGPASSWORD"));
                var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return;
            }
            try (var rows = statement.getResultSet()) {
                int width = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    var line = new StringBuilder();
                    for (int c = 1; c <= width; c++) {
                        line.append(c == 1 ? "" : "  ").append(rows.getMetaData().getColumnLabel(c));
                        line.append('=').append(rows.getString(c));
                    }
                    System.out.println(line);
                }
            }
        }
    }
}
