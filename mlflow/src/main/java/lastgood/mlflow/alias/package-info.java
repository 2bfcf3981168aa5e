/// Writing back: the aliases `champion` and `last-good` follow what is live and last good.
@NullMarked
package lastgood.mlflow.alias;

import org.jspecify.annotations.NullMarked;
