using SparseGen.Models;

namespace SparseGen.Experiments;

/// <summary>A network at the end of its training or at a step within it, and what is known of it.</summary>
/// <param name="Model">holds its weights</param>
/// <param name="On">what it is measured on</param>
/// <param name="Key">which training</param>
/// <param name="Features">to look at images with</param>
/// <param name="Metrics">what was recorded so far</param>
/// <param name="Cancel">ends a measurement</param>
readonly record struct TrainedNetwork(Model Model, Measured On, TrainingKey Key, FeatureNetworks Features, MetricsLog Metrics, CancellationToken Cancel);
