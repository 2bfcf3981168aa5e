/// An MLflow tracking server, asked over its REST interface, and not believed.
@NullMarked
package lastgood.mlflow.rest;

import org.jspecify.annotations.NullMarked;
