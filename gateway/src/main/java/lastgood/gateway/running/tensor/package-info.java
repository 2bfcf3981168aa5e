/// Tensors in Java's own memory, and how they are written in JSON.
///
/// - In: a request's `data`, or a row of an evidence file.
/// - Out: [Tensor]s, which graphs take and give.
///
/// Nothing here knows HTTP or native memory.
@NullMarked
package lastgood.gateway.running.tensor;

import org.jspecify.annotations.NullMarked;
