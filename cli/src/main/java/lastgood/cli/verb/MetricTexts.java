package lastgood.cli.verb;

import lastgood.core.guard.Metric;

/// What each metric counts.
final class MetricTexts {
    private MetricTexts() {}

    static String of(Metric metric) {
        return switch (metric) {
            case HTTP_ERROR_RATE ->
                    "The part of requests that the release failed: errors, time-outs, answers that are not what the schema says, NaN or infinite outputs. A request that live's own schema would not have accepted is the caller's and does not count. Where live answered instead, the candidate failed all the same.";
            case LATENCY_P50, LATENCY_P90, LATENCY_P95, LATENCY_P99 ->
                    "The "
                            + metric.text().substring("latency.p".length())
                            + "th percentile of the time from a request's arrival in the gateway to its answer. The guard counts how many requests take longer than the limit; a failure or a time-out counts as slow, or else failing fast would look good.";
            case FEATURES_INVALID ->
                    "The part of requests with a value that the schema's columns forbid: out of range, not among the allowed values, missing where it may not be. Needs a schema with columns.";
            case QUALITY_ACCURACY ->
                    "The part of labelled answers that were right: what quality.error_rate is not. A guard on it is written with '>=', as in quality.accuracy >= baseline - 2pp, and counts wrong answers all the same: whatever holds for quality.error_rate holds for it.";
            case QUALITY_ERROR_RATE ->
                    "The part of labelled answers that were wrong. Needs labels, seconds or weeks later: POST /api/v1/services/SERVICE/labels. A request that the candidate failed counts as wrong. In shadow a label of live's answer judges what the candidate said to the same request, too: lastgood explain pair. For classifications only.";
        };
    }
}
