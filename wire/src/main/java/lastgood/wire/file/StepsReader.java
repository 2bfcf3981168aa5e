package lastgood.wire.file;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.rollout.Shadow;
import lastgood.core.rollout.Share;

/// Reads the steps of rollouts: `[shadow 200, 10%, 50%, 100%]`.
final class StepsReader {
    private static final String STEPS = "rising shares that end in 100%, such as [10%, 50%, 100%]";

    /// @param shares none at all where it complained
    /// @param shadow where the first share is none
    record Steps(List<Share> shares, Optional<Shadow> shadow) {
        /// How long the first of them lasts at least.
        Duration lasts(Duration stepTime) {
            return shadow.map(s -> s instanceof Shadow.Time(var time) ? time : Duration.ZERO)
                    .orElse(stepTime);
        }
    }

    static final Steps DEFAULT = new Steps(Defaults.STEPS, Optional.empty());
    private static final Steps NOTHING = new Steps(List.of(), Optional.empty());

    private StepsReader() {}

    static Steps read(Item item) {
        var items = item.list(STEPS);
        var shares = new ArrayList<Share>();
        var shadow = Optional.<Shadow>empty();
        for (int i = 0; i < items.size(); i++) {
            var step = items.get(i);
            if (!isShadow(step)) {
                step.as(Form.SHARE).ifPresent(shares::add);
            } else if (i == 0) {
                shadow = step.as(Form.SHADOW);
                shadow.ifPresent(_ -> shares.add(Share.NONE));
            } else {
                step.complain("a shadow comes first, before anybody is answered", STEPS);
            }
        }
        if (shares.size() < items.size() || !item.isList() || !rise(items, shares)) {
            return NOTHING;
        }
        if (shares.isEmpty() || !shares.getLast().isAll()) {
            item.complain(
                    shares.isEmpty()
                            ? "found no step"
                            : "the last step is " + last(shares.getLast()),
                    STEPS);
            return NOTHING;
        }
        return new Steps(shares, shadow);
    }

    private static boolean isShadow(Item step) {
        return step.scalar().filter(t -> t.matches("shadow\\b.*")).isPresent();
    }

    private static boolean rise(List<Item> items, List<Share> shares) {
        for (int i = 1; i < shares.size(); i++) {
            if (shares.get(i).compareTo(shares.get(i - 1)) <= 0) {
                items.get(i).complain("more than the step before it, " + shares.get(i - 1));
                return false;
            }
        }
        return true;
    }

    private static String last(Share share) {
        return share.isNone() ? "a shadow" : share.toString();
    }
}
