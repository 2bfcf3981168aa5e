/// `lastgood release …`: making releases and looking at them.
@NullMarked
package lastgood.cli.release;

import org.jspecify.annotations.NullMarked;
