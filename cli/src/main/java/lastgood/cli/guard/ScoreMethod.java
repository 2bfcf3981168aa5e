package lastgood.cli.guard;

import java.util.List;
import lastgood.core.statistics.Scores;

/// How well predictions fit what came of them.
sealed interface ScoreMethod extends Method {

    record Auc(List<Double> y, List<Double> score) implements ScoreMethod {
        @Override
        public Object value() {
            Given.sameSize("y", y, "score", score);
            boolean[] outcomes = Given.outcomes("y", y);
            Given.must(
                    y.contains(0.0) && y.contains(1.0),
                    "y has one kind alone, and it takes a pair of each");
            return Scores.auc(outcomes, Given.numbers("score", score));
        }
    }

    record Brier(List<Double> y, List<Double> score) implements ScoreMethod {
        @Override
        public Object value() {
            Given.sameSize("y", y, "score", score);
            return Scores.brier(Given.outcomes("y", y), Given.parts("score", score));
        }
    }

    record LogLoss(List<Double> y, List<Double> score) implements ScoreMethod {
        @Override
        public Object value() {
            Given.sameSize("y", y, "score", score);
            return Scores.logLoss(Given.outcomes("y", y), Given.parts("score", score));
        }
    }

    record CalibrationError(List<Double> y, List<Double> score, int bins) implements ScoreMethod {
        @Override
        public Object value() {
            Given.sameSize("y", y, "score", score);
            Given.must(
                    bins > 0 && bins <= 1_000_000,
                    "bins is " + bins + ", and must be from 1 to 1000000");
            return Scores.calibrationError(
                    Given.outcomes("y", y), Given.parts("score", score), bins);
        }
    }

    record RmseMae(List<Double> y, List<Double> pred) implements ScoreMethod {
        record Result(double rmse, double mae) {}

        @Override
        public Object value() {
            Given.sameSize("y", y, "pred", pred);
            double[] actual = Given.numbers("y", y);
            double[] predicted = Given.numbers("pred", pred);
            return new Result(Scores.rmse(actual, predicted), Scores.mae(actual, predicted));
        }
    }
}
