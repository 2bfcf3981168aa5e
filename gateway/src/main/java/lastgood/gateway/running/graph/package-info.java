/// Graphs: ONNX files opened in ONNX Runtime, and chains of them.
///
/// - In: bytes that were checked against their digest.
/// - Out: a [Pipeline], which turns tensors into tensors.
///
/// A file is walked before the runtime sees it: whatever points outside itself is refused.
@NullMarked
package lastgood.gateway.running.graph;

import org.jspecify.annotations.NullMarked;
