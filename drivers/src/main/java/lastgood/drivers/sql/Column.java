package lastgood.drivers.sql;

/// One column of a table.
///
/// @param type what stands in the digest: the kind's name, or what the database calls a type of no common kind
record Column(String name, Kind kind, String type) {
    /// What the two databases have in common.
    enum Kind {
        INTEGER,
        REAL,
        TEXT,
        BYTES,
        OTHER
    }

    static Column of(String name, Kind kind, String type) {
        return new Column(name, kind, kind == Kind.OTHER ? type : kind.name());
    }

    /// The column of the table that a statement calls `t`. With the `t.` SQLite never takes it for a text.
    String quoted() {
        return quoted(name);
    }

    static String quoted(String name) {
        return "t." + Names.quoted(name);
    }
}
