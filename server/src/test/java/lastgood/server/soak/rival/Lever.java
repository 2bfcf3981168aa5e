package lastgood.server.soak.rival;

import java.io.IOException;

/// What sends traffic to one of two sides, the way its makers mean it to be done.
@FunctionalInterface
interface Lever {
    /// What can be done before the decision falls, a file that is to be read, say, is done when this returns; what is
    /// left is the decision.
    ///
    /// @param side 0 or 1
    Pull prepared(int side) throws IOException;

    /// The switch itself. It may return before traffic has changed sides.
    @FunctionalInterface
    interface Pull {
        void pull() throws IOException;
    }
}
