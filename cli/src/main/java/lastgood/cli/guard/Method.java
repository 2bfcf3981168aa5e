package lastgood.cli.guard;

/// The input of one method, as its file says it.
sealed interface Method permits EvidenceMethod, DistanceMethod, SampleMethod, ScoreMethod {
    /// What comes of it: a number, a list of numbers, or a record of either.
    ///
    /// @throws WrongInput if no number can
    Object value();
}
