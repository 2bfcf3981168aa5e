package lastgood.gateway.running.tensor;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The name somebody probably meant (edit distance, Levenshtein 1966).
public final class Nearest {
    private static final int MOST_CHARACTERS = 100;

    private Nearest() {}

    /// ` (did you mean 'measurements'?)`, or nothing where no name is near.
    public static String hint(String asked, Collection<String> names) {
        return to(asked, names).map(name -> " (did you mean '" + name + "'?)").orElse("");
    }

    static Optional<String> to(String asked, Collection<String> names) {
        return asked.length() > MOST_CHARACTERS
                ? Optional.empty()
                : names.stream()
                        .filter(name -> name.length() <= MOST_CHARACTERS)
                        .filter(name -> distance(asked, name) <= slips(name))
                        .min(Comparator.comparingInt(name -> distance(asked, name)));
    }

    private static int slips(String name) {
        return name.length() < 4 ? 1 : Math.max(2, name.length() / 3);
    }

    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(same, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
