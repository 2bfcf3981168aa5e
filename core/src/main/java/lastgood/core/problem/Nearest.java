package lastgood.core.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// "Did you mean": the word that a mistyped one is nearest to, if any is near.
///
/// Nearness is the number of letters to add, drop, change or swap with a neighbour (Damerau 1964, the restricted form).
public final class Nearest {
    private Nearest() {}

    /// The nearest of `words`, if at most a third of the typed letters, and at most three, are wrong.
    public static Optional<String> of(String typed, Collection<String> words) {
        int limit = Math.clamp((typed.length() + 1) / 3, 1, 3);
        return words.stream()
                .filter(word -> Math.abs(word.length() - typed.length()) <= limit)
                .filter(word -> distance(typed, word) <= limit)
                .min(Comparator.comparingInt(word -> distance(typed, word)));
    }

    private static int distance(String typed, String word) {
        var a = typed.toLowerCase(Locale.ROOT);
        var b = word.toLowerCase(Locale.ROOT);
        var d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] =
                        Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
