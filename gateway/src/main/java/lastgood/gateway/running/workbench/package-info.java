/// The workbench: releases are tried in a process of their own, because a model can abort the process it runs in.
///
/// - In: a release's parts and evidence, by their digests.
/// - Out: what the child process found, or why it did not come back.
@NullMarked
package lastgood.gateway.running.workbench;

import org.jspecify.annotations.NullMarked;
