using SparseGen.Data;

namespace SparseGen.Experiments;

/// <summary>What networks of one subject are measured on.</summary>
/// <param name="HeldOut">images that no training sees</param>
/// <param name="Samples">generated images that are compared with real ones</param>
/// <param name="Features">the networks in whose features images are compared</param>
public sealed record Measured(ImageSet HeldOut, int Samples, FeatureSource Features);
