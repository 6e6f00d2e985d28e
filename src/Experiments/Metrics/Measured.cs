using SparseGen.Data;

namespace SparseGen.Experiments;

/// <summary>What the networks of a subject are measured on.</summary>
/// <param name="HeldOut">images that are not used for training</param>
/// <param name="Samples">number of generated images that are compared with real ones</param>
/// <param name="Features">the networks in whose features images are compared</param>
public sealed record Measured(ImageSet HeldOut, int Samples, FeatureSource Features);
