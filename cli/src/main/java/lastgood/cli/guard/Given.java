package lastgood.cli.guard;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/// What a method asks of the numbers it is given.
final class Given {
    /// By how much chances may miss 1 in all: nobody writes a third in full.
    private static final double NEARLY = 1e-3;

    /// Beyond it a double does not tell one more from none.
    private static final double MOST = 1e15;

    private Given() {}

    static double[] numbers(String name, List<Double> values) {
        return each(name, values, _ -> true, "numbers");
    }

    static double[] counts(String name, List<Double> values) {
        return each(
                name, values, value -> value >= 0 && value <= MOST, "counts, so from 0 to 1e15");
    }

    /// Counts of which one at least is above 0.
    static double[] someCounts(String name, List<Double> values) {
        double[] counts = counts(name, values);
        must(sum(counts) > 0, name + " counts nothing");
        return counts;
    }

    static double[] above0(String name, List<Double> values) {
        return each(name, values, value -> value > 0, "above 0");
    }

    /// Numbers from 0 to 1.
    static double[] parts(String name, List<Double> values) {
        return each(name, values, value -> value >= 0 && value <= 1, "from 0 to 1");
    }

    /// The chance of each of some bins.
    static double[] chances(String name, List<Double> values) {
        double[] chances = parts(name, values);
        must(
                Math.abs(sum(chances) - 1) <= NEARLY,
                name + " is " + sum(chances) + " in all, and chances are 1");
        double all = sum(chances);
        return Arrays.stream(chances).map(chance -> chance / all).toArray();
    }

    static boolean[] outcomes(String name, List<Double> values) {
        double[] all = each(name, values, value -> value == 0 || value == 1, "0 or 1");
        var outcomes = new boolean[all.length];
        for (int i = 0; i < all.length; i++) {
            outcomes[i] = all[i] == 1;
        }
        return outcomes;
    }

    /// Two that count the same events.
    static void sameSum(String one, double[] first, String other, double[] second) {
        double sum = sum(first);
        must(
                Math.abs(sum - sum(second)) <= NEARLY * Math.max(1, sum),
                one
                        + " is "
                        + sum
                        + " in all and "
                        + other
                        + " is "
                        + sum(second)
                        + ", and they count the same");
    }

    static double number(String name, double value) {
        must(Double.isFinite(value), name + " is " + value + ", and must be a number");
        return value;
    }

    static double above0(String name, double value) {
        must(value > 0 && Double.isFinite(value), name + " is " + value + ", and must be above 0");
        return value;
    }

    static double atLeast(double least, String name, double value) {
        must(
                value >= least && value <= MOST,
                name + " is " + value + ", and must be from " + least + " to 1e15");
        return value;
    }

    /// A share, a rate, or an alpha: nothing can be said at 0 or 1.
    static double between(String name, double value) {
        must(value > 0 && value < 1, name + " is " + value + ", and must be between 0 and 1");
        return value;
    }

    static void sameSize(String one, List<?> first, String other, List<?> second) {
        must(
                first.size() == second.size(),
                one
                        + " has "
                        + first.size()
                        + " and "
                        + other
                        + " has "
                        + second.size()
                        + ", and they belong together");
    }

    static void must(boolean holds, String why) {
        if (!holds) {
            throw new WrongInput(why);
        }
    }

    private static double[] each(
            String name, List<Double> values, DoublePredicate fits, String what) {
        must(!values.isEmpty(), name + " is empty");
        IntStream.range(0, values.size())
                .forEach(i -> {
                    double value = values.get(i);
                    must(
                            Double.isFinite(value) && fits.test(value),
                            name + "[" + i + "] is " + value + ", and must be " + what);
                });
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }
}
