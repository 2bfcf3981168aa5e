/// Verbs about what was predicted.
@NullMarked
package lastgood.cli.predictions;

import org.jspecify.annotations.NullMarked;
