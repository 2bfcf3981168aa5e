package lastgood.core.rollback.closure;

/// What a set of moves has to obey. Named one by one so that a test can leave one out and see that it is missed.
enum Law {
    /// A component goes only to versions its live one says it can go back to.
    REVERTS_TO,
    /// Not at all from a version that took something from the state.
    CONTRACT,
    /// What was asked for accepts every version there is then.
    TARGET_FITS,
    /// So does what every other service serves then.
    SERVICES_FIT,
    /// A component version that is gone back to accepts the versions of the others.
    MOVED_FITS,
    /// A component version that stays accepts the versions that others have gone back to.
    DEPENDENTS_FIT,
    /// The fewest services, before anything else.
    FEWEST_SERVICES,
    /// Then the fewest components.
    FEWEST_COMPONENTS,
    /// Then each service on the newest release that fits.
    NEWEST_RELEASE
}
