package lastgood.core.rollout;

import java.util.Locale;
import lastgood.core.release.ReleaseId;

/// How much a service is asked, beside what a candidate was measured to take. A share that it could not take is not given
/// to it: whoever is asked too much is late for everybody, and looks like a bad release where it is only a slow one.
///
/// @param asked requests a second of the whole service, over the last half minute
/// @param most requests a second that the candidate takes where it is loaded, measured with its golden rows
public record Load(double asked, double most) {
    /// What is measured one by one on a machine that has nothing else to do is not reached by requests that come as they
    /// like: at this part of it, one in four finds another before it.
    private static final double PART_OF_MOST = 0.75;

    public Load {
        if (!(asked >= 0 && most > 0)) {
            throw new IllegalArgumentException(asked + " of " + most + " requests a second");
        }
    }

    public boolean isTooMuchAt(Share share) {
        return asked * share.fraction() > PART_OF_MOST * most;
    }

    /// `r2 takes 400 requests a second here; 50 % of 1,000 would be more than three quarters of that`
    String text(ReleaseId candidate, Share share) {
        return takes(candidate)
                + "; "
                + share
                + " of "
                + number(asked)
                + " would be more than three quarters of that";
    }

    /// What a rollback meets, which nothing keeps back: `r1 takes 600 requests a second here, and 1,000 are asked now: …`
    public String shortage(ReleaseId target) {
        return takes(target)
                + ", and "
                + number(asked)
                + " are asked now: what it cannot answer in time is refused at once";
    }

    private String takes(ReleaseId release) {
        return release
                + " takes "
                + number(most)
                + " requests a second here, measured with its golden rows";
    }

    private static String number(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
    }
}
