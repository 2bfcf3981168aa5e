package lastgood.drivers.exec;

/// A program's words, fit for a terminal: brief, and without what would colour it or move its cursor.
final class Clean {
    private Clean() {}

    static String text(String words, int most) {
        var plain =
                words.strip()
                        .replaceAll("\\s*\\R\\s*", " | ")
                        .replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}]", "?");
        return plain.length() > most ? plain.substring(0, most) + "…" : plain;
    }
}
