package lastgood.cli.guard;

import java.util.HashSet;
import java.util.List;
import lastgood.core.statistics.TwoSamples;

/// Whether two samples are of one distribution.
sealed interface SampleMethod extends Method {

    record KolmogorovSmirnov(List<Double> a, List<Double> b) implements SampleMethod {
        record Result(double statistic, double pExact) {}

        @Override
        public Object value() {
            Given.must(
                    TwoSamples.isExactSmirnov(a.size(), b.size()),
                    "samples so large have no exact chance here; take ks_2sample_asymp_p");
            var test =
                    TwoSamples.kolmogorovSmirnov(
                            Given.numbers("a", several("a", a)),
                            Given.numbers("b", several("b", b)));
            return new Result(test.statistic(), test.p());
        }
    }

    record KolmogorovSmirnovAsymptotic(List<Double> a, List<Double> b) implements SampleMethod {
        @Override
        public Object value() {
            return TwoSamples.kolmogorovSmirnovAsymptotic(
                    Given.numbers("a", several("a", a)), Given.numbers("b", several("b", b)));
        }
    }

    record MannWhitney(List<Double> a, List<Double> b) implements SampleMethod {
        record Result(double u, double p) {}

        @Override
        public Object value() {
            double[] one = Given.numbers("a", a);
            double[] other = Given.numbers("b", b);
            Given.must(
                    TwoSamples.isExactWhitney(a.size(), b.size()),
                    "the exact chance is computed of "
                            + TwoSamples.MOST_PAIRS
                            + " pairs at most, and these samples have more");
            var distinct = new HashSet<>(a);
            distinct.addAll(b);
            Given.must(
                    distinct.size() == a.size() + b.size(),
                    "a value is there twice, and the exact chance is known for distinct ones alone");
            var test = TwoSamples.mannWhitney(one, other);
            return new Result(test.statistic(), test.p());
        }
    }

    record Wasserstein(List<Double> a, List<Double> b) implements SampleMethod {
        @Override
        public Object value() {
            return TwoSamples.wasserstein(Given.numbers("a", a), Given.numbers("b", b));
        }
    }

    private static List<Double> several(String name, List<Double> values) {
        Given.must(values.size() > 1, name + " has " + values.size() + ", and it takes two");
        return values;
    }
}
