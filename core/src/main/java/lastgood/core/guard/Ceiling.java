package lastgood.core.guard;

/// A baseline frozen at promotion: after 100 % nothing serves beside the new release to compare with.
///
/// @param guard the guard's name
/// @param live live's plain rate in the rollout
/// @param upper its upper confidence limit, one-sided 99 % (Clopper and Pearson 1934)
/// @param limit `upper` with the guard's margin: the rate that new traffic is tested against
public record Ceiling(String guard, double live, double upper, double limit) {}
