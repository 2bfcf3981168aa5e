package lastgood.cli.guard;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// All methods, by name.
final class Methods {
    private static final SortedMap<String, Class<? extends Method>> ALL = all();

    private Methods() {}

    private static SortedMap<String, Class<? extends Method>> all() {
        var all = new TreeMap<String, Class<? extends Method>>();
        all.put("asymp_cs_radius_two_sided", EvidenceMethod.MeanRadius.class);
        all.put("asymp_cs_rho", EvidenceMethod.Rho.class);
        all.put("auc_ties_half", ScoreMethod.Auc.class);
        all.put("brier", ScoreMethod.Brier.class);
        all.put("chi2_gof", DistanceMethod.ChiSquared.class);
        all.put("chi2_two_sample", DistanceMethod.ChiSquaredOfTwo.class);
        all.put("conformal_simple_jumper_log_path", EvidenceMethod.SimpleJumperPath.class);
        all.put("dirichlet_multinomial_log_e", EvidenceMethod.DirichletMultinomialTest.class);
        all.put("drift_tv_lcb", DistanceMethod.TotalVariationBound.class);
        all.put("e_bh_rejections", EvidenceMethod.Rejections.class);
        all.put("e_detector_log_path", EvidenceMethod.EDetectorPath.class);
        all.put("ece_equal_width", ScoreMethod.CalibrationError.class);
        all.put("ipw_betting_grid_log_e", EvidenceMethod.IpwBettingGrid.class);
        all.put("jensen_shannon_distance_base2", DistanceMethod.JensenShannonDistance.class);
        all.put("jensen_shannon_divergence_nats", DistanceMethod.JensenShannon.class);
        all.put("ks_2sample", SampleMethod.KolmogorovSmirnov.class);
        all.put("ks_2sample_asymp_p", SampleMethod.KolmogorovSmirnovAsymptotic.class);
        all.put("log_loss", ScoreMethod.LogLoss.class);
        all.put("mann_whitney_u_two_sided_exact", SampleMethod.MannWhitney.class);
        all.put("one_sided_beta_binomial_log_e", EvidenceMethod.OneSidedBetaBinomial.class);
        all.put("psi", DistanceMethod.Psi.class);
        all.put("psi_smoothed_counts", DistanceMethod.SmoothedPsi.class);
        all.put("rmse_mae", ScoreMethod.RmseMae.class);
        all.put("time_uniform_dkw_radius", EvidenceMethod.DistributionRadius.class);
        all.put("two_arm_grid_log_e", EvidenceMethod.TwoArmGrid.class);
        all.put("wasserstein_1", SampleMethod.Wasserstein.class);
        all.put("weighted_budget_trip", EvidenceMethod.WeightedBudget.class);
        return Collections.unmodifiableSortedMap(all);
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static Optional<Class<? extends Method>> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /// What a method's file has to say: `{n: number, alpha: number}`.
    static String input(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(Methods::component)
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String component(RecordComponent component) {
        return component.getName() + ": " + form(component.getGenericType());
    }

    private static String form(Type type) {
        return switch (type) {
            case ParameterizedType list -> "[" + form(list.getActualTypeArguments()[0]) + ", ...]";
            case Class<?> record when record.isRecord() -> input(record);
            case Class<?> text when text.equals(String.class) -> "text";
            default -> "number";
        };
    }
}
