package lastgood.wire.view;

/// What became of each label of a request.
///
/// @param unknown forged, or about another service's prediction
/// @param invalid a row that is not there, or a label of another type than the prediction
public record LabelsView(
        long accepted, long duplicate, long conflicting, long unknown, long invalid) {}
