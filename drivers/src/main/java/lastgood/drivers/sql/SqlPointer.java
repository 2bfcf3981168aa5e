package lastgood.drivers.sql;

/// What is pointed with, and at what.
///
/// @param schema in PostgreSQL; SQLite has one, which is called `main`
/// @param view what readers use
/// @param versions how the names of all tables begin that are versions
public record SqlPointer(String schema, String view, String versions) {
    public SqlPointer {
        Names.plain(schema);
        Names.plain(view);
        Names.plain(versions);
    }

    boolean isVersion(String name) {
        return Names.isPlain(name)
                && name.startsWith(versions)
                && name.length() > versions.length()
                && !name.equals(view);
    }
}
