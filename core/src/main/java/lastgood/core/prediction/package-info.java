/// Predictions: what an answer said, who gave it, and the sealed id by which a label finds it weeks later.
@NullMarked
package lastgood.core.prediction;

import org.jspecify.annotations.NullMarked;
