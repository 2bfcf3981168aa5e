package lastgood.cli.guard;

import java.util.List;
import lastgood.core.statistics.Drift;
import lastgood.core.statistics.TwoSamples;

/// How far two distributions over the same bins are apart.
sealed interface DistanceMethod extends Method {

    record TotalVariationBound(List<Double> counts, List<Double> ref, double alpha)
            implements DistanceMethod {
        @Override
        public Object value() {
            Given.sameSize("counts", counts, "ref", ref);
            return Drift.bound(
                    Given.someCounts("counts", counts),
                    Given.chances("ref", ref),
                    Given.between("alpha", alpha));
        }
    }

    record Psi(List<Double> expected, List<Double> actual) implements DistanceMethod {
        @Override
        public Object value() {
            Given.sameSize("expected", expected, "actual", actual);
            double psi =
                    Drift.psi(Given.parts("expected", expected), Given.parts("actual", actual));
            Given.must(
                    Double.isFinite(psi),
                    "a bin is empty on one side alone, so it is infinite; psi_smoothed_counts is not");
            return psi;
        }
    }

    record SmoothedPsi(List<Double> expectedCounts, List<Double> actualCounts, double smoothing)
            implements DistanceMethod {
        @Override
        public Object value() {
            Given.sameSize("expectedCounts", expectedCounts, "actualCounts", actualCounts);
            return Drift.psi(
                    Given.counts("expectedCounts", expectedCounts),
                    Given.counts("actualCounts", actualCounts),
                    Given.above0("smoothing", smoothing));
        }
    }

    record JensenShannon(List<Double> p, List<Double> q) implements DistanceMethod {
        @Override
        public Object value() {
            Given.sameSize("p", p, "q", q);
            return Drift.jensenShannon(Given.someCounts("p", p), Given.someCounts("q", q));
        }
    }

    record JensenShannonDistance(List<Double> p, List<Double> q) implements DistanceMethod {
        @Override
        public Object value() {
            Given.sameSize("p", p, "q", q);
            return Drift.jensenShannonDistance(Given.someCounts("p", p), Given.someCounts("q", q));
        }
    }

    record ChiSquared(List<Double> observed, List<Double> expected) implements DistanceMethod {
        @Override
        public Object value() {
            Given.sameSize("observed", observed, "expected", expected);
            Given.must(observed.size() > 1, "one bin holds all there is; it takes two");
            double[] counts = Given.counts("observed", observed);
            double[] means = Given.above0("expected", expected);
            Given.sameSum("observed", counts, "expected", means);
            return TwoSamples.chiSquared(counts, means);
        }
    }

    record ChiSquaredOfTwo(List<Double> a, List<Double> b) implements DistanceMethod {
        record Result(double statistic, int df, double p) {}

        @Override
        public Object value() {
            Given.sameSize("a", a, "b", b);
            Given.must(a.size() > 1, "one bin holds all there is; it takes two");
            double[] one = Given.someCounts("a", a);
            double[] other = Given.someCounts("b", b);
            for (int k = 0; k < one.length; k++) {
                Given.must(
                        one[k] + other[k] > 0,
                        "bin " + k + " is empty on both sides; leave it out");
            }
            var test = TwoSamples.chiSquaredOfTwo(one, other);
            return new Result(test.statistic(), one.length - 1, test.p());
        }
    }
}
