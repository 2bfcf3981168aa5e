package lastgood.core.rollback.closure;

import java.util.EnumSet;
import java.util.List;
import lastgood.core.release.ServiceName;

/// The smallest safe set of moves that brings one service to a release of its own, or why there is none.
public sealed interface Closure {
    /// @param isSmallest whether that is proven; a world that is tangled beyond measure is searched for a while only
    record Found(Moves moves, boolean isSmallest) implements Closure {}

    /// @param misfits at least one; first what the target itself does not accept, where there is such
    /// @param isCertain whether that is proven; likewise
    record Blocked(List<Misfit> misfits, boolean isCertain) implements Closure {
        public Blocked {
            misfits = List.copyOf(misfits);
        }
    }

    /// The same world and target give the same answer, always.
    ///
    /// @param target where `service` should go; whether it is good or held is not asked here
    static Closure of(World world, ServiceName service, World.Option target) {
        return new Search(world, service, target, EnumSet.allOf(Law.class)).run();
    }
}
