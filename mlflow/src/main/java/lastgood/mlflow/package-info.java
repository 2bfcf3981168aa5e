/// MLflow: models that are registered there become releases here, and what is live here gets its alias there.
///
/// - In: `models:/NAME@ALIAS`, from `cli`; states of services, from `control` by `core.port.Aliases`.
/// - Out: the text of a release file with the files it names, to `cli`; aliases, to MLflow.
///
/// Nothing that an MLflow server says is believed before it is checked: its paths never become paths here, and no
/// answer may be endless, late, or sent on to elsewhere.
@NullMarked
package lastgood.mlflow;

import org.jspecify.annotations.NullMarked;
