/// Making the text of a release file, and the files it names, of a version that MLflow has.
@NullMarked
package lastgood.mlflow.release;

import org.jspecify.annotations.NullMarked;
