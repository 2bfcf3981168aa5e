/// Running: releases as loaded graphs, and the work of getting one answer out of them.
///
/// - In: a release and its verified bytes; tensors of a request.
/// - Out: tensors of an answer, or the problem that kept them away.
///
/// Native code lives here and nowhere else: a session is closed only after the last call on it has returned.
@NullMarked
package lastgood.gateway.running;

import org.jspecify.annotations.NullMarked;
