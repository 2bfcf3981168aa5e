/// Programs that serve a model beside this process: started, asked over the Open Inference Protocol, watched, and ended.
///
/// - In: a release's program, model and files, by their digests.
/// - Out: a [lastgood.gateway.running.graph.Runner].
@NullMarked
package lastgood.gateway.running.program;

import org.jspecify.annotations.NullMarked;
