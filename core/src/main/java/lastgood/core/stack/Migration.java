package lastgood.core.stack;

/// What a component version did to the state it keeps when it went live.
public enum Migration {
    /// Nothing: the state is as the version before left it.
    NONE,
    /// It added to it: readers of the version before still find what they need.
    EXPAND,
    /// It took from it: the way back is closed.
    CONTRACT
}
