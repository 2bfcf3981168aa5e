package lastgood.wire.request;

/// Asks for the weights of a model that lies in a registry in ModelPack form.
///
/// @param from `localhost:5000/models/tumour:v7`
/// @param file what the release file calls it; decides where there are several
public record ModelRequest(String from, String file) {}
