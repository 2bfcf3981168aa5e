package lastgood.wire.view;

/// A release that was pulled.
///
/// @param release as it was taken, with the checks it passed
/// @param signatures that came with it
public record PulledView(String from, CreatedView release, int signatures) {}
