package lastgood.cli.guard;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lastgood.core.statistics.BetaBinomial;
import lastgood.core.statistics.Budget;
import lastgood.core.statistics.DirichletMultinomial;
import lastgood.core.statistics.EDetector;
import lastgood.core.statistics.MeanBet;
import lastgood.core.statistics.Mixture;
import lastgood.core.statistics.Radius;
import lastgood.core.statistics.RatioTest;
import lastgood.core.statistics.SimpleJumper;

/// Evidence that may be looked at at any time.
sealed interface EvidenceMethod extends Method {

    record TwoArmGrid(List<Stage> stages, double r0, List<Double> grid) implements EvidenceMethod {
        record Stage(double w, double canaryBad, double stableBad) {}

        @Override
        public Object value() {
            var given =
                    stages.stream()
                            .map(s ->
                                    new RatioTest.Stage(
                                            Given.between("w", s.w()),
                                            Given.atLeast(0, "canaryBad", s.canaryBad()),
                                            Given.atLeast(0, "stableBad", s.stableBad())))
                            .toList();
            return RatioTest.logE(given, Given.above0("r0", r0), Given.above0("grid", grid));
        }
    }

    record OneSidedBetaBinomial(double bad, double good, double theta0, double a, double b)
            implements EvidenceMethod {
        @Override
        public Object value() {
            return BetaBinomial.logE(
                    Given.atLeast(0, "bad", bad),
                    Given.atLeast(0, "good", good),
                    Given.between("theta0", theta0),
                    Given.above0("a", a),
                    Given.above0("b", b));
        }
    }

    record IpwBettingGrid(double w, double delta, List<Double> lambdaFractions, List<Cell> cells)
            implements EvidenceMethod {
        record Cell(double arm, double y, double count) {}

        @Override
        public Object value() {
            var bet = new MeanBet(Given.between("w", w), Given.number("delta", delta), 0);
            Given.must(bet.most() > 0, "delta is " + delta + ", and no loss is so much less");
            double[] logs =
                    Arrays.stream(Given.parts("lambdaFractions", lambdaFractions))
                            .map(fraction -> gain(bet, fraction / bet.most()))
                            .toArray();
            return Mixture.logMean(logs);
        }

        private double gain(MeanBet bet, double stake) {
            double sum = 0;
            for (var cell : cells) {
                Given.must(
                        cell.arm == 0 || cell.arm == 1,
                        "arm is " + cell.arm + ", and must be 0 (stable) or 1 (canary)");
                Given.must(
                        cell.y >= 0 && cell.y <= 1, "y is " + cell.y + ", and must be from 0 to 1");
                double worth = cell.arm == 1 ? bet.candidate(cell.y) : bet.live(cell.y);
                double count = Given.atLeast(0, "count", cell.count);
                sum += count == 0 ? 0 : count * Math.log1p(stake * worth);
            }
            return sum;
        }
    }

    record DirichletMultinomialTest(List<Double> counts, List<Double> theta0, List<Double> alpha0)
            implements EvidenceMethod {
        @Override
        public Object value() {
            Given.sameSize("counts", counts, "theta0", theta0);
            Given.sameSize("counts", counts, "alpha0", alpha0);
            Given.above0("theta0", theta0);
            return DirichletMultinomial.logE(
                    Given.counts("counts", counts),
                    Given.chances("theta0", theta0),
                    Given.above0("alpha0", alpha0));
        }
    }

    record EDetectorPath(List<Double> x, double theta0, double theta1, String kind)
            implements EvidenceMethod {
        @Override
        public Object value() {
            var known =
                    Arrays.stream(EDetector.Kind.values())
                            .filter(k -> k.name().equalsIgnoreCase(kind))
                            .findFirst()
                            .orElseThrow(() ->
                                    new WrongInput(
                                            "kind is '" + kind + "', and must be SR or CUSUM"));
            return EDetector.path(
                    Given.outcomes("x", x),
                    Given.between("theta0", theta0),
                    Given.between("theta1", theta1),
                    known);
        }
    }

    record SimpleJumperPath(List<Double> p, double J, List<Double> eps) implements EvidenceMethod {
        @Override
        public Object value() {
            Given.must(J >= 0 && J <= 1, "J is " + J + ", and must be from 0 to 1");
            double[] directions = Given.numbers("eps", eps);
            Given.must(
                    Arrays.stream(directions).allMatch(e -> e >= -2 && e <= 2),
                    "eps has more than 2 in it, and no bet may lose more than there is");
            return SimpleJumper.path(Given.parts("p", p), J, directions);
        }
    }

    record DistributionRadius(double n, double alpha) implements EvidenceMethod {
        @Override
        public Object value() {
            return Radius.ofDistribution(Given.atLeast(1, "n", n), Given.between("alpha", alpha));
        }
    }

    record MeanRadius(double n, double variance, double rho, double alpha)
            implements EvidenceMethod {
        @Override
        public Object value() {
            return Radius.ofMean(
                    Given.above0("n", n),
                    Given.atLeast(0, "variance", variance),
                    Given.above0("rho", rho),
                    Given.between("alpha", alpha));
        }
    }

    record Rho(double alpha, double tStar) implements EvidenceMethod {
        @Override
        public Object value() {
            return Radius.rho(Given.between("alpha", alpha), Given.above0("tStar", tStar));
        }
    }

    record Rejections(List<Double> e, double alpha) implements EvidenceMethod {
        @Override
        public Object value() {
            return Budget.rejections(Given.counts("e", e), Given.between("alpha", alpha));
        }
    }

    record WeightedBudget(List<Double> logE, List<Double> weights, double alpha)
            implements EvidenceMethod {
        record Trips(List<Boolean> perGuard, double logWeightedMean) {}

        @Override
        public Object value() {
            Given.sameSize("logE", logE, "weights", weights);
            Given.between("alpha", alpha);
            double[] logs = Given.numbers("logE", logE);
            double[] parts = Given.above0("weights", weights);
            double all = Arrays.stream(parts).sum();
            Given.must(all <= 1 + 1e-9, "weights are " + all + " in all, and there is 1 to share");
            var trips =
                    IntStream.range(0, logs.length)
                            .mapToObj(k -> logs[k] >= Budget.threshold(alpha, parts[k]))
                            .toList();
            return new Trips(trips, Budget.logSum(logs, parts));
        }
    }
}
