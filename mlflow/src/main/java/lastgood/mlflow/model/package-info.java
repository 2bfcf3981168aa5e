/// What is in the folder of a model that MLflow logged: MLmodel, its signature, its input example, its ONNX file.
@NullMarked
package lastgood.mlflow.model;

import org.jspecify.annotations.NullMarked;
