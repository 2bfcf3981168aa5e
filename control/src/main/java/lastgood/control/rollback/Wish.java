package lastgood.control.rollback;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.PartName;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollback.Plan;

/// One part of an older release is wanted in live's stack.
///
/// @param target whose part it is
record Wish(PartName part, Release live, Release target) {

    /// @param to the release that goes out; empty: it would be made first
    Plan plan(Optional<ReleaseId> to, Plan.Fit verdict, List<String> reasons) {
        var change =
                new Plan.Change.OfPart(
                        live.service(),
                        part.text(),
                        String.valueOf(live.parts().described().get(part)),
                        String.valueOf(target.parts().described().get(part)),
                        "switch");
        var stays =
                Arrays.stream(PartName.values())
                        .filter(p -> p != part)
                        .map(PartName::text)
                        .toList();
        return new Plan(to, verdict, List.of(change), stays, List.of(), reasons);
    }

    /// There is nothing to do.
    Plan alreadySo() {
        return new Plan(
                Optional.empty(),
                Plan.Fit.OK,
                List.of(),
                Arrays.stream(PartName.values()).map(PartName::text).toList(),
                List.of(),
                List.of(
                        "the "
                                + part.text()
                                + " is the same in "
                                + live.id()
                                + " and "
                                + target.id()));
    }
}
